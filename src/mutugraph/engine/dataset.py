"""The graphs that a query names; its default graph is the RDF merge of several (SPARQL 1.1 §13.1).

pyoxigraph gives a triple once for each of these graphs that has it. So they are copied into a store
in memory, whose default graph has each triple once; the last such store is kept, for a client that
names graphs names them again. One graph, or none, needs no copy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, QueryTriples, Store

from mutugraph.engine.formats import Results
from mutugraph.engine.protocol import Graphs
from mutugraph.engine.tokens import FORMS, Token, tokens
from mutugraph.errors import DatasetTooLarge, QueryError

DEFAULT = DefaultGraph()
_MOST = 20_000  # triples; with more, nearly every document has one


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


def looked_at(text: str, ask: Callable[[str], Results]) -> Set[str] | None:
    """The subjects of all that the `GRAPH` of a query find; None where that is not known.

    What a pattern finds in one graph it finds in the union, which `ask` asks. That holds of plain
    triples alone, which the short form of `CONSTRUCT` takes and nothing else.
    """
    words = list(tokens(text))
    if any("from" in word or ("graph" in word and word != "graph") for word in _lower(words)):
        return None
    form = (at for at, word in enumerate(words) if word.text.upper() in FORMS)
    prologue = _joined(words[: next(form, 0)])
    found = set[str]()
    for pattern in _patterns(words):
        # a node without a name stands for any, and would be made anew for each
        if not pattern or any(w.text == "[" or w.text.startswith("_:") for w in pattern):
            return None
        try:
            triples = ask(f"{prologue} CONSTRUCT WHERE {{ {_joined(pattern)} }}")
        except (SyntaxError, QueryError):
            return None
        held = list(islice(triples, _MOST)) if isinstance(triples, QueryTriples) else ()
        if len(held) == _MOST:
            return None
        found |= {getattr(triple.subject, "value", "") for triple in held}
    return found


def _patterns(words: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """What stands in the brackets of each `GRAPH`, up to the first that closes."""
    for at, word in enumerate(words):
        if word.kind == "word" and word.text.upper() == "GRAPH":
            rest = [one.text for one in words[at + 3 :]]
            yield words[at + 3 : at + 3 + rest.index("}")] if "}" in rest else ()


def _lower(words: Sequence[Token]) -> Iterator[str]:
    """The words where a keyword may stand, alone or before the prefix of a name."""
    return (word.text.lower().partition(":")[0] for word in words if word.kind == "word")


def _joined(words: Sequence[Token]) -> str:
    return " ".join(word.text for word in words)
