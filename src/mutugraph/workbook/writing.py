"""Writes a workbook as xlsx (XlsxWriter) or ods: the same bytes each time."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from mutugraph.archive import EPOCH, rezipped
from mutugraph.workbook.book import ROOM, Book, Column, Content, Sheet, printable
from mutugraph.workbook.opendocument import ods

_WIDTH, _NARROW = 28, 14
_LONGEST_HELP = 250  # what Excel shows when a cell is chosen
_LONGEST_NOTE = 2000


def xlsx(book: Book) -> bytes:
    """An Office Open XML workbook; each column that is chosen from a list has it."""
    import xlsxwriter  # noqa: PLC0415 - rarely asked

    output = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    file = xlsxwriter.Workbook(output, options)
    file.set_properties({"created": EPOCH.replace(tzinfo=None), "title": book.title})
    formats = {
        "bold": file.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "help": file.add_format({"italic": True, "font_color": "#555555"}),
        "date": file.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        "text": file.add_format({"num_format": "@"}),
    }
    for name, rows in book.front:
        _plain(file.add_worksheet(name), rows, formats)
    ranges = {
        name: f"='{sheet}'!${letters}$1:${letters}${end}"
        for name, (sheet, letters, end) in book.ranges.items()
    }
    for sheet in book.sheets:
        _sheet(file.add_worksheet(sheet.name), sheet, formats, ranges)
    for name, rows in book.back:
        _plain(file.add_worksheet(name), rows, formats)
    name, rows = book.listed
    lists = file.add_worksheet(name)
    _plain(lists, rows, formats)
    lists.hide()
    file.close()
    return rezipped(output.getvalue())


WRITERS: Mapping[str, Callable[[Book], bytes]] = {".xlsx": xlsx, ".ods": ods}


def _plain(
    page: Any,  # noqa: ANN401 - XlsxWriter has no types
    rows: Iterable[Sequence[Content]],
    formats: Mapping[str, Any],
) -> None:
    for row, contents in enumerate(rows):
        for rank, content in enumerate(contents):
            _cell(page, row, rank, content, formats)
    page.set_column(0, 0, _WIDTH, formats["bold"])
    page.set_column(1, 1, 4 * _WIDTH)


def _sheet(
    page: Any,  # noqa: ANN401 - XlsxWriter has no types
    sheet: Sheet,
    formats: Mapping[str, Any],
    ranges: Mapping[str, str],
) -> None:
    titles = sheet.first_row - 2
    for row, above in enumerate(sheet.above):
        for rank, content in enumerate(above):
            page.write_string(row, rank, printable(str(content or "")), formats["help"])
    last = sheet.first_row + len(sheet.rows) + ROOM
    for rank, column in enumerate(sheet.columns):
        page.write_string(titles, rank, column.title, formats["bold"])
        width = _WIDTH if column.choices or not column.hidden else _NARROW
        page.set_column(rank, rank, width, None, {"hidden": column.hidden})
        rule = _rule(column, ranges)
        if rule:
            page.data_validation(sheet.first_row - 1, rank, last, rank, rule)
    for row, contents in enumerate(sheet.rows, sheet.first_row - 1):
        for rank, content in enumerate(contents):
            _cell(page, row, rank, content, formats)
    for (number, rank), note in sheet.notes.items():
        page.write_comment(number - 1, rank, printable(note)[:_LONGEST_NOTE])
    page.freeze_panes(titles + 1, 2)
    page.autofilter(titles, 0, titles + len(sheet.rows), len(sheet.columns) - 1)


def _rule(column: Column, ranges: Mapping[str, str]) -> dict[str, object] | None:
    """The list of a column, which warns and refuses nothing; its help, when a cell is chosen."""
    if column.hidden or not (column.help or column.choices):
        return None
    rule: dict[str, object] = {"validate": "any"}
    if column.choices and column.choices in ranges:
        rule = {"validate": "list", "source": ranges[column.choices], "show_error": False}
    help_ = column.help
    if len(help_) > _LONGEST_HELP:
        help_ = help_[: _LONGEST_HELP - 1] + "…"
    return {**rule, "input_message": help_} if help_ else rule


def _cell(
    page: Any,  # noqa: ANN401 - XlsxWriter has no types
    row: int,
    rank: int,
    content: Content,
    formats: Mapping[str, Any],
) -> None:
    match content:
        case None | "":
            pass
        case bool():
            page.write_boolean(row, rank, content)
        case int() | Decimal():
            page.write_number(row, rank, content)
        case datetime.date():
            page.write_datetime(row, rank, content, formats["date"])
        case str():
            page.write_string(row, rank, printable(content), formats["text"])
