"""What a change may touch is told from the words of a query, as rdflib reads its patterns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from pyparsing import ParseException
from rdflib import BNode, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery, traverse
from rdflib.plugins.sparql.parser import parseQuery

from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.engine.touching import Touching, seen_by
from mutugraph.terms import RDF_TYPE
from mutugraph.workspace import Workspace

A = f"<{RDF_TYPE.value}>"
MUT = "https://w3id.org/mutugraph/def/mutualisation/"


def patterns(text: str, prefixes: Mapping[str, str]) -> Iterator[tuple[object, object, object]]:
    """The subject, the property (or path) and the object of each pattern of a query."""
    found: list[tuple[object, object, object]] = []

    def see(node: object) -> None:
        if getattr(node, "name", "") in ("BGP", "TriplesBlock"):
            terms = [term for some in node["triples"] for term in some]  # type: ignore[index]
            found.extend(zip(terms[::3], terms[1::3], terms[2::3], strict=True))

    query = translateQuery(parseQuery(text), initNs=dict(prefixes))
    traverse(query.algebra, visitPre=see)
    yield from found


def may_be_empty(path: object) -> bool:
    match path:
        case MulPath():
            return path.mod in "*?" or may_be_empty(path.path)
        case InvPath():
            return may_be_empty(path.arg)
        case SequencePath():
            return all(map(may_be_empty, path.args))
        case AlternativePath():
            return any(map(may_be_empty, path.args))
        case _:
            return False


def properties(path: object, ended: bool) -> Iterator[object]:
    """The properties of a path; None where it leads from every term to itself, or by any but some.

    `ended` says that what it joins at one end is a term, or was found by a step beside it.
    """
    match path:
        case MulPath():
            free = path.mod in "*?" and not ended
            yield from (None,) if free else properties(path.path, ended)
        case InvPath():
            yield from properties(path.arg, ended)
        case SequencePath():
            for at, part in enumerate(path.args):
                beside = [*path.args[at - 1 : at], *path.args[at + 1 : at + 2]]
                outer = at in (0, len(path.args) - 1) and ended
                yield from properties(part, outer or not all(map(may_be_empty, beside)))
        case AlternativePath():
            yield from (one for part in path.args for one in properties(part, ended))
        case Path():
            yield None
        case _:
            yield path


def test_every_property_of_every_query_is_seen(repository: Workspace) -> None:
    prefixes = dict(repository.namespaces.prefixes)
    known = 0
    asked = [path for path in repository.query_files if path.parent.name != "quality"]
    for path in asked:
        text = path.read_text(encoding="utf-8")
        seen = seen_by(text, prefixes)
        try:
            written = list(patterns(text, prefixes))
        except ParseException:  # rdflib wants a bracket around what SPARQL 1.1 lets stand alone
            continue
        for start, given, value in written:
            ended = not all(isinstance(end, Variable | BNode) for end in (start, value))
            steps = list(properties(given, ended))
            if any(not isinstance(step, URIRef) for step in steps):
                assert seen is None, path
            if seen is None:
                continue
            for step in steps:
                inverse = isinstance(given, Path) and "^" in given.n3()
                if f"<{step}>" == A and isinstance(value, URIRef) and not inverse:
                    assert {A, f"{A}<{value}>"} & seen, (path, value)
                else:
                    assert f"<{step}>" in seen, (path, step)
        known += seen is not None
    assert known > len(asked) / 2


@pytest.mark.parametrize(
    ("query", "touched"),
    [
        ("SELECT ?x { ?x mut:agents ?n }", True),
        ("SELECT ?x { ?x mut:etp ?n }", False),
        ("SELECT ?x { ?x mut:etp|mut:agents ?n }", True),
        (f"SELECT ?x {{ ?x <{MUT}agents> 3 }}", True),
        (f"PREFIX m: <{MUT}> SELECT ?x {{ ?x m:agents 3 }}", True),
        (f"BASE <{MUT}> SELECT ?x {{ ?x <agents> 3 }}", True),
        ("SELECT ?p ?x ?y { ?x mut:etp ?y FILTER(?y > 1) }", False),
        ("SELECT ?x { ?x ?p ?n }", True),
        ("SELECT ?x { ?x mut:etp ?y ; ?p 3 }", True),
        ("SELECT ?x { VALUES ?p { mut:etp } ?x ?p [] }", True),
        # from every term to itself, those that only `mut:agents` names too
        ("SELECT ?x { ?x mut:phase* ?n }", True),
        ("SELECT ?x { ?x (mut:etp|mut:phase?) ?n }", True),
        ("SELECT ?x { ?x mut:etp?/mut:phase* ?n }", True),
        ("SELECT ?x { ?x (mut:etp|mut:phase*)/mut:phase* ?n }", True),
        ("SELECT ?x { ?x mut:phase*/mut:etp? ?n }", True),
        ("SELECT ?x { ?x (mut:etp/mut:phase)* ?n }", True),
        # from what a step has found, or from a term, to itself
        ("SELECT ?x { ?x mut:etp/mut:phase* ?n }", False),
        ("SELECT ?x { ?x mut:etp+/mut:phase* ?n }", False),
        ("SELECT ?x { ?x mut:phase*/mut:etp ?n }", False),
        ("SELECT ?x { ?x ^mut:etp/^mut:phase* ?n }", False),
        ("SELECT ?x { ?x (mut:etp|mut:phase)/(mut:etp|mut:phase)* ?n }", False),
        ("SELECT ?x { ?x mut:phase* mut:Service }", False),
        ("SELECT ?x { ?x mut:etp ?y BIND((?y + 1) * 12 AS ?n) }", False),
        ("SELECT ?x { ?x !mut:etp ?n }", True),
        ("SELECT ?x { ?x !(mut:etp|mut:phase) ?n }", True),
        ("SELECT ?x { ?x mut:etp ?y FILTER NOT EXISTS { ?x mut:agents ?z } }", True),
        ("SELECT ?x { ?x mut:etp ?y FILTER(!BOUND(?y) || !(?y = 3)) } ORDER BY ?x ?y", False),
        ("SELECT (COUNT(*) AS ?n) { ?x mut:etp ?y } GROUP BY ?x ?y ?z", False),
        ("SELECT ?x { ?x a mut:Fiche }", True),
        ("SELECT ?x { ?x a mut:Service }", False),
        ("SELECT ?x { ?x a ?kind }", True),
        ("SELECT ?x { ?x a mut:Service, ?kind }", True),
        ("SELECT ?x { mut:Service ^a mut:Fiche }", True),
        ("SELECT ?x { ?x mut:etp/a mut:Service }", False),
        ("SELECT ?x { ?x a/mut:etp ?kind }", True),
        ("SELECT ?x { VALUES ?c { mut:Service } ?x rdf:type ?c }", True),
        ("DESCRIBE <http://example.org/a>", True),
        ('SELECT ?x { ?x mut:etp "# ?x mut:agents ?n" }', False),
    ],
)
def test_a_query_is_touched_by_what_it_sees(
    query: str, touched: bool, repository: Workspace
) -> None:
    term, node = repository.namespaces.term, NamedNode("http://example.org/a")
    kept = Quad(node, term("mut:etp"), Literal("3"), node)
    gone = Quad(node, term("mut:agents"), Literal("3"), node)
    new = Quad(node, RDF_TYPE, term("mut:Fiche"), node)
    before, after = (
        EmbeddedEngine.of(quads, repository.namespaces).signatures()
        for quads in ((kept, gone), (new, kept))
    )
    prefixes = "" if "PREFIX" in query else f"PREFIX mut: <{MUT}>\n"
    assert Touching(before, after, repository.namespaces).touched(prefixes + query) is touched
    assert not Touching(before, before, repository.namespaces).touched(prefixes + query)
    assert Touching({}, after, repository.namespaces).touched(prefixes + query)
