"""The default graph of a query that names several graphs: their RDF merge (SPARQL 1.1 §13.1).

pyoxigraph gives a triple once for each of these graphs that has it. So they are copied into a store
in memory, whose default graph has each triple once; the last such store is kept, for a client that
names graphs names them again. One graph, or none, needs no copy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from mutugraph.engine.protocol import Graphs
from mutugraph.engine.tokens import FORMS, tokens
from mutugraph.errors import DatasetTooLarge

DEFAULT = DefaultGraph()


@dataclass(frozen=True, slots=True)
class Dataset:
    """A store whose default graph is the merge, and which named graphs a query sees in it."""

    store: Store
    named: list[NamedNode | BlankNode]


class Merges:
    """The merges of one store, which is not written to."""

    def __init__(self, store: Store, limit: int) -> None:
        self._store = store
        self._limit = limit
        self._last: tuple[Graphs, Dataset] | None = None

    def of(self, graphs: Graphs) -> Dataset | None:
        """The dataset where one must be made, else None. Raises `DatasetTooLarge`."""
        if graphs.default is None or len(graphs.default) < 2:  # noqa: PLR2004 - several
            return None
        last = self._last
        if last is not None and last[0] == graphs:
            return last[1]
        self._last = None  # not two of them in memory
        made = Store()
        made.bulk_extend(self._copied(graphs))
        dataset = Dataset(made, list(graphs.named or ()))
        self._last = (graphs, dataset)
        return dataset

    def _copied(self, graphs: Graphs) -> Iterator[Quad]:
        read = 0
        targets: list[tuple[NamedNode, NamedNode | DefaultGraph]] = []
        targets += [(graph, DEFAULT) for graph in dict.fromkeys(graphs.default or ())]
        targets += [(graph, graph) for graph in dict.fromkeys(graphs.named or ())]
        for graph, target in targets:
            for quad in self._store.quads_for_pattern(None, None, None, graph):
                read += 1
                if read > self._limit:
                    raise DatasetTooLarge(limit=self._limit)
                yield Quad(quad.subject, quad.predicate, quad.object, target)


def stated(text: str, prefixes: Mapping[str, str], base: str | None = None) -> Graphs | None:
    """The dataset that a query states itself, where it names more than one default graph.

    Names that cannot be read are left to the engine, which says where they are.
    """
    if text.lower().count("from") < 2:  # noqa: PLR2004 - several; as most queries
        return None
    prologue, default, named = _clauses(text)
    if len(default) < 2:  # noqa: PLR2004 - several
        return None
    with suppress(SyntaxError):
        known = (prefixes, base)
        return Graphs(_nodes(prologue, default, *known), _nodes(prologue, named, *known))
    return None


def _clauses(text: str) -> tuple[str, list[str], list[str]]:
    """The prologue, and the names after `FROM` and after `FROM NAMED`, as they are written."""
    prologue: list[str] = []
    default: list[str] = []
    named: list[str] = []
    depth, begun = 0, False
    target: list[str] | None = None
    for token in tokens(text):
        word = token.text.upper() if token.kind == "word" else ""
        begun = begun or word in FORMS
        if not begun:
            prologue.append(token.text)
        elif target is not None and word == "NAMED":
            target = named
        elif target is not None:
            target.append(token.text)
            target = None
        elif depth == 0 and word in ("FROM", "FROMNAMED"):
            target = default if word == "FROM" else named
        else:
            depth += (token.kind == "open") - (token.kind == "close")
    return " ".join(prologue), default, named


def _nodes(
    prologue: str, names: list[str], prefixes: Mapping[str, str], base: str | None
) -> tuple[NamedNode, ...]:
    """The graphs of some names: read by the engine itself, `BASE` and escapes among them."""
    asked = f"{prologue} SELECT ?g {{ VALUES ?g {{ {' '.join(names)} }} }}"
    found = Store().query(asked, prefixes=dict(prefixes), base_iri=base)
    rows = found if isinstance(found, QuerySolutions) else ()
    return tuple(row[0] for row in rows if isinstance(row[0], NamedNode))
