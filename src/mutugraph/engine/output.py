"""Writes an answer out in chunks, and stops it at the first row or byte over the limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, cast

from pyoxigraph import QueryResultsFormat, QueryTriples, Triple

from mutugraph.engine.formats import Format, Results, write_triples
from mutugraph.engine.xml import NAMES, XmlCharacters
from mutugraph.errors import AnswerTooLarge, QueryFormatUnknown
from mutugraph.namespaces import Namespaces
from mutugraph.settings import Limits

CHUNK = 64 * 1024
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
    head: Callable[[Format], None],
    data: Callable[[bytes], None],
) -> None:
    """Evaluates results; `head` is told the format, then `data` each chunk.

    Raises `QueryFormatUnknown` where no format is given for this kind of answer, and
    `AnswerTooLarge` instead of a short answer, `FormatUnable`.
    """
    chosen = graph if isinstance(results, QueryTriples) else table
    if chosen is None:
        other = table if isinstance(results, QueryTriples) else graph
        raise QueryFormatUnknown(format=other and other.name, known=())
    head(chosen)
    bounded = Bounded(chosen, limits, data)
    if isinstance(results, QueryTriples):
        counted = _counted(results, limits)
        bounded.write(write_triples(counted, chosen, namespaces, small=SMALL_GRAPH))
    else:
        results.serialize(cast(IO[bytes], bounded), cast(QueryResultsFormat, chosen.codec))
    bounded.flush_all()


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
        if self._separator:
            self._rows += self._count(content, self._separator)
            if self._rows > self._limits.rows:
                raise AnswerTooLarge(limit=self._limits.rows, unit="lignes")
        self._pending += content
        if len(self._pending) >= CHUNK:
            self.flush_all()
        return len(content)

    def flush(self) -> None:
        """Nothing: chunks go when they are full."""

    def flush_all(self) -> None:
        """Gives on what is left."""
        if self._pending:
            self._data(bytes(self._pending))
            self._pending.clear()

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
