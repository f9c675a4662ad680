"""Rows of answers by name, and how a report writes their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from mutugraph.messages import message
from mutugraph.pages.reading import Rows
from mutugraph.pages.rendering import day, money
from mutugraph.questions.model import Answered, Value

Row = Mapping[str, Value]
Key = tuple[str, ...]
FLOW = ("objet", "debiteur", "crediteur", "section")


def named(answered: Answered) -> Iterator[Row]:
    """The rows of an answer by the names of their columns."""
    names = [column.name for column in answered.question.columns]
    yield from (dict(zip(names, row, strict=True)) for row in answered.rows)


def heads_of(*names: str, year: int = 0) -> tuple[str, ...]:
    """The headings of these names; `year` is the report's."""
    facts = {"annee": str(year), "avant": str(year - 1)}
    return tuple(message(f"rapport_tete_{name}", **facts) for name in names)


def missing_of(key: str, names: Sequence[str]) -> tuple[str, ...]:
    """The sentence that says what is missing, where something is."""
    return (message(key, noms=", ".join(names), nombre=str(len(names))),) if names else ()


def flow_of(row: Row) -> Key:
    """What tells a payment from the others of its year."""
    return tuple(str(row[name]) for name in FLOW)


def year_of(row: Row) -> int:
    """The financial year of a row."""
    return int(str(row["exercice"]))


def decimal_of(value: Value) -> Decimal | None:
    """A cell as a number."""
    return Decimal(str(value)) if value is not None else None


def amount_of(value: Value, row: Row) -> str:
    """An amount with the unit of its row; nothing where it is not known."""
    return f"{money(str(value))} {row['unite']}" if value is not None else ""


def due_of(row: Row, state: str) -> Key:
    """The cells of a due date."""
    who, article = (str(row[name] or "") for name in ("responsable", "article"))
    return str(row["echeance"]), day(str(row["date"])), who, state, article


def sources_of(rows: Rows, names: Sequence[str]) -> dict[Key, str]:
    """Where each figure is from, by these columns, which tell it from the others."""
    return {tuple(row[n] or "" for n in names): row["source"] or "" for row in reversed(rows)}
