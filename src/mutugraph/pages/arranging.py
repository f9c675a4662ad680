"""An answer as a reader works with it: narrowed by facets, sorted by a column, page by page.

All of it stands in the address, so it works without JavaScript and can be sent to someone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from mutugraph.errors import ParameterInvalid, UnknownName
from mutugraph.pages.answers import AnswerTable, Cell, Kind
from mutugraph.pages.site import Frame
from mutugraph.questions.model import Answered, Value
from mutugraph.terms import natural_key

SORT, PAGE, FACET = "tri", "page", "f."
DOWN = "-"
NOTHING = "rien"
ROWS, CELLS = 50, 250  # a page: at 360 px, where a row is a notice, it stays under 20,000 px
_FACETED = range(2, 13)  # values of a column that make a facet
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Facet:
    """One value of a facet, how many rows or services have it, and the address that asks for it."""

    value: str
    label: str
    count: int
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class Sorting:
    """How a heading sorts: the address that does it, and the order in force (`aria-sort`)."""

    href: str
    order: str | None


@dataclass(frozen=True, slots=True)
class Arranged:
    """A page of an answer: `kept` rows of `total`, the facets by label, a sorting a heading."""

    table: AnswerTable
    total: int
    kept: int
    page: int
    pages: tuple[str, ...]
    facets: tuple[tuple[str, tuple[Facet, ...]], ...]
    sortings: tuple[Sorting | None, ...]
    narrowed: bool


def is_arrangement(name: str) -> bool:
    """Whether a parameter of the address arranges an answer, and asks nothing of the question."""
    return name in (SORT, PAGE) or name.startswith(FACET)


def arranged(answered: Answered, table: AnswerTable, frame: Frame) -> Arranged:
    """The page of an answer that an address asks for; `table` is the whole answer.

    Raises `UnknownName` for a column that is not there, `ParameterInvalid` for a value that no row
    has and for a page beyond the last.
    """
    query = dict(frame.query)
    names = [head.name for head in table.heads]
    chosen = {
        _column(name.removeprefix(FACET), names): value
        for name, value in query.items()
        if name.startswith(FACET) and value
    }
    every = range(len(table.rows))
    for index, value in chosen.items():
        known = sorted({_value(row[index]) for row in table.rows}, key=natural_key)
        if value not in known:
            name = FACET + names[index]
            raise ParameterInvalid(name=name, value=value, expected=", ".join(known[:12]))
    kept = [i for i in every if _has(table.rows[i], chosen)]
    sort = query.get(SORT) or ""
    if sort:
        index = _column(sort.removeprefix(DOWN), names)
        kept = _sorted(answered, kept, index, down=sort.startswith(DOWN))
    rows = rows_of_a_page(table)
    last = max(1, -(-len(kept) // rows))
    page = _page(query.get(PAGE) or "1", last)
    shown = kept[(page - 1) * rows : page * rows]
    numbers = (str(n) if n > 1 else None for n in range(1, last + 1))
    return Arranged(
        table=replace(table, rows=tuple(table.rows[i] for i in shown)),
        total=len(table.rows),
        kept=len(kept),
        page=page,
        pages=tuple(frame.here(**{PAGE: n}) for n in numbers),
        facets=tuple(_facets(answered, table, chosen, frame)),
        sortings=tuple(_sorting(head.name, sort, frame) for head in table.heads),
        narrowed=bool(chosen),
    )


def rows_of_a_page(table: AnswerTable) -> int:
    """How many rows of a table are shown at once: the more columns, the fewer."""
    return min(ROWS, CELLS // len(table.heads))


def _column(name: str, names: list[str]) -> int:
    if name not in names:
        raise UnknownName.among("colonne", name, names)
    return names.index(name)


def _page(text: str, last: int) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= last:
        expected = "1" if last == 1 else f"1 … {last}"
        raise ParameterInvalid(name=PAGE, value=text, expected=expected)
    return int(text)


def _sorted(answered: Answered, kept: list[int], index: int, *, down: bool) -> list[int]:
    """Rows by the value of a column; what is not printed stays last, in both directions."""
    with_value = [i for i in kept if answered.rows[i][index] is not None]
    without = [i for i in kept if answered.rows[i][index] is None]
    by_value = sorted(with_value, key=lambda i: _rank(answered.rows[i][index]), reverse=down)
    return by_value + without


def _rank(value: Value) -> tuple[object, ...]:
    if isinstance(value, int | Decimal):
        return (0, Decimal(value))
    return (1, natural_key(str(value)))


def _sorting(name: str, sort: str, frame: Frame) -> Sorting:
    """Up first, then down, then the question's own order."""
    turns = {"": name, name: DOWN + name, DOWN + name: None}
    orders = {name: "ascending", DOWN + name: "descending"}
    return Sorting(frame.here(**{SORT: turns.get(sort, name), PAGE: None}), orders.get(sort))


def _facets(
    answered: Answered, table: AnswerTable, chosen: Mapping[int, str], frame: Frame
) -> Iterator[tuple[str, tuple[Facet, ...]]]:
    """The columns of few values, that no list of the question already chooses from."""
    asked = {parameter.name for parameter in answered.question.parameters}
    for index, head in enumerate(table.heads):
        if head.numeric or head.name in asked:
            continue
        cells = {_value(row[index]): row[index] for row in table.rows}
        places = any(cell.kind is Kind.PLACES for cell in cells.values())
        if len(cells) not in _FACETED or places or 2 * len(cells) > len(table.rows):
            continue
        if any(len(value) > _LONGEST for value in cells):
            continue
        others = {i: value for i, value in chosen.items() if i != index}
        left = Counter(_value(row[index]) for row in table.rows if _has(row, others))
        yield head.label, tuple(_values(FACET + head.name, left, chosen.get(index), cells, frame))


def _values(
    name: str,
    left: Counter[str],
    chosen: str | None,
    cells: Mapping[str, Cell],
    frame: Frame,
) -> Iterator[Facet]:
    for value in sorted(left, key=lambda v: (v == NOTHING, natural_key(v))):
        mine = value == chosen
        href = frame.here(**{name: None if mine else value, PAGE: None})
        yield Facet(value, cells[value].text, left[value], mine, href)


def _has(row: tuple[Cell, ...], chosen: Mapping[int, str]) -> bool:
    return all(_value(row[index]) == value for index, value in chosen.items())


def _value(cell: Cell) -> str:
    return NOTHING if cell.kind is Kind.EMPTY else cell.text
