"""The store teaches itself: its questions as examples, and what its terms are used for.

An editor or a query builder that knows the endpoint alone asks it for `sh:SPARQLExecutable`
(SHACL-AF §5.3) with `sh:prefixes`, and for the partitions of VoID (§4.5). Both are written when the
store is built, into one named graph, whose figures are those of all the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from mutugraph.engine.embedded import with_union
from mutugraph.engine.partitions import PATH, partitions
from mutugraph.errors import MutugraphError
from mutugraph.headers import MARK, Headed, read_headed
from mutugraph.messages import message
from mutugraph.namespaces import Namespaces
from mutugraph.terms import RDF_TYPE
from mutugraph.workspace import Workspace

_OWN_QUERIES = ("internal", "quality")
_NEEDED = {"dct", "rdfs", "schema", "sh", "void", "void-ext", "xsd"}
_DATATYPES = {"action": "xsd:integer", "exercice": "xsd:integer", "date": "xsd:date"}


def teach(store: Store, workspace: Workspace) -> int:
    """Adds the graph that teaches; how many triples. None where its words are not declared."""
    namespaces = workspace.namespaces
    if not namespaces.prefixes.keys() >= _NEEDED:
        return 0
    graph = NamedNode(namespaces.base + PATH)
    triples = {*executables(workspace), *partitions(store, namespaces)}
    store.extend(with_union(Quad(t.subject, t.predicate, t.object, graph) for t in triples))
    return len(triples)


def executables(workspace: Workspace) -> Iterator[Triple]:
    """Every question as an executable of SHACL, with its words, keywords, parameters, prefixes.

    A file that is no question is left out: it stands among the faults of the catalogue.
    """
    for path in workspace.query_files:
        if path.parent.name in _OWN_QUERIES:
            continue
        with suppress(MutugraphError):
            headed = read_headed(path, workspace.name(path))
            yield from list(_executable(headed, path.stem, path.parent.name, workspace.namespaces))


def _executable(headed: Headed, id: str, theme: str, ns: Namespaces) -> Iterator[Triple]:
    node = NamedNode(f"{ns.base}questions/{id}")
    summary = str(headed.required("summary", str))
    words = f"{summary} {str(headed.required('description', str)).strip()}"
    lines = headed.text.splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith(MARK))
    for kind in ("sh:SPARQLExecutable", "sh:SPARQLSelectExecutable"):
        yield Triple(node, RDF_TYPE, ns.term(kind))
    yield Triple(node, ns.term("rdfs:label"), Literal(summary, language="fr"))
    yield Triple(node, ns.term("rdfs:comment"), Literal(words, language="fr"))
    yield Triple(node, ns.term("dct:identifier"), Literal(id))
    yield Triple(node, ns.term("sh:select"), Literal(text))
    yield Triple(node, ns.term("sh:prefixes"), NamedNode(ns["mut"].iri.rstrip("/")))
    tags = headed.header.get("tags")
    for word in dict.fromkeys((theme, *(map(str, tags) if isinstance(tags, list) else ()))):
        yield Triple(node, ns.term("schema:keywords"), Literal(word, language="fr"))
    given = headed.header.get("params")
    schema = {"name": "schema", "label": message("parametre_schema")}
    for item in (schema, *(given if isinstance(given, list) else ())):
        yield from _parameter(node, item, ns)


def _parameter(node: NamedNode, item: dict[str, object], ns: Namespaces) -> Iterator[Triple]:
    """A variable that may be given; its path ends with the variable's name (SHACL §5.1)."""
    made = NamedNode(f"{node.value}/parametre/{item['name']}")
    slot = item.get("slot", item["name"])
    yield Triple(node, ns.term("sh:parameter"), made)
    yield Triple(made, RDF_TYPE, ns.term("sh:Parameter"))
    yield Triple(made, ns.term("sh:path"), NamedNode(f"{node.value}/parametre/{slot}"))
    yield Triple(made, ns.term("sh:name"), Literal(str(item["label"]), language="fr"))
    optional = Literal("true", datatype=ns.term("xsd:boolean"))
    yield Triple(made, ns.term("sh:optional"), optional)
    if datatype := _DATATYPES.get(str(item.get("type"))):
        yield Triple(made, ns.term("sh:datatype"), ns.term(datatype))
