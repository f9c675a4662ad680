"""Reads the cells of internal answers, which are terms, as values."""

from __future__ import annotations

from datetime import date

from pyoxigraph import Literal, NamedNode

from mutugraph.engine.answers import Term

Row = dict[str, Term | None]


def text(row: Row, name: str) -> str:
    """The text of a cell; an empty one where nothing is bound."""
    term = row.get(name)
    return term.value if isinstance(term, NamedNode | Literal) else ""


def node(row: Row, name: str) -> NamedNode | None:
    """The entity of a cell."""
    term = row.get(name)
    return term if isinstance(term, NamedNode) else None


def day(row: Row, name: str) -> date | None:
    """The day of a cell (xsd:date without a time zone)."""
    found = text(row, name)
    return date.fromisoformat(found[:10]) if found else None


def true(row: Row, name: str) -> bool:
    """Whether a cell says so."""
    return text(row, name) in {"true", "1"}
