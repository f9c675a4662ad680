"""Writes an answer out in chunks, and stops it at the first row or byte over the limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, cast

from pyoxigraph import QueryResultsFormat, QueryTriples, Triple

from mutugraph.engine.formats import Format, Results, write_triples
from mutugraph.engine.xml import NAMES, XmlCharacters
from mutugraph.errors import AnswerTooLarge, QueryFormatUnknown
from mutugraph.namespaces import Namespaces
from mutugraph.settings import Limits

CHUNK = 256 * 1024  # what is smaller is given whole
SMALL_GRAPH = 20_000  # beyond, the canonical layout would cost more than the query
_SEPARATORS = {"json": b'},{"', "xml": b"<result>", "tsv": b"\n", "csv": b"\n"}
_HEADER_ROWS = {"json": -1, "xml": 0, "tsv": 1, "csv": 1}  # separators before the first row


def send(
    results: Results,
    table: Format | None,
    graph: Format | None,
    namespaces: Namespaces,
    limits: Limits,
    *,
    data: Callable[[Format, bytes], None],
) -> tuple[Format, bytes]:
    """Evaluates results: the format, and what comes after the chunks that `data` was given.

    Raises `QueryFormatUnknown` where no format is given for this kind of answer, and
    `AnswerTooLarge` instead of a short answer, `FormatUnable`.
    """
    chosen = graph if isinstance(results, QueryTriples) else table
    if chosen is None:
        other = table if isinstance(results, QueryTriples) else graph
        raise QueryFormatUnknown(format=other and other.name, known=())
    bounded = Bounded(chosen, limits, partial(data, chosen))
    if isinstance(results, QueryTriples):
        counted = _counted(results, limits)
        bounded.write(write_triples(counted, chosen, namespaces, small=SMALL_GRAPH))
    else:
        results.serialize(cast(IO[bytes], bounded), cast(QueryResultsFormat, chosen.codec))
    return chosen, bounded.rest()


class Bounded:
    """A binary file that pyoxigraph writes to: counts rows and bytes, and gives chunks on."""

    def __init__(self, format: Format, limits: Limits, data: Callable[[bytes], None]) -> None:
        self._limits = limits
        self._data = data
        self._separator = _SEPARATORS.get(format.name)
        self._xml = XmlCharacters(format.name) if format.name in NAMES else None
        self._quotes = format.name == "csv"
        self._rows = -_HEADER_ROWS.get(format.name, 0)
        self._written = 0
        self._tail = b""
        self._inside = False
        self._pending = bytearray()

    def write(self, content: bytes) -> int:
        """Takes some bytes. Raises `AnswerTooLarge`, `FormatUnable`."""
        if self._xml:
            self._xml.see(content)
        self._written += len(content)
        if self._written > self._limits.answer_bytes:
            raise AnswerTooLarge(limit=self._limits.answer_bytes, unit="octets")
        self._pending += content
        if len(self._pending) >= CHUNK:
            self._data(self._taken(last=False))
        return len(content)

    def flush(self) -> None:
        """Nothing: chunks go when they are full."""

    def rest(self) -> bytes:
        """What is left. Raises `AnswerTooLarge`."""
        return self._taken(last=True)

    def _taken(self, *, last: bool) -> bytes:
        taken = bytes(self._pending)
        self._pending.clear()
        if not self._separator:
            return taken
        most = self._rows + (len(self._tail) + len(taken)) // len(self._separator)
        if last and most <= self._limits.rows:  # as most answers: not looked through
            return taken
        self._rows += self._count(taken, self._separator)
        if self._rows > self._limits.rows:
            raise AnswerTooLarge(limit=self._limits.rows, unit="lignes")
        return taken

    def _count(self, content: bytes, separator: bytes) -> int:
        if self._quotes:  # a CSV field in quotes may have line ends (RFC 4180 §2.6)
            parts = content.split(b'"')
            outside = parts[1::2] if self._inside else parts[::2]
            self._inside ^= len(parts) % 2 == 0
            return sum(part.count(separator) for part in outside)
        seen = self._tail + content
        self._tail = seen[len(seen) - len(separator) + 1 :] if len(separator) > 1 else b""
        return seen.count(separator)


def _counted(results: QueryTriples, limits: Limits) -> Iterator[Triple]:
    for number, triple in enumerate(results, 1):
        if number > limits.rows:
            raise AnswerTooLarge(limit=limits.rows, unit="triplets")
        yield triple
