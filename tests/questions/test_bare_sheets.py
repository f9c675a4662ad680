"""What the questions answer on a schéma whose sheets print less than this one's."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, QuerySolutions, RdfFormat, Store

from mutugraph.questions.catalogue import Catalogue

SCHEMA = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX mut: <{mut}>
BASE <http://x/>
<schema> a mut:Schema ; mut:epci <epci> .
<court> a mut:Phase ; mut:duSchema <schema> ; mut:ordre 1 ; skos:notation "tout" .
<moyen> a mut:Phase ; mut:duSchema <schema> ; mut:ordre 2 ; skos:notation "suite" .
<commun> skos:notation "service_commun" .
<total> skos:broader <commun> ; skos:notation "service_commun_total" .
<service> a mut:ServiceMutualise ; mut:duSchema <schema> ; mut:decritPar <bare> ;
  mut:modalite <m> ; skos:prefLabel "Archives"@fr .
<m> a mut:Modalite ; mut:phase <court> ; mut:forme <total> .
<bare> a mut:FicheAction ; mut:duSchema <schema> .
<line> a mut:LigneDeFiche ; mut:dansFiche <bare> ; mut:agents 2.5 ; mut:rang "1" .
"""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("contenu-des-fiches", {"missions": "0", "objectifs": "0", "vigilance": "0"}),
        ("effectifs-par-phase", {"phase": "tout", "agents": "2.5", "lignes_sans_etp": "1"}),
        ("effectifs-par-phase", {"etp": None, "collectivite": None}),
        ("actions-sans-etp", {"service": "Archives", "action": None}),
        ("sans-moyen-terme", {"service": "Archives", "action": None}),
    ],
)
def test_a_sheet_without_items_number_or_etp(
    catalogue: Catalogue, question: str, expected: dict[str, str | None]
) -> None:
    store = Store()
    mut = catalogue.workspace.namespaces["mut"].iri
    store.load(SCHEMA.format(mut=mut).encode(), format=RdfFormat.TURTLE)
    solutions = store.query(catalogue.question(question).text)
    assert isinstance(solutions, QuerySolutions)
    (row,) = list(solutions)
    for name, value in expected.items():
        found = row[name]
        assert (found.value if isinstance(found, Literal) else None) == value
