"""What a schéma has, and what it shares, does not depend on which others there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from mutugraph.belonging import OWNER, Belonging, Placed, belonging
from mutugraph.turtle import read
from mutugraph.workspace import Workspace

ROOT = Path(__file__).parent.parent
FIXTURE = ROOT / "tests" / "fixtures" / "schema-fictif"
OTHER = "900000001/schema/2021-2026"
HEADER = """BASE <https://w3id.org/mutugraph/id/>
PREFIX mut: <https://w3id.org/mutugraph/def/mutualisation/>
PREFIX dct: <http://purl.org/dc/terms/>
"""


@cache
def ours() -> tuple[Placed, ...]:
    space = Workspace(ROOT)
    own = (*placed(space, ROOT / "data" / "ttl"),)
    return (*own, *(("ontologie", quad) for _, quad in placed(space, ROOT / "ontology")))


@cache
def theirs() -> tuple[Placed, ...]:
    return tuple(placed(Workspace(ROOT), FIXTURE))


def placed(space: Workspace, root: Path) -> Iterator[Placed]:
    for path in sorted(root.rglob("*.ttl")):
        folder = path.relative_to(root).with_suffix("").parts[0]
        for quad in read(path, name=str(path), graph=space.namespaces.graph("x")).quads:
            yield folder, quad


def selected(all_: Iterable[Placed], schema: NamedNode) -> set[Quad]:
    space = Workspace(ROOT)
    known = tuple(all_)
    mine = belonging(known, space.namespaces).selection(schema)
    return {quad for folder, quad in known if mine(folder, quad)}


def node(path: str) -> NamedNode:
    return Workspace(ROOT).namespaces.id(path)


def test_a_schema_that_is_alone_has_everything(repository: Workspace) -> None:
    (schema,) = belonging(ours(), repository.namespaces).schemas
    assert isinstance(schema, NamedNode)
    assert selected(ours(), schema) == {quad for _, quad in ours()}


def test_what_a_schema_has_is_the_same_alone_and_among_others(repository: Workspace) -> None:
    (mine,) = belonging(ours(), repository.namespaces).schemas
    assert isinstance(mine, NamedNode)
    other = node(OTHER)
    both = (*ours(), *theirs())
    assert selected(both, mine) == selected(ours(), mine)
    shared = tuple((folder, quad) for folder, quad in ours() if not OWNER.match(folder))
    assert selected(both, other) == selected((*theirs(), *shared), other)


def two_editions() -> Belonging:
    text = (
        HEADER
        + """
<1/schema/a> a mut:Schema ; mut:epci <epci/1> ; dct:isPartOf <1/document/a> .
<1/schema/b> a mut:Schema ; mut:epci <epci/1> ; dct:isPartOf <1/document/b> .
<1/service/paie> mut:duSchema <1/schema/a> , <1/schema/b> .
<1/service/paie> mut:modalite <1/modalite/a> , <1/modalite/b> .
<1/modalite/a> mut:duSchema <1/schema/a> ; mut:etabliPar <1/passage/a> .
<1/modalite/b> mut:duSchema <1/schema/b> ; mut:etabliPar <1/passage/b> .
<1/passage/a> mut:deDocument <1/document/a> .
<1/passage/b> mut:deDocument <1/document/b> .
<1/document/a> dct:title "a" .
<1/document/b> dct:title "b" .
"""
    )
    quads = [Quad(*q.triple) for q in parse(text, format=RdfFormat.TURTLE)]
    return belonging([("100000000", q) for q in quads], Workspace(ROOT).namespaces)


def test_what_names_no_edition_belongs_to_that_of_what_is_nearest() -> None:
    found = two_editions()
    for letter in "ab":
        for path in (f"1/passage/{letter}", f"1/document/{letter}"):
            assert found.of(node(path)) == {node(f"1/schema/{letter}")}


def test_what_two_editions_share_leads_in_each_to_its_own() -> None:
    found = two_editions()
    assert found.of(node("1/service/paie")) == {node("1/schema/a"), node("1/schema/b")}
    mine = found.selection(node("1/schema/a"))
    led = {q.object for f, q in found.placed if mine(f, q) and q.subject == node("1/service/paie")}
    assert led == {node("1/schema/a"), node("1/modalite/a")}


def test_an_act_in_a_commune_s_folder_belongs_to_the_schema_it_gives_an_opinion_on() -> None:
    text = (
        HEADER
        + """
<1/schema/a> a mut:Schema ; mut:epci <epci/1> .
<2/schema/b> a mut:Schema ; mut:epci <epci/2> .
<commune/10001> mut:codeInsee "10001" ; mut:membreDe <epci/2> .
<10001/deliberation/x> mut:emetAvisSur <1/schema/a> ; mut:seance <10001/seance/x> .
<10001/seance/x> dct:title "x" .
<10001/deliberation/y> dct:title "y" .
"""
    )
    homes = {"1/": "100000000", "2/": "200000000", "co": "communes", "10": "10001"}
    ids = Workspace(ROOT).namespaces.ids
    quads = [Quad(*q.triple) for q in parse(text, format=RdfFormat.TURTLE)]
    all_ = [(homes[str(getattr(q.subject, "value", "")).removeprefix(ids)[:2]], q) for q in quads]
    found = belonging(all_, Workspace(ROOT).namespaces)
    assert found.of(node("10001/seance/x")) == {node("1/schema/a")}
    assert found.of(node("10001/deliberation/y")) == {node("2/schema/b")}
