"""Reads a workbook of xlsx or ods: its sheets as typed cells, whoever wrote it last."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from mutugraph.errors import BookForeign, BookTooLarge, BookVersion, FileMissing
from mutugraph.messages import message
from mutugraph.workbook.book import (
    EDITION_KEY,
    SIREN_KEY,
    TAB,
    VERSION,
    VERSION_KEY,
    Content,
    Grid,
    ReadBook,
    cell_name,
)
from mutugraph.workbook.cells import cell_text
from mutugraph.workbook.opening import Opened, Raw, opened
from mutugraph.workbook.rows import KEY, title

MAX_BYTES = 32 * 1024 * 1024


def read_book(path: Path, *, confined: bool = False) -> ReadBook:
    """The workbook of a file; `confined` where this process is bounded already.

    Raises `FileMissing`, `BookUnreadable`, `BookTooLarge`, `BookForeign` for a spreadsheet that is
    no workbook of ours, `BookVersion` for one of a version to come.
    """
    if not path.is_file():
        raise FileMissing(path=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise BookTooLarge(path=path.name, limit=f"{MAX_BYTES >> 20} Mo")
    sheets = opened(path, confined=confined)
    grids = {one.name: [[_content(value) for value in row] for row in one.rows] for one in sheets}
    about = dict(_pairs(grids.get(message("classeur_lisez_moi"), [])))
    if message(SIREN_KEY) not in about:
        raise BookForeign(path=path.name)
    version = about.get(message(VERSION_KEY), "")
    if not (version.isdecimal() and 0 < int(version) <= VERSION):
        raise BookVersion(path=path.name, found=version, expected=VERSION)
    return ReadBook(
        about[message(SIREN_KEY)],
        about.get(message(EDITION_KEY), ""),
        tuple(grid for one in sheets if (grid := _grid(one, grids[one.name]))),
        tuple(grids.items()),
    )


def _grid(sheet: Opened, rows: Sequence[Sequence[Content]]) -> Grid | None:
    """The rows below the titles; None for a sheet that has no key."""
    for number, row in enumerate(rows, 1):
        titles = tuple(" ".join(cell_text(one).split()) for one in row)
        if title(KEY) in titles:
            below = tuple(enumerate(rows[number:], number + 1))
            wrong = frozenset(cell_name(rank, row + 1) for row, rank in sheet.wrong)
            merged = (
                ((row + 1, rank), (last + 1, end))
                for (row, rank), (last, end) in sheet.merged
                if last >= number
            )
            return Grid(sheet.name, titles, below, tuple(merged), wrong)
    return None


def _content(value: Raw) -> Content:
    match value:
        case bool() | int() | datetime.date():
            return value
        case float():
            return int(value) if value.is_integer() else Decimal(repr(value))
        case None | "":
            return None
        case _:
            return value.replace(TAB, "\t")


def _pairs(rows: Sequence[Sequence[Content]]) -> list[tuple[str, str]]:
    return [(cell_text(row[0]), cell_text(row[1])) for row in rows if len(row) > 1]
