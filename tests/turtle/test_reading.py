from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from mutugraph import errors
from mutugraph.turtle import parse_text, read

BROKEN = [
    ("mut:a mut:b 1 .", errors.TurtlePrefixUndeclared, 1),
    ("<urn:a> <urn:b> 1 .\n<urn:a> <urn:b c> 1 .", errors.TurtleIriInvalid, 2),
    ("<urn:a> <urn:b> 1 .\n<urn:a> <urn:b> , .", errors.TurtleSyntax, 2),
    ('<urn:a> <urn:b> "never closed', errors.TurtleUnterminated, 1),
    ("<urn:a> <urn:b> 1 ;\n", errors.TurtleUnterminated, 2),
    ("", errors.TurtleEmpty, 1),
    ("# only a comment\n", errors.TurtleEmpty, 1),
]


@pytest.mark.parametrize(("text", "kind", "line"), BROKEN)
def test_a_broken_file_is_refused_at_its_line(
    text: str, kind: type[errors.TurtleError], line: int
) -> None:
    with pytest.raises(errors.TurtleError) as caught:
        parse_text(text, name="a.ttl")
    assert type(caught.value) is kind
    assert (caught.value.facts["path"], caught.value.facts["line"]) == ("a.ttl", line)


NO_TURTLE = [
    "<urn:a> <urn:b> 1",
    "<urn:a> <urn:b> 1 # .",
    "<urn:a> <urn:b> 1 . } GRAPH <urn:h> { <urn:a> <urn:b> 2 .",
    "PREFIX x: <urn:x> x:a x:b 1",
    "GRAPH <urn:h> { <urn:a> <urn:b> 1 . }",
]


@pytest.mark.parametrize("text", [*NO_TURTLE, *(text for text, _, _ in BROKEN)])
def test_no_graph_makes_turtle_of_what_is_none(text: str) -> None:
    for graph in (None, NamedNode("urn:g")):
        with pytest.raises(errors.TurtleError):
            parse_text(text, name="a.ttl", graph=graph)


@pytest.mark.parametrize(
    "text",
    [
        "@prefix x: <urn:x/> .\nBASE <urn:b/>\n# a comment .\n\nx:a x:b 1.50 , <c> .\n",
        "BASE <http://b/> <a> <b> <c> .\n@prefix x: <urn:x/> .\nx:a x:b 1 .\n",
        "<urn:a> <urn:b> 1 .\nPREFIX x: <urn:x/>\nx:a x:b 1 .\n",
        '<urn:a> <urn:b> "}" , """\n@prefix x: <urn:y> .\n""" .',
    ],
)
def test_a_text_says_the_same_in_a_graph_as_in_none(text: str) -> None:
    graph = NamedNode("urn:g")
    alone, within = (parse_text(text, name="a", graph=one) for one in (None, graph))
    assert [quad.triple for quad in within.quads] == [quad.triple for quad in alone.quads]
    assert {quad.graph_name for quad in within.quads} == {graph}
    assert within.prefixes == alone.prefixes


def test_a_broken_file_is_told_by_its_own_words() -> None:
    with pytest.raises(errors.TurtleSyntax) as caught:
        parse_text("<urn:a> <urn:b> 1\n  <urn:c> 2 .", name="a.ttl")
    assert caught.value.facts["detail"] == "<urn:c>"


def test_a_file_in_another_encoding_is_refused_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.ttl"
    path.write_bytes('<urn:a> <urn:b> "x" .\n<urn:a> <urn:b> "é" .'.encode("latin-1"))
    with pytest.raises(errors.TurtleEncoding) as caught:
        read(path, name="latin.ttl")
    assert (caught.value.facts["line"], caught.value.facts["column"]) == (2, 18)


def test_a_missing_file_and_a_folder_are_said_apart(tmp_path: Path) -> None:
    with pytest.raises(errors.FileMissing):
        read(tmp_path / "absent.ttl")
    with pytest.raises(errors.FileUnreadable):
        read(tmp_path)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "bom.ttl"
    path.write_text("\ufeff<urn:a> <urn:b> 1 .", encoding="utf-8")
    assert len(read(path).quads) == 1


def test_literals_are_kept_as_written_and_put_in_their_graph() -> None:
    quads = parse_text("<urn:a> <urn:b> 007, 0.80 .", name="-", graph=NamedNode("urn:g")).quads
    assert {str(quad.object)[:6] for quad in quads} == {'"007"^', '"0.80"'}
    assert {quad.graph_name for quad in quads} == {NamedNode("urn:g")}
