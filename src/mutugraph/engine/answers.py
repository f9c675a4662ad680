"""What an engine answers: frozen values of pyoxigraph's terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

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
