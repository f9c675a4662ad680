"""Reads a workbook of xlsx or ods: its sheets as typed cells, whoever wrote it last."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from mutugraph.errors import BookForeign, BookTooLarge, BookVersion, FileMissing, FileUnreadable
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
)
from mutugraph.workbook.cells import cell_text
from mutugraph.workbook.rows import KEY, title

MAX_BYTES = 32 * 1024 * 1024
MAX_ROWS = 50_000
_MEGA = 1024 * 1024


def read_book(path: Path) -> ReadBook:
    """The workbook of a file.

    Raises `FileMissing`, `FileUnreadable`, `BookTooLarge`, `BookForeign` for a spreadsheet that is
    no workbook of ours, `BookVersion` for one of another version.
    """
    sheets = _sheets(path)
    about = dict(_pairs(sheets.get(message("classeur_lisez_moi"), [])))
    if message(SIREN_KEY) not in about:
        raise BookForeign(path=str(path))
    version = about.get(message(VERSION_KEY), "")
    if version != str(VERSION):
        raise BookVersion(path=str(path), found=version, expected=VERSION)
    grids = [grid for name, rows in sheets.items() if (grid := _grid(name, rows))]
    return ReadBook(about[message(SIREN_KEY)], about.get(message(EDITION_KEY), ""), tuple(grids))


def _sheets(path: Path) -> dict[str, list[Sequence[Content]]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - rarely asked

    if not path.is_file():
        raise FileMissing(path=str(path))
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise BookTooLarge(path=str(path), limit=f"{MAX_BYTES // _MEGA} Mo")
    try:
        file = CalamineWorkbook.from_path(str(path))
        names = file.sheet_names
        found = {}
        for name in names:
            rows = file.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if len(rows) > MAX_ROWS:
                raise BookTooLarge(path=f"{path}, {name}", limit=f"{MAX_ROWS} lignes")
            found[name] = [[_content(value) for value in row] for row in rows]
    except (CalamineError, OSError) as error:
        raise FileUnreadable(path=str(path), detail=str(error)) from error
    return {name: list(rows) for name, rows in found.items()}


def _grid(name: str, rows: Sequence[Sequence[Content]]) -> Grid | None:
    """The rows below the titles; None for a sheet that has no key."""
    for number, row in enumerate(rows, 1):
        titles = tuple(" ".join(cell_text(one).split()) for one in row)
        if title(KEY) in titles:
            return Grid(name, titles, tuple(enumerate(rows[number:], number + 1)))
    return None


def _content(value: object) -> Content:
    match value:
        case bool() | int() | datetime.date() if not isinstance(value, datetime.datetime):
            return value
        case float():
            return int(value) if value.is_integer() else Decimal(repr(value))
        case datetime.datetime():
            return value.date()
        case None | "":
            return None
        case _:
            return str(value).replace(TAB, "\t")


def _pairs(rows: Sequence[Sequence[Content]]) -> list[tuple[str, str]]:
    return [(cell_text(row[0]), cell_text(row[1])) for row in rows if len(row) > 1]
