"""The pin of a document that comes with a workbook is computed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from mutugraph.sources.documents import read_source
from mutugraph.terms import RDF_TYPE
from mutugraph.workbook.documents import with_pins
from mutugraph.workbook.locating import locate_all
from workbooks import FIXTURES, Edited, Schemas

LABEL = Literal("Le projet", language="fr")


def test_the_one_document_without_pin_has_that_of_the_one_file(
    schemas: Schemas, tmp_path: Path
) -> None:
    known = schemas("schema-sans-fiches", "900200027", "2017-2020").known
    space = known.namespaces
    node = space.id("900200027/document/le-projet")
    typed = frozenset(
        {
            Triple(node, RDF_TYPE, space.term("mut:DocumentSource")),
            Triple(node, space.term("skos:prefLabel"), LABEL),
        }
    )
    path = tmp_path / "projet.txt"
    path.write_text("Le projet de schéma\n", encoding="utf-8")
    assert with_pins(known, typed, []) == typed
    done = with_pins(known, typed, [path])
    assert typed <= done
    labels = {
        t.object for t in done if (t.subject, t.predicate) == (node, space.term("skos:prefLabel"))
    }
    assert labels == {LABEL}, "what was typed stays"
    values = {t.object.value for t in done if isinstance(t.object, Literal)}
    assert read_source(path).checksum in values
    assert (
        Triple(space.id("900200027/section/le-projet"), space.term("mut:deDocument"), node) in done
    )
    assert with_pins(known, done, [path]) == done
    other = space.id("900200027/document/autre")
    more = done | {Triple(other, RDF_TYPE, space.term("mut:DocumentSource"))}
    assert with_pins(known, more, [path]) == more, "the file is that of the first"


def test_a_passage_that_is_removed_leaves_its_address_to_nobody(schemas: Schemas) -> None:
    """What rests on it would rest on other words."""
    edited = Edited(schemas("schema-sans-fiches", "900200027", "2017-2020"))
    last = len(edited.grids["Passages"].rows) - 1
    gone = edited.known.namespaces.id(str(edited.cell("Passages", last, "clé")))
    edited.drop("Passages", last)
    typed = {"nature de la ligne": "Énoncé", "type d'énoncé": "Principe"}
    edited.add("Énoncés", libellé="Un accueil", mots="maintenir un accueil", **typed)
    document = FIXTURES / "schema-sans-fiches" / "projet-val-clair.txt"
    result, faults = locate_all(edited.known, edited.merged(remove=True), [document])
    assert not faults
    words = edited.known.namespaces.term("mut:mots")
    (new,) = {t.subject for t in result.triples - edited.scope.triples if t.predicate == words}
    assert isinstance(new, NamedNode)
    assert new.value not in edited.known.subjects
    assert not any(t.subject == gone for t in result.triples)


@pytest.mark.parametrize("place", ["l. 10", "10", "p. 8, ligne 10", "page 8"])
def test_a_place_is_a_line_and_the_number_of_a_page_is_none(schemas: Schemas, place: str) -> None:
    """The words stand in lines 8 and 10; without a line, the rows beside choose the second."""
    edited = Edited(schemas("schema-sans-fiches", "900200027", "2017-2020"))
    typed = {"nature de la ligne": "Énoncé", "type d'énoncé": "Principe"}
    edited.add("Énoncés", libellé="Un", mots="service commun", endroit=place, **typed)
    document = FIXTURES / "schema-sans-fiches" / "projet-val-clair.txt"
    result, faults = locate_all(edited.known, edited.merged(), [document])
    at = edited.known.namespaces.term("mut:ligneDebut")
    found = [t.object for t in result.triples - edited.scope.triples if t.predicate == at]
    assert not faults
    assert [str(one) for one in found] == [str(Literal(10))]
