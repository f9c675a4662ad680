"""The members of an EPCI at a date, by the national lists and by the document before them."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

from mutugraph.engine.embedded import EmbeddedEngine, with_union
from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Value
from mutugraph.workspace import Workspace


def _members(catalogue: Catalogue, date: str) -> dict[Value, tuple[Value, ...]]:
    answered = ask(catalogue, "perimetre", {}, date)
    return {str(row[0]): tuple(row[-3:]) for row in answered.rows}


@pytest.mark.parametrize(
    ("date", "count", "joined"),
    [
        ("2013-12-31", 0, set()),  # the EPCI of 2014 is another legal person
        ("2015-11-26", 44, set()),  # « unit aujourd'hui 44 communes », l. 171
        ("2017-06-01", 44, set()),
        ("2021-12-31", 44, set()),
        ("2022-01-01", 45, {"Roncourt"}),
        ("2026-11-28", 46, {"Roncourt", "Lorry-Mardigny"}),
    ],
)
def test_the_members_of_metz_metropole_at_a_date(
    catalogue: Catalogue, date: str, count: int, joined: set[str]
) -> None:
    found = _members(catalogue, date)
    assert len(found) == count
    assert {name for name, (since, _, _) in found.items() if since} == joined


def test_a_member_since_a_later_list_has_its_day_and_its_reason(catalogue: Catalogue) -> None:
    found = _members(catalogue, "2026-11-28")
    assert found["Roncourt"] == ("2022-01-01", None, "adhesion")
    assert found["Vantoux"] == (None, None, None)


STATED = """
<schema/x> a mut:Schema ; mut:epci <epci/1> .
<epci/1> a mut:EPCI ; skos:prefLabel "CC"@fr .
<motif-de-perimetre/retrait> skos:notation "retrait" .
<commune/a> skos:prefLabel "Ancienne"@fr . <commune/b> skos:prefLabel "Sortie"@fr .
<commune/c> skos:prefLabel "Document"@fr .
<m/a> mut:groupement <epci/1> ; mut:communeMembre <commune/a> ;
  mut:premierConstat "2020-01-01"^^xsd:date .
<m/b> mut:groupement <epci/1> ; mut:communeMembre <commune/b> ;
  mut:premierConstat "2020-01-01"^^xsd:date ; mut:jusqua "2022-01-01"^^xsd:date ;
  mut:motifDeSortie <motif-de-perimetre/retrait> .
"""
DOCUMENT = "<commune/c> mut:membreDe <epci/1> . <commune/a> mut:membreDe <epci/1> ."


def _stated(repository: Workspace, text: str) -> Catalogue:
    names = repository.namespaces
    head = f"BASE <{names.ids}>\n{names.sparql_prologue()}"
    quads = (
        Quad(q.subject, q.predicate, q.object, names.graph("essai"))
        for q in parse(head + text, format=RdfFormat.TURTLE)
    )
    store = Store()
    store.bulk_extend(with_union(quads))
    return Catalogue(repository, EmbeddedEngine(store, names))


def test_without_a_list_in_the_document_the_first_list_speaks_of_before(
    repository: Workspace,
) -> None:
    catalogue = _stated(repository, STATED)
    assert _members(catalogue, "2018-01-01").keys() == {"Ancienne", "Sortie"}
    assert _members(catalogue, "2021-12-31")["Sortie"] == (None, "2022-01-01", "retrait")
    assert _members(catalogue, "2022-01-01").keys() == {"Ancienne"}


def test_before_the_first_list_the_document_decides_and_after_it_the_lists_do(
    repository: Workspace,
) -> None:
    catalogue = _stated(repository, STATED + DOCUMENT)
    assert _members(catalogue, "2018-01-01").keys() == {"Ancienne", "Document"}
    assert _members(catalogue, "2020-01-01").keys() == {"Ancienne", "Sortie"}


def test_an_epci_that_no_list_has_has_the_members_of_its_document(repository: Workspace) -> None:
    alone = "<schema/x> a mut:Schema ; mut:epci <epci/1> . <commune/c> skos:prefLabel 'C'@fr ."
    catalogue = _stated(repository, f"{alone} <commune/c> mut:membreDe <epci/1> .")
    assert _members(catalogue, "2024-01-01").keys() == {"C"}


REASONS = """
<schema/x> a mut:Schema ; mut:epci <epci/1> .
<epci/1> a mut:EPCI ; skos:prefLabel "CC"@fr .
<motif-de-perimetre/creation> skos:notation "creation" .
<motif-de-perimetre/adhesion> skos:notation "adhesion" .
<motif-de-perimetre/fusion> skos:notation "fusion" .
<motif-de-perimetre/commune-nouvelle> skos:notation "commune_nouvelle" .
<commune/a> skos:prefLabel "Fondatrice"@fr . <commune/b> skos:prefLabel "Absorbée"@fr .
<commune/c> skos:prefLabel "Fusionnée"@fr . <commune/d> skos:prefLabel "Arrivée"@fr .
<m/a> mut:groupement <epci/1> ; mut:communeMembre <commune/a> ;
  mut:depuis "2014-01-01"^^xsd:date ; mut:motifDEntree <motif-de-perimetre/creation> ;
  mut:premierConstat "2014-01-01"^^xsd:date .
<m/b> mut:groupement <epci/1> ; mut:communeMembre <commune/b> ;
  mut:depuis "2014-01-01"^^xsd:date ; mut:jusqua "2019-01-01"^^xsd:date ;
  mut:motifDEntree <motif-de-perimetre/creation> ;
  mut:motifDeSortie <motif-de-perimetre/commune-nouvelle> ;
  mut:premierConstat "2014-01-01"^^xsd:date .
<m/c> mut:groupement <epci/1> ; mut:communeMembre <commune/c> ;
  mut:depuis "2017-01-01"^^xsd:date ; mut:motifDEntree <motif-de-perimetre/fusion> ;
  mut:premierConstat "2017-01-01"^^xsd:date .
<m/d> mut:groupement <epci/1> ; mut:communeMembre <commune/d> ;
  mut:depuis "2022-01-01"^^xsd:date ; mut:motifDEntree <motif-de-perimetre/adhesion> ;
  mut:premierConstat "2022-01-01"^^xsd:date .
"""


@pytest.mark.parametrize(
    ("date", "reasons"),
    [
        ("2016-12-31", {"Fondatrice": "creation", "Absorbée": "commune_nouvelle"}),
        (
            "2018-12-31",
            {"Fondatrice": "creation", "Absorbée": "commune_nouvelle", "Fusionnée": "fusion"},
        ),
        (
            "2022-01-01",
            {"Fondatrice": "creation", "Fusionnée": "fusion", "Arrivée": "adhesion"},
        ),
    ],
)
def test_a_question_about_a_year_counts_the_members_of_that_year_each_with_its_reason(
    repository: Workspace, date: str, reasons: dict[str, str]
) -> None:
    found = _members(_stated(repository, REASONS), date)
    assert {name: reason for name, (_, _, reason) in found.items()} == reasons
