"""The W3C's archive of SPARQL tests: its queries, the data that each is asked of, what it expects.

Every file of data is a graph of one dataset, by its address, so that one store serves them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urljoin
from zipfile import ZipFile

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
)

SITE = "http://w3c.example/"
NOTHING = f"{SITE}nothing"  # a graph that is not there
TESTS = """
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#>
SELECT ?test ?kind ?query (GROUP_CONCAT(DISTINCT ?data) AS ?default)
       (GROUP_CONCAT(DISTINCT ?graph) AS ?named) {
  ?test mf:action ?action ; a ?kind
  OPTIONAL { ?action qt:query ?asked }
  BIND(COALESCE(?asked, ?action) AS ?query) FILTER(isIRI(?query))
  OPTIONAL { ?action qt:data ?file } BIND(COALESCE(STR(?file), "") AS ?data)
  OPTIONAL { ?action qt:graphData ?other } BIND(COALESCE(STR(?other), "") AS ?graph)
} GROUP BY ?test ?kind ?query
"""
_RELATIVE = re.compile(r"<(?![A-Za-z][\w+.-]*:)[^ <>\"{}|\\^`=&?]*>")
_FROM = re.compile(r"\bFROM\s+(NAMED\s+)?<([^>]*)>", re.IGNORECASE)
Results = QuerySolutions | QueryBoolean | QueryTriples


@dataclass(frozen=True)
class Case:
    """One test: its name, its kind, its query, the graphs of its dataset."""

    name: str
    kind: str
    text: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    states_them: bool = False  # the query names its graphs itself

    @property
    def is_syntax(self) -> bool:
        """Whether only the text is judged."""
        return "Syntax" in self.kind

    @property
    def dataset(self) -> dict[str, Sequence[str]]:
        """The parameters of the protocol that say on what it is asked."""
        if self.states_them:
            return {}
        return {"default-graph-uri": self.default or (NOTHING,), "named-graph-uri": self.named}


class Archive:
    """What the archive holds, read once."""

    def __init__(self, path: Path) -> None:
        with ZipFile(path) as packed:
            self._files = {name: packed.read(name) for name in packed.namelist()}

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """Every test that is a query."""
        manifests = (name for name in self._files if name.endswith("/manifest.ttl"))
        found = (case for name in manifests for case in self._of(name))
        return tuple(sorted(found, key=lambda case: case.name))

    @cached_property
    def graphs(self) -> Mapping[str, list[Quad]]:
        """Every file that a test reads, as a graph."""
        files = {file for case in self.cases for file in (*case.default, *case.named)}
        return {file: list(self._graph(file)) for file in sorted(files)}

    def alone(self, case: Case) -> Results:
        """What the engine answers by itself: the data of the test in a store, nothing between."""
        store = Store()
        for file in case.named:
            store.add_graph(NamedNode(file))
            store.extend(self.graphs[file])
        for file in case.default:
            store.extend(
                Quad(quad.subject, quad.predicate, quad.object) for quad in self.graphs[file]
            )
        if not case.states_them:
            return store.query(case.text)
        named: list[NamedNode | BlankNode] = [NamedNode(file) for file in case.named]
        return store.query(case.text, default_graph=DefaultGraph(), named_graphs=named)

    def reads(self, case: Case) -> bool:
        """Whether the engine by itself runs the text, on nothing."""
        try:
            Store().query(case.text, base_iri=SITE)
        except (SyntaxError, ValueError, RuntimeError):
            return False
        return True

    def _of(self, manifest: str) -> Iterator[Case]:
        store = Store()
        store.load(self._files[manifest], format=RdfFormat.TURTLE, base_iri=SITE + manifest)
        found = store.query(TESTS)
        assert isinstance(found, QuerySolutions)
        for test, kind, query, default, named in found:
            folder = manifest.removeprefix("sparql/").removesuffix("manifest.ttl")
            yield self._case(
                folder + test.value.rpartition("#")[2],
                kind.value.rpartition("#")[2],
                query.value,
                tuple(default.value.split()),
                tuple(named.value.split()),
            )

    def _case(
        self, name: str, kind: str, query: str, default: tuple[str, ...], named: tuple[str, ...]
    ) -> Case:
        text = self._files[query.removeprefix(SITE)].decode()
        if "Syntax" in kind:
            return Case(name, kind, text, (), ())
        if _RELATIVE.search(text):
            text = f"BASE <{query}>\n{text}"
        stated = _FROM.findall(text)
        if not stated:
            return Case(name, kind, text, default, named)
        default, named = (
            tuple(urljoin(query, file) for word, file in stated if bool(word) is is_named)
            for is_named in (False, True)
        )
        return Case(name, kind, text, default, named, states_them=True)

    def _graph(self, file: str) -> Iterator[Quad]:
        content = self._files[file.removeprefix(SITE)]
        syntax = RdfFormat.from_extension(file.rpartition(".")[2])
        assert syntax, file
        for quad in parse(content, format=syntax, base_iri=file, rename_blank_nodes=True):
            yield Quad(quad.subject, quad.predicate, quad.object, NamedNode(file))
