"""A question's answer as a table of a page: labels for codes, links for entities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from pyoxigraph import NamedNode

from mutugraph.engine.answers import SEPARATOR
from mutugraph.messages import message
from mutugraph.pages.code_words import PART, part_words, word_of
from mutugraph.pages.links import section_of
from mutugraph.pages.rendering import day, money, number
from mutugraph.pages.visit import Visit
from mutugraph.questions.model import Answered, Column, ColumnType, Value


class Kind(StrEnum):
    """How a cell is drawn."""

    TEXT = "texte"
    NUMBER = "nombre"
    PLACES = "passages"
    MODE = "mode"
    EMPTY = "vide"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a cell: its text, and where it leads."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `mode` is the code of a way of establishing, `share` a length between 0 and 1."""

    kind: Kind
    parts: tuple[Part, ...] = ()
    mode: str = ""
    share: float | None = None

    @property
    def text(self) -> str:
        """What it says, without links; where there is nothing, what that means."""
        return ", ".join(part.text for part in self.parts)

    @property
    def unprinted(self) -> bool:
        """Whether the document does not print it: a dash, which means nothing else."""
        return self.kind is Kind.EMPTY and self.text.startswith(message("vide_non_imprime"))


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading; `barred` where a length is drawn beside each number."""

    name: str
    label: str
    numeric: bool
    barred: bool = False


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """The table of an answer, and what it was asked with.

    `named` is the index of the column that names its row; `empty` says what no row means.
    """

    id: str
    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    query: str
    date: str | None
    named: int = 0
    empty: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def dashed(self) -> bool:
        """Whether a dash is shown, which the caption then explains."""
        return any(cell.unprinted for row in self.rows for cell in row)


def table_of(
    answered: Answered, visit: Visit, *, query: str = "", without: tuple[str, ...] = ()
) -> AnswerTable:
    """The table of an answer. `without` leaves columns out; `query` is that of its own page."""
    visit = replace(visit, read=tuple(r.edition.node.value for r in answered.readings))
    question = answered.question
    shown = [(i, c) for i, c in enumerate(question.columns) if c.name not in without]
    bar = _bar(answered)
    rows = tuple(
        _marked(tuple(_cell(row[i], column, entities, visit, bar) for i, column in shown), shown)
        for row, entities in zip(answered.rows, answered.entities, strict=True)
    )
    barred = bar.column if bar else None
    heads = tuple(Head(c.name, c.label, c.type in _NUMERIC, c.name == barred) for _, c in shown)
    named = _naming(heads, rows)
    empty = question.when_empty or ""
    return AnswerTable(
        question.id, question.summary, heads, rows, query, answered.date, named, empty
    )


def _naming(heads: tuple[Head, ...], rows: tuple[tuple[Cell, ...], ...]) -> int:
    """The column that names its row: the first of words, unless only the first is always filled."""
    words = next((i for i, head in enumerate(heads) if not head.numeric), 0)
    lacking = any(row[words].kind is Kind.EMPTY for row in rows)
    return 0 if lacking and all(row[0].kind is not Kind.EMPTY for row in rows) else words


def filled(table: AnswerTable) -> AnswerTable:
    """The table without the columns that none of its rows fills."""
    kept = [
        i
        for i, _ in enumerate(table.heads)
        if i == table.named or any(row[i].kind is not Kind.EMPTY for row in table.rows)
    ]
    return replace(
        table,
        heads=tuple(table.heads[i] for i in kept),
        rows=tuple(tuple(row[i] for i in kept) for row in table.rows),
        named=kept.index(table.named),
    )


def _marked(cells: tuple[Cell, ...], shown: list[tuple[int, Column]]) -> tuple[Cell, ...]:
    """The link to an article is drawn as the row says that it is established; voids have words."""
    mode = next((cell.mode for cell in cells if cell.mode), "")
    return tuple(
        replace(cell, mode=mode)
        if mode and column.name == "article"
        else _told(cell, before, column)
        for cell, before, (_, column) in zip(cells, (None, *cells), shown, strict=False)
    )


def _told(cell: Cell, before: Cell | None, column: Column) -> Cell:
    """What an empty cell means, in words: not printed, not known, none, without an end."""
    if cell.kind is not Kind.EMPTY:
        return cell
    begun = before is not None and before.kind is not Kind.EMPTY
    words = column.empty(begun=begun) or message("vide_non_renseigne")
    return Cell(Kind.EMPTY, (Part(words),))


_NUMERIC = (ColumnType.ENTIER, ColumnType.NOMBRE)
_PLACED = ("passage", "lieu", "lieux", "origine", "regle")
_WHEN = ("debut", "fin", "depuis", "observation")  # as precise as printed: a year, a month, a day
_NUMBERED = ("action", "action_citee", "actions")


@dataclass(frozen=True, slots=True)
class _Bar:
    column: str
    greatest: Decimal


def _bar(answered: Answered) -> _Bar | None:
    """The column that the header's view draws as bars."""
    view = answered.question.view
    if view.get("drawing") != "barres":
        return None
    index = next(
        (i for i, c in enumerate(answered.question.columns) if c.name == view.get("value")), None
    )
    if index is None:
        return None
    found = [Decimal(v) for row in answered.rows if isinstance(v := row[index], int | Decimal)]
    greatest = max(found, default=Decimal(0))
    return _Bar(view["value"], greatest) if greatest > 0 else None


def _cell(
    value: Value, column: Column, entities: Mapping[str, NamedNode], visit: Visit, bar: _Bar | None
) -> Cell:
    text = "" if value is None else str(value)
    if not text:
        return Cell(Kind.EMPTY)
    if column.name == "mode":
        return Cell(Kind.MODE, (Part(visit.word(text)),), mode=text)
    counted = column.type in _NUMERIC and column.name not in _NUMBERED
    if counted and isinstance(value, int | Decimal):
        share = float(Decimal(value) / bar.greatest) if bar and bar.column == column.name else None
        return Cell(Kind.NUMBER, (Part(_number(value, column)),), share=share)
    if column.name in _PLACED and section_of(text.split(SEPARATOR)[0]):
        parts = tuple(Part(p, visit.links.passage(p)) for p in text.split(SEPARATOR))
        return Cell(Kind.PLACES, parts)
    kind = Kind.NUMBER if column.type in _NUMERIC else Kind.TEXT
    return Cell(kind, tuple(_words(text, column, entities, visit)))


def _words(
    text: str, column: Column, entities: Mapping[str, NamedNode], visit: Visit
) -> Iterator[Part]:
    if column.name in _NUMBERED:
        yield from (Part(n, visit.sheet_href(n)) for n in text.split(","))
    elif column.name in entities:
        yield Part(text, visit.links.page(entities[column.name].value))
    elif column.name == PART:
        yield Part(part_words(text), visit.frame.url(f"/document/{text}"))
    elif column.type is ColumnType.DATE or column.name in _WHEN:
        yield Part(day(text))
    elif column.name == "regle":
        yield Part(
            word_of(column.name, text, visit.codes),
            visit.frame.url(f"/fondements/regles/{text}") if text in visit.codes else None,
        )
    elif column.type is ColumnType.CODE:
        codes = text.split(SEPARATOR)
        yield from (Part(word_of(column.name, code, visit.codes)) for code in codes)
    elif column.type is ColumnType.BOOLEEN:
        yield Part(message(f"mot_{text.lower()}"))
    else:
        yield Part(text)


def _number(value: int | Decimal, column: Column) -> str:
    if column.name in ("annee", "exercice"):
        return str(value)
    return money(value) if column.money else number(value)
