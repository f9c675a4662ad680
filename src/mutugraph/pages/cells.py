"""What a spreadsheet program does to a cell, and what keeps it from doing so.

Excel takes `01004`, `1E004`, `1,20` or `2015-11` for numbers or dates and writes them otherwise; it
runs as a formula what looks like one; it holds 32,767 characters in a cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from mutugraph.messages import message

if TYPE_CHECKING:
    from mutugraph.pages.exports import Grid
    from mutugraph.questions.model import Value

LONGEST_CELL = 32_767  # of an Office Open XML sheet; OpenDocument has no limit
CUT = " […]"
# A spreadsheet runs a cell that begins so (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER_OR_DATE = re.compile(r"\d[\d .,:/%-]*(?:[Ee][+-]?\d+)?\Z")
_SAME_AS_NUMBER = re.compile(r"(?:0|[1-9]\d{0,14})\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


def cut_sentences(table: Grid) -> Iterator[str]:
    """A sentence for each cell that an Office Open XML sheet cannot hold, with its place."""
    for row, values in enumerate(table.rows, 1):
        for column, value in zip(table.columns, values, strict=True):
            if isinstance(value, str) and len(value) > LONGEST_CELL:
                yield message(
                    "export_cellule",
                    colonne=column.label,
                    ligne=row + 1,  # as the sheet numbers them, under the heading
                    longueur=len(value),
                    limite=LONGEST_CELL,
                )


def shortened(text: str) -> str:
    """A text as an Office Open XML cell holds it, marked where it is cut."""
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


def codes_in(table: Grid) -> frozenset[int]:
    """The columns of texts of which Excel would write one otherwise: all their cells are texts."""
    return frozenset(
        index
        for index in range(len(table.columns))
        if any(_is_changed(row[index]) for row in table.rows)
    )


def kept_as_text(value: str) -> str:
    """A code, a number or a date that stays as it is in Excel, written as a text in a formula."""
    return f'="{value}"' if _NUMBER_OR_DATE.match(value) else harmless(value)


def harmless(text: str) -> str:
    """A text that a spreadsheet would run as a formula, marked as text."""
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def _is_changed(value: Value) -> bool:
    if not isinstance(value, str) or not _NUMBER_OR_DATE.match(value):
        return False
    return not _SAME_AS_NUMBER.match(value) and not _DAY.match(value)


def excel_rows(table: Grid, written: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Rows already written in French, with texts that stay texts."""
    codes = codes_in(table)
    for values, cells in zip(table.rows, written, strict=True):
        yield [
            cell
            if not isinstance(value, str)
            else kept_as_text(value)
            if index in codes
            else harmless(value)
            for index, (value, cell) in enumerate(zip(values, cells, strict=True))
        ]
