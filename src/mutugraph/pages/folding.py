"""An answer that opens with what matters: the rest is folded by the values of one column.

A question asks for it in its header, `view: {fold: COLUMN, aside: CODE}`. The rows that bear the
first value are shown; those of the others are folded, and so are the rows that bear the code
`aside` in whatever column. An address that sorts, narrows or pages has a plain table instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mutugraph.pages.answers import AnswerTable
from mutugraph.pages.arranging import FACET, is_arrangement, rows_of_a_page
from mutugraph.pages.site import Frame
from mutugraph.questions.model import Answered, ColumnType

_BETWEEN = " · "
_CODE = ColumnType.CODE


@dataclass(frozen=True, slots=True)
class Fold:
    """Some rows of an answer: what they share, how many they are, the first of them.

    `rest` is the address that shows all rows of this value, where the table cuts them.
    """

    label: str
    count: int
    table: AnswerTable
    rest: str | None


def folded(answered: Answered, table: AnswerTable, frame: Frame) -> tuple[Fold, ...]:
    """The folds of a whole answer, the one to open first; none where nothing is to be folded."""
    column = answered.question.view.get("fold")
    names = [head.name for head in table.heads]
    if column not in names or any(is_arrangement(name) and value for name, value in frame.query):
        return ()
    at = names.index(column)
    if len({row[at].text for row in table.rows}) < 2:  # noqa: PLR2004 - one value folds nothing
        return ()
    return tuple(_folds(answered, table, frame, at))


def _folds(answered: Answered, table: AnswerTable, frame: Frame, at: int) -> Iterator[Fold]:
    first = table.rows[0][at].text
    groups: dict[tuple[str, ...], list[int]] = {}
    for i, row in enumerate(table.rows):
        aside = _aside(answered, i) if row[at].text == first else None
        key = (row[at].text, *([] if aside is None else [row[aside].text]))
        groups.setdefault(key, []).append(i)
    most = rows_of_a_page(table)
    for key, rows in groups.items():
        shown = replace(table, rows=tuple(table.rows[i] for i in rows[:most]))
        narrowed = frame.here(**{FACET + table.heads[at].name: key[0]})
        rest = narrowed if len(rows) > most else None
        yield Fold(_BETWEEN.join(key), len(rows), shown, rest)


def _aside(answered: Answered, row: int) -> int | None:
    """The column in which a row bears the code that folds it apart."""
    code = answered.question.view.get("aside")
    columns = enumerate(answered.question.columns)
    return next((i for i, c in columns if c.type is _CODE and answered.rows[row][i] == code), None)
