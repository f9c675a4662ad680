"""The pin of a document that comes with a workbook is computed."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, Triple

from mutugraph.sources.documents import read_source
from mutugraph.terms import RDF_TYPE
from mutugraph.workbook.documents import with_pins
from workbooks import Schemas

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
