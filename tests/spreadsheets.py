"""Spreadsheets as people and other programs leave them, in xlsx and in ods.

The elements and attributes are those that LibreOffice writes for such cells.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

from mutugraph.archive import zipped
from mutugraph.workbook.book import Book, Content, cell_name
from mutugraph.workbook.cells import cell_text
from mutugraph.workbook.rows import KEY, title

_NEVER = 987654321  # the value of a formula that no program has computed, then taken out


@dataclass(frozen=True)
class Formula:
    """A formula, with the value that was saved with it: None where it was never computed."""

    text: str
    value: str | int | None = None

    @property
    def wrong(self) -> bool:
        """Whether it gives an error."""
        return isinstance(self.value, str) and self.value.startswith(("#", "Err:"))


@dataclass(frozen=True)
class Percent:
    """A number that is shown as a percentage: 0.25 for « 25 % »."""

    value: Decimal


Cell = Content | Formula | Percent


@dataclass
class Page:
    """A sheet: its rows; rows are numbered from 1, as they are shown."""

    name: str
    rows: list[list[Cell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    @property
    def head(self) -> int:
        """The number of the row of titles."""
        return next(n for n, row in enumerate(self.rows, 1) if title(KEY) in row)

    @property
    def titles(self) -> list[str]:
        """The titles of the columns."""
        return [str(one or "") for one in self.rows[self.head - 1]]

    @property
    def last(self) -> int:
        """The number of the last row."""
        return len(self.rows)

    def cell(self, row: int, column: str) -> str:
        """The name of a cell."""
        return cell_name(self.titles.index(column), row)

    def read(self, row: int, column: str) -> Cell:
        """What a cell holds."""
        return self.rows[row - 1][self.titles.index(column)]

    def write(self, row: int, **cells: Cell) -> None:
        """Writes cells of a row by the titles of their columns; a row below the last is new."""
        titles = self.titles
        while len(self.rows) < row:
            self.rows.append([None] * len(titles))
        for column, content in cells.items():
            self.rows[row - 1][titles.index(column.replace("_", " "))] = content

    def merge(self, first: int, last: int, column: str) -> None:
        """Merges the cells of a column from a row to another; the first keeps its value."""
        rank = self.titles.index(column)
        for row in range(first, last):
            self.rows[row][rank] = None
        self.merged.append((first - 1, rank, last - 1, rank))


Pages = dict[str, Page]


def pages(book: Book) -> Pages:
    """The sheets of a workbook, to be changed."""
    plain = [Page(name, [[*row] for row in rows]) for name, rows in book.front]
    own = [
        Page(s.name, [[*row] for row in (*s.above, [c.title for c in s.columns], *s.rows)])
        for s in book.sheets
    ]
    return {one.name: one for one in (*plain, *own)}


def save(sheets: Mapping[str, Page], path: Path) -> None:
    """Writes the sheets in the format of the name of the file."""
    if path.suffix == ".xlsx":
        _xlsx(sheets.values(), path)
    else:
        path.write_bytes(_ods(sheets.values()))


def _xlsx(sheets: Iterable[Page], path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as file:
        percent = file.add_format({"num_format": "0.0%"})
        day = file.add_format({"num_format": "dd/mm/yyyy"})
        for one in sheets:
            page = file.add_worksheet(one.name)
            for rank in one.hidden_columns:
                page.set_column(rank, rank, None, None, {"hidden": True})
            for row in one.hidden_rows:
                page.set_row(row - 1, None, None, {"hidden": True})
            for first, rank, last, end in one.merged:
                page.merge_range(first, rank, last, end, "")
            for row, cells in enumerate(one.rows):
                for rank, cell in enumerate(cells):
                    match cell:
                        case Formula():
                            value = _NEVER if cell.value is None else cell.value
                            page.write_formula(row, rank, cell.text, None, value)
                        case Percent():
                            page.write_number(row, rank, cell.value, percent)
                        case datetime.date():
                            page.write_datetime(row, rank, cell, day)
                        case str() if cell:
                            page.write_string(row, rank, cell)
                        case int() | Decimal():
                            page.write_number(row, rank, cell)
                        case _:
                            pass
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    never = f"<v>{_NEVER}</v>".encode()
    path.write_bytes(zipped({n: raw.replace(never, b"<v></v>") for n, raw in parts.items()}))


_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.3"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
 xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2">
<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>
</office:document-content>"""
_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest manifest:version="1.3"
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/"
 manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
_EMPTY = (  # LibreOffice writes the rest of a sheet so
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
)


def _ods(sheets: Iterable[Page]) -> bytes:
    tables = "".join(map(_table, sheets))
    content = _CONTENT.format(tables=tables)
    parts = {"mimetype": _MIMETYPE, "META-INF/manifest.xml": _MANIFEST, "content.xml": content}
    return zipped({name: text.encode() for name, text in parts.items()})


def _table(page: Page) -> str:
    width = max((len(row) for row in page.rows), default=1)
    collapsed = ' table:visibility="collapse"'
    columns = "".join(
        f"<table:table-column{collapsed if rank in page.hidden_columns else ''}/>"
        for rank in range(width)
    )
    spans = {(row, rank): (last - row + 1, end - rank + 1) for row, rank, last, end in page.merged}
    covered = {
        (n, r)
        for row, rank, last, end in page.merged
        for n in range(row, last + 1)
        for r in range(rank, end + 1)
    } - spans.keys()
    lines = []
    for row, cells in enumerate(page.rows):
        filtered = ' table:visibility="filter"' if row + 1 in page.hidden_rows else ""
        made = []
        for rank, cell in enumerate(cells):
            name = "covered-table-cell" if (row, rank) in covered else "table-cell"
            down, across = spans.get((row, rank), (0, 0))
            spanned = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
            made.append(_cell(name, cell, spanned if down else ""))
        lines.append(f"<table:table-row{filtered}>{''.join(made)}</table:table-row>")
    name = quoteattr(page.name)
    return f"<table:table table:name={name}>{columns}{''.join(lines)}{_EMPTY}</table:table>"


def _cell(name: str, cell: Cell, spanned: str) -> str:
    formula = f" table:formula={quoteattr('of:' + cell.text)}" if isinstance(cell, Formula) else ""
    content = cell.value if isinstance(cell, Formula) else cell
    shown = ""
    match content:
        case None | "":
            kind = ""
        case Percent(value):
            kind = f' office:value-type="percentage" office:value="{value}"'
            shown = f"{value * 100}%"
        case int() | Decimal():
            kind = f' office:value-type="float" office:value="{content}"'
            shown = cell_text(content)
        case datetime.date():
            kind = f' office:value-type="date" office:date-value="{content.isoformat()}"'
            shown = f"{content:%d/%m/%Y}"
        case _:
            kind, shown = ' office:value-type="string"', str(content)
    if isinstance(cell, Formula) and cell.wrong:
        kind += ' office:string-value="" calcext:value-type="error"'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in shown.split("\n") if shown)
    return f"<table:{name}{formula}{kind}{spanned}>{lines}</table:{name}>"
