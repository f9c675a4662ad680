"""How a passage is cited is derived, from its section, its rubrique and its lines."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, Store

from mutugraph.engine.derive import PLACES, read_rules, run_rules
from mutugraph.engine.embedded import with_union
from mutugraph.turtle import parse_text
from mutugraph.workspace import Workspace

AROUND = """
<numbered> a mut:Section ; dct:identifier "2.3" ; skos:prefLabel "Les effectifs"@fr .
<named> a mut:Section ; dct:identifier "act" ; skos:prefLabel "L'acte"@fr ; mut:nomCourt "acte"@fr .
<titled> a mut:Section ; dct:identifier "annexe" ; skos:prefLabel "Annexe"@fr, "Annex"@en .
<rubrique> mut:nomCourt "moyens"@fr .
"""


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("mut:dansSection <numbered> ; mut:ligneDebut 259", "§2.3, l. 259"),
        ("mut:dansSection <numbered> ; mut:ligneDebut 259 ; mut:ligneFin 260", "§2.3, l. 259-260"),
        ("mut:dansSection <numbered> ; mut:ligneDebut 259 ; mut:ligneFin 259", "§2.3, l. 259"),
        ("mut:dansSection <named> ; mut:ligneDebut 7", "acte, l. 7"),
        ("mut:dansSection <titled> ; mut:ligneDebut 7", "Annexe, l. 7"),
        (
            "mut:dansSection <named> ; mut:rubrique <rubrique> ; mut:ligneDebut 7",
            "acte, moyens, l. 7",
        ),
        ('mut:dansSection <numbered> ; mut:mots "les mots"', "§2.3, « les mots »"),
        ("mut:ligneDebut 7", "l. 7"),
        ("mut:incertain true", "3/1"),
    ],
)
def test_a_passage_is_cited_by_what_is_known_of_its_place(
    repository: Workspace, said: str, label: str
) -> None:
    prologue = "BASE <http://x/passage/>\n" + repository.namespaces.sparql_prologue()
    text = f"{prologue}{AROUND}<3/1> a mut:Passage ; {said} ."
    store = Store()
    store.bulk_extend(with_union(parse_text(text, name="t").quads))
    run_rules(store, repository, [rule for rule in read_rules(repository) if rule.id == PLACES])
    derived = store.quads_for_pattern(None, None, None, repository.derived_graph(PLACES))
    assert [quad.object for quad in derived] == [Literal(label, language="fr")]
