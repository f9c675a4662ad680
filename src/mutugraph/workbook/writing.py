"""Writes a workbook as xlsx (XlsxWriter) or ods (odfdo): the same bytes each time."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from mutugraph.archive import EPOCH, rezipped
from mutugraph.messages import message
from mutugraph.workbook.book import FIRST_ROW, TAB, Book, Column, Content, Sheet, column_letters
from mutugraph.workbook.cells import cell_text

_ROOM = 500  # rows below the last that still have the lists
_WIDTH, _NARROW = 28, 14
_LONGEST_HELP = 250  # what Excel shows when a cell is chosen
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML 1.0 §2.2
_LISTS = "classeur_listes"
_HIDDEN = ' table:visibility="collapse"'
_SPACES = re.compile("  +")


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
    first = file.add_worksheet(message("classeur_lisez_moi"))
    for row, (label, value) in enumerate(book.about):
        first.write_string(row, 0, label, formats["bold"])
        first.write_string(row, 1, value)
    first.set_column(0, 0, _WIDTH)
    first.set_column(1, 1, 4 * _WIDTH)
    ranges = _ranges(book)
    for sheet in book.sheets:
        _xlsx_sheet(file.add_worksheet(sheet.name), sheet, formats, ranges)
    lists = file.add_worksheet(message(_LISTS))
    for rank, names in enumerate(book.lists.values()):
        for row, name in enumerate(names):
            lists.write_string(row, rank, name)
    lists.hide()
    file.close()
    return rezipped(output.getvalue())


def ods(book: Book) -> bytes:
    """An OpenDocument spreadsheet."""
    from odfdo import Document, Element  # noqa: PLC0415 - rarely asked

    document = Document("spreadsheet")
    document.body.clear()
    first = _ods_table(message("classeur_lisez_moi"), (), book.about)
    tables = [first]
    for sheet in book.sheets:
        titles = tuple(column.title for column in sheet.columns)
        rows = (("", sheet.help), titles, *sheet.rows)
        tables.append(_ods_table(sheet.name, sheet.columns, rows))
    for table in tables:
        document.body.append(Element.from_tag(table))
    meta = document.meta
    meta.title = book.title
    meta.creation_date = meta.date = EPOCH.replace(tzinfo=None)
    meta.generator = "mutugraph"
    output = io.BytesIO()
    document.save(output, pretty=False)
    return rezipped(output.getvalue())


WRITERS: Mapping[str, Callable[[Book], bytes]] = {".xlsx": xlsx, ".ods": ods}


def _xlsx_sheet(
    page: Any,  # noqa: ANN401 - XlsxWriter has no types
    sheet: Sheet,
    formats: Mapping[str, Any],
    ranges: Mapping[str, str],
) -> None:
    page.write_string(0, 1, sheet.help, formats["help"])
    last = FIRST_ROW + len(sheet.rows) + _ROOM
    for rank, column in enumerate(sheet.columns):
        page.write_string(1, rank, column.title, formats["bold"])
        width = _WIDTH if column.choices or not column.hidden else _NARROW
        page.set_column(rank, rank, width, None, {"hidden": column.hidden})
        rule = _rule(column, ranges)
        if rule:
            page.data_validation(FIRST_ROW - 1, rank, last, rank, rule)
    for row, contents in enumerate(sheet.rows, FIRST_ROW - 1):
        for rank, content in enumerate(contents):
            _xlsx_cell(page, row, rank, content, formats)
    page.freeze_panes(2, 2)
    page.autofilter(1, 0, FIRST_ROW + len(sheet.rows) - 2, len(sheet.columns) - 1)


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


def _ranges(book: Book) -> dict[str, str]:
    found = {}
    for rank, (name, names) in enumerate(book.lists.items()):
        letters = column_letters(rank)
        if names:
            found[name] = f"='{message(_LISTS)}'!${letters}$1:${letters}${len(names)}"
    return found


def _xlsx_cell(
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
            page.write_string(row, rank, _text(content), formats["text"])


def _ods_table(name: str, columns: Sequence[Column], rows: Iterable[Sequence[Content]]) -> str:
    """A table of ODF 1.2 §9 as text: odfdo takes a cell in a time that grows with the table."""
    shown = "".join(
        f"<table:table-column{_HIDDEN if column.hidden else ''}/>" for column in columns
    )
    lines = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, contents))}</table:table-row>"
        for contents in rows
    )
    return f"<table:table table:name={quoteattr(name)}>{shown}{lines}</table:table>"


def _ods_cell(content: Content) -> str:
    text = escape(_text(cell_text(content)))
    match content:
        case None | "":
            return "<table:table-cell/>"
        case int() | Decimal():
            kind = f'float" office:value="{content}'
        case datetime.date():
            kind = f'date" office:date-value="{content.isoformat()}'
        case _:
            kind = "string"
    lines = "".join(f"<text:p>{_SPACES.sub(_spaces, line)}</text:p>" for line in text.split("\n"))
    return f'<table:table-cell office:value-type="{kind}">{lines}</table:table-cell>'


def _spaces(found: re.Match[str]) -> str:
    """Spaces in a row, which ODF would take for one (ODF 1.2 §6.1.3)."""
    return f' <text:s text:c="{len(found[0]) - 1}"/>'


def _text(value: str) -> str:
    return _FORBIDDEN.sub("\ufffd", value.replace("\t", TAB))
