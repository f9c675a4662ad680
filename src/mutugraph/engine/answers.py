"""What an engine answers: frozen values of pyoxigraph's terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mutugraph.terms import natural_key

SEPARATOR = " ; "
_PLACE = re.compile(r"l\. (\d+)")
Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Table:
    """The answer of a SELECT: the columns, and rows in the query's order; None is unbound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def dicts(self) -> Iterator[dict[str, Term | None]]:
        """Each row by column name."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))


@dataclass(frozen=True, slots=True)
class Boolean:
    """The answer of an ASK."""

    value: bool


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer of a CONSTRUCT or a DESCRIBE: each triple once, in the order of N-Triples."""

    triples: tuple[Triple, ...]


Answer = Table | Boolean | Triples


def in_order(cell: str, separator: str = SEPARATOR) -> str:
    """The several values of a cell, each once, in an order that no engine chooses.

    `GROUP_CONCAT` joins them as the store hands them out. Passages are in the order of the
    document, other values in natural order.
    """
    parts = {part.strip() for part in cell.split(separator.strip())} - {""}
    return separator.join(sorted(parts, key=_place))


def _place(part: str) -> tuple[int, object]:
    found = _PLACE.search(part)
    return int(found[1]) if found else 0, natural_key(part)
