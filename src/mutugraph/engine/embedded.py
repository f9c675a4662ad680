"""An engine in this process, on a pyoxigraph store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from mutugraph.engine.answers import Answer
from mutugraph.engine.dataset import DEFAULT, Dataset, Merges, stated
from mutugraph.engine.formats import Format, Results, values, write
from mutugraph.engine.guard import Examined, examine
from mutugraph.engine.protocol import UNION, Graphs
from mutugraph.engine.tokens import foreign, unexpected
from mutugraph.engine.touching import signatures
from mutugraph.errors import (
    QueryError,
    QueryFailed,
    QueryFileBroken,
    QueryMalformed,
    QuerySign,
    RuleFailed,
    RuleMalformed,
    StoreBroken,
)
from mutugraph.namespaces import Namespaces
from mutugraph.settings import Limits

MOST_HELD = 1_000_000
_DUMPED = RdfFormat.TRIG  # half the bytes of N-Quads
_POSITION = re.compile(r"error at (\d+):(\d+): ")
_MAY_USE_PREFIXES = re.compile(r":(?!//)")  # pyoxigraph reads them all again for each query


class EmbeddedEngine:
    """Answers over one open store; safe to share between threads, pyoxigraph releases the GIL.

    The prefixes of `namespaces` are known to every query without being declared, and shorten the
    Turtle answers.
    """

    def __init__(self, store: Store, namespaces: Namespaces, limits: Limits | None = None) -> None:
        self._store = store
        self._namespaces = namespaces
        self._prefixes = dict(namespaces.prefixes)
        self._limits = limits or Limits()
        self._merges = Merges(store, self._limits.merged_triples)

    @classmethod
    def open(
        cls, folder: Path, namespaces: Namespaces, limits: Limits | None = None
    ) -> EmbeddedEngine:
        """Opens a built store without the right to write. Raises `StoreBroken`."""
        with oxigraph_errors(folder):
            return cls(Store.read_only(str(folder)), namespaces, limits)

    @classmethod
    def of(
        cls, quads: Iterable[Quad], namespaces: Namespaces, limits: Limits | None = None
    ) -> EmbeddedEngine:
        """An engine over quads in memory."""
        store = Store()
        store.bulk_extend(with_union(quads))
        return cls(store, namespaces, limits)

    def hold_in_memory(self) -> None:
        """Copies the store into memory, which answers two to five times as quickly as the disk.

        For a process that lasts: it takes a second or two, in a thread if need be, and 60 MB for
        one EPCI. A store of more than `MOST_HELD` quads stays where it is.
        """
        if len(self._store) > MOST_HELD:
            return
        content = self._store.dump(format=_DUMPED)
        self._store = _loaded(content or b"")
        self._merges = Merges(self._store, self._limits.merged_triples)

    def dump(self, output: IO[bytes]) -> None:
        """Writes the store for `of_dump`."""
        self._store.dump(output, format=_DUMPED)

    @classmethod
    def of_dump(
        cls, content: IO[bytes], namespaces: Namespaces, limits: Limits | None = None
    ) -> EmbeddedEngine:
        """An engine in memory over what `dump` wrote."""
        return cls(_loaded(content), namespaces, limits)

    def size(self) -> int:
        """The number of quads, for which all of them are read."""
        return len(self._store)

    def signatures(self) -> dict[str, str]:
        """The digests of the statements, by which changes are told; see `engine.touching`."""
        return signatures(self._store.dump(format=RdfFormat.N_QUADS) or b"")

    @property
    def namespaces(self) -> Namespaces:
        """The prefixes that queries know."""
        return self._namespaces

    def quads(self, graph: NamedNode) -> Iterator[Quad]:
        """The quads of one named graph."""
        return self._store.quads_for_pattern(None, None, None, graph)

    def query(self, text: str, *, graphs: Graphs = UNION) -> Answer:
        """The answer as values; see `Engine`."""
        with oxigraph_errors(text=text):
            return values(self.results(text, graphs))

    def serialize(
        self,
        text: str,
        format: Format | None = None,
        *,
        graphs: Graphs = UNION,
        base: str | None = None,
    ) -> bytes:
        """The answer as bytes; see `Engine`."""
        with oxigraph_errors(text=text):
            return write(self.results(text, graphs, base), format, self._namespaces)

    def results(self, text: str, graphs: Graphs = UNION, base: str | None = None) -> Results:
        """What pyoxigraph answers, not yet evaluated; to be used within `oxigraph_errors`."""
        examine(text, self._limits)
        prefixes = self._prefixes if _MAY_USE_PREFIXES.search(text) else None
        merged = self._merged(text, graphs, base)
        if merged is not None:
            return merged.store.query(
                text,
                base_iri=base,
                prefixes=prefixes,
                default_graph=DEFAULT,
                named_graphs=merged.named,
            )
        return self._store.query(
            text,
            base_iri=base,
            prefixes=prefixes,
            default_graph=list(graphs.default or ()) if graphs != UNION else None,
            named_graphs=None if graphs.named is None else list(graphs.named),
        )

    def _merged(self, text: str, graphs: Graphs, base: str | None) -> Dataset | None:
        asked = graphs if graphs != UNION else stated(text, self._prefixes, base)
        return None if asked is None else self._merges.of(asked)


def _loaded(content: bytes | IO[bytes]) -> Store:
    """In memory, quicker than by `bulk_load`; every IRI was checked when it was stored."""
    held = Store()
    held.load(content, format=_DUMPED, lenient=True)
    return held


def with_union(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Each quad, and its triple in the default graph, which so holds the union of all graphs.

    pyoxigraph's own union gives a triple once for each graph that has it (SPARQL 1.1 §13.1 asks
    for the merge), and is slower than a graph that is stored.
    """
    for quad in quads:
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object)


def refuse_malformed(text: str, name: str) -> Examined:
    """The text of a file, which is SPARQL that may run; `name` is how messages call the file.

    Raises `QueryFileBroken` with the line.
    """
    try:
        examine(text, Limits())
        with oxigraph_errors(text=text):
            _nothing().query(text)  # no parser alone is offered
    except QueryError as error:
        raise QueryFileBroken(path=name, line=error.facts.get("line", 1), detail=error) from error
    return Examined(text)


def rule_failed(path: str, error: QueryError) -> RuleFailed:
    """Why the rule of a file does not run: with the line, where its text is malformed."""
    if "line" in error.facts:
        return RuleMalformed(path=path, line=error.facts["line"], detail=error)
    return RuleFailed(path=path, detail=error)


@cache
def _nothing() -> Store:
    return Store()


@contextmanager
def oxigraph_errors(folder: Path | str = "", *, text: str = "") -> Iterator[None]:
    """The one place where pyoxigraph's errors become ours.

    `folder` is the store's and `text` the query's, if any. What the parser expected is long and in
    English: only the place and the token that stands there are told.
    """
    try:
        yield
    except SyntaxError as error:
        sign = foreign(text)
        if sign is not None:
            raise QuerySign(
                line=sign[0], column=sign[1], detail=sign[2], sign=f"U+{ord(sign[2]):04X}"
            ) from error
        found = _POSITION.match(error.msg)
        line, column = (int(found[1]), int(found[2])) if found else (1, 1)
        detail = unexpected(text, line, column)
        raise QueryMalformed(line=line, column=column, detail=detail) from error
    except (RuntimeError, ValueError) as error:
        if folder:  # nothing was asked yet: the files of the store are not as they were written
            raise StoreBroken(path=str(folder), detail=str(error)) from error
        raise QueryFailed(detail=str(error)) from error
    except OSError as error:
        raise StoreBroken(path=str(folder), detail=str(error)) from error
