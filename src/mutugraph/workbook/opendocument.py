"""A workbook as an OpenDocument spreadsheet (ODF 1.2): its frame is in `ods/`, its tables are text.

odfdo, which writes the answers, takes a cell in a time that grows with the table.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from mutugraph.archive import zipped
from mutugraph.workbook.book import ROOM, Book, Column, Content, Sheet, printable
from mutugraph.workbook.cells import cell_text

_FRAME = Path(__file__).parent / "ods"
_PARTS = ("mimetype", "META-INF/manifest.xml", "content.xml", "settings.xml", "meta.xml")
_SPACES = re.compile("  +")
_TITLE, _HELP = ' table:style-name="title"', ' table:style-name="help"'


def ods(book: Book) -> bytes:
    """The bytes of the file, the same each time."""
    rules = _Rules(book.ranges)
    tables = [_plain(name, rows) for name, rows in book.front]
    tables += [_table(sheet, rules) for sheet in book.sheets]
    tables += [_plain(name, rows) for name, rows in book.back]
    tables.append(_plain(*book.listed, ' table:style-name="unseen"'))
    filled = {
        "{title}": escape(printable(book.title)),
        "{tables}": "".join(tables),
        "{validations}": "".join(rules.written()),
        "{views}": "".join(map(_view, book.sheets)),
    }
    parts = {name: (_FRAME / name).read_text(encoding="utf-8") for name in _PARTS}
    marks = re.compile("|".join(map(re.escape, filled)))
    made = {n: marks.sub(lambda found: filled[found[0]], text) for n, text in parts.items()}
    return zipped({name: text.encode() for name, text in made.items()})


class _Rules:
    """What each column is chosen from, and its help: one rule for those that have the same."""

    def __init__(self, ranges: Mapping[str, tuple[str, str, int]]) -> None:
        self._ranges = {
            name: f"[${sheet}.${letters}$1:.${letters}${end}]"
            for name, (sheet, letters, end) in ranges.items()
        }
        self._names: dict[tuple[str, str], str] = {}

    def of(self, column: Column) -> str:
        """The attribute of the cells of a column."""
        among = self._ranges.get(column.choices or "", "")
        if column.hidden or not (among or column.help):
            return ""
        name = self._names.setdefault((among, column.help), f"regle{len(self._names) + 1}")
        return f' table:content-validation-name="{name}"'

    def written(self) -> Iterator[str]:
        """The rules; a list warns and refuses nothing (ODF 1.2 §9.4.5)."""
        if not self._names:
            return
        yield "<table:content-validations>"
        for (among, help_), name in self._names.items():
            when = f"of:cell-content-is-in-list({among})" if among else ""
            condition = f" table:condition={quoteattr(when)}" if when else ""
            shown = f"<text:p>{escape(printable(help_))}</text:p>"
            yield (
                f'<table:content-validation table:name="{name}"{condition}'
                ' table:allow-empty-cell="true" table:display-list="unsorted">'
                f'<table:help-message table:display="true">{shown}</table:help-message>'
                '<table:error-message table:display="false"/></table:content-validation>'
            )
        yield "</table:content-validations>"


def _table(sheet: Sheet, rules: _Rules) -> str:
    hidden = ' table:visibility="collapse"'
    columns = (
        f'<table:table-column table:style-name="wide"{hidden if column.hidden else ""}/>'
        for column in sheet.columns
    )
    attributes = [rules.of(column) for column in sheet.columns]
    lines = [_row(_cell(one, _HELP) for one in above) for above in sheet.above]
    lines.append(_row(_cell(column.title, _TITLE) for column in sheet.columns))
    for number, contents in enumerate(sheet.rows, sheet.first_row):
        cells = zip_longest(contents, attributes, fillvalue="")
        lines.append(
            _row(
                _cell(content, attribute or "", sheet.notes.get((number, rank), ""))
                for rank, (content, attribute) in enumerate(cells)
            )
        )
    if any(attributes):
        cells_ = "".join(f"<table:table-cell{one}/>" for one in attributes)
        repeated = f' table:number-rows-repeated="{ROOM}"'
        lines.append(f"<table:table-row{repeated}>{cells_}</table:table-row>")
    return _named(sheet.name, "".join(columns), lines)


def _plain(name: str, rows: Iterable[Sequence[Content]], style: str = "") -> str:
    column = '<table:table-column table:style-name="wide" table:number-columns-repeated="2"/>'
    return _named(name, column, [_row(map(_cell, contents)) for contents in rows], style)


def _named(name: str, columns: str, lines: Sequence[str], style: str = "") -> str:
    rows = "".join(lines) or "<table:table-row><table:table-cell/></table:table-row>"
    return f"<table:table table:name={quoteattr(name)}{style}>{columns}{rows}</table:table>"


def _row(cells: Iterable[str]) -> str:
    return f"<table:table-row>{''.join(cells) or '<table:table-cell/>'}</table:table-row>"


def _cell(content: Content, attributes: str = "", note: str = "") -> str:
    text = escape(printable(cell_text(content)))
    noted = (
        f"<office:annotation>{_lines(escape(printable(note)))}</office:annotation>" if note else ""
    )
    match content:
        case None | "":
            kind, text = "", ""
        case int() | Decimal() if not isinstance(content, bool):
            kind = f' office:value-type="float" office:value="{content}"'
        case datetime.date():
            value = f' office:value-type="date" office:date-value="{content.isoformat()}"'
            kind = f'{value} table:style-name="day"'
        case _:
            kind = ' office:value-type="string"'
    shown = _lines(text) if kind else ""
    return f"<table:table-cell{kind}{attributes}>{noted}{shown}</table:table-cell>"


def _lines(text: str) -> str:
    return "".join(f"<text:p>{_SPACES.sub(_spaces, line)}</text:p>" for line in text.split("\n"))


def _spaces(found: re.Match[str]) -> str:
    """Spaces in a row, which ODF would take for one (ODF 1.2 §6.1.3)."""
    return f' <text:s text:c="{len(found[0]) - 1}"/>'


def _view(sheet: Sheet) -> str:
    """Keeps the titles and the first columns in sight."""
    settings = {"HorizontalSplit": 2, "VerticalSplit": sheet.first_row - 1}
    items = "".join(
        f'<config:config-item config:name="{name}Mode" config:type="short">2</config:config-item>'
        f'<config:config-item config:name="{name}Position" config:type="int">{at}'
        "</config:config-item>"
        for name, at in settings.items()
    )
    name = quoteattr(sheet.name)
    return (
        f"<config:config-item-map-entry config:name={name}>{items}</config:config-item-map-entry>"
    )
