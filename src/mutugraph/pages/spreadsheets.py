"""An answer as a spreadsheet, of the same bytes from run to run: xlsx by XlsxWriter, ods by odfdo.

The first sheet is the answer in words, its days being dates; the second says what was asked, where
the data comes from and what is to be known of it; one more has the whole links behind an answer
that only names them, the last one the names and codes of the other formats. Both libraries write
the clock; so the dates are set, and the archive is written again with fixed ones.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from mutugraph.archive import EPOCH, rezipped
from mutugraph.engine.answers import SEPARATOR
from mutugraph.messages import message
from mutugraph.pages.cells import cut_sentences, shortened
from mutugraph.pages.code_words import word_of, worded
from mutugraph.pages.exports import Grid, each_date, french
from mutugraph.questions.model import Column, ColumnType, Value

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML 1.0 §2.2
_UNWRITABLE = "\ufffd"  # what cannot be written is seen
_SPACES = re.compile(r"  +")
_WIDEST, _NARROWEST = 60, 8
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_OLDEST = "1900"  # spreadsheets know no day before
_BARE = (ColumnType.ENTIER, ColumnType.NOMBRE, ColumnType.DATE)
# a day as people write it in France, whatever the language of the program (OpenDocument 1.3 §16.29)
_DAY_FORMAT = "[$-40C]dd/mm/yyyy"
_DAY_STYLES = (
    '<number:date-style style:name="jour-francais" number:language="fr" number:country="FR">'
    '<number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text>'
    '<number:year number:style="long"/></number:date-style>',
    '<style:style style:name="jour" style:family="table-cell"'
    ' style:data-style-name="jour-francais"/>',
)
_Cell = Value | datetime.date


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet: its name, the titles of its columns if it has any, its rows."""

    name: str
    rows: tuple[Sequence[_Cell], ...]
    titles: tuple[str, ...] = ()


def xlsx(table: Grid) -> bytes:
    """An Office Open XML workbook; text is never a formula nor a link."""
    import xlsxwriter  # noqa: PLC0415 - rarely asked

    output = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(output, options)
    moment = _moment(table).replace(tzinfo=None)
    book.set_properties({"created": moment, "title": table.answered.question.summary})
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": _DAY_FORMAT})
    cut = tuple((message("export_coupe"), sentence) for sentence in cut_sentences(table))
    for made in _sheets(table, cut):
        sheet = book.add_worksheet(made.name)
        for column, name in enumerate(made.titles):
            sheet.write_string(0, column, name, bold)
        first = 1 if made.titles else 0
        for number, row in enumerate(made.rows, first):
            for column, value in enumerate(row):
                match value:
                    case None:
                        pass
                    case bool():
                        sheet.write_boolean(number, column, value)
                    case int() | Decimal():
                        sheet.write_number(number, column, value)
                    case datetime.date():
                        sheet.write_datetime(number, column, value, day)
                    case str():
                        heads = bold if not first and not column else None
                        sheet.write_string(number, column, shortened(_text(value)), heads)
        for column, width in enumerate(_widths(made)):
            sheet.set_column(column, column, width)
        if made.titles:
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(made.rows), len(made.titles) - 1)
    book.close()
    return rezipped(output.getvalue())


def ods(table: Grid) -> bytes:
    """An OpenDocument spreadsheet."""
    from odfdo import Document, Element  # noqa: PLC0415 - rarely asked

    document = Document("spreadsheet")
    document.body.clear()
    for style in _DAY_STYLES:
        document.insert_style(style, automatic=True)
    for made in _sheets(table):
        rows = (made.titles, *made.rows) if made.titles else made.rows
        document.body.append(Element.from_tag(_ods_table(made.name, rows)))
    moment = _moment(table).replace(tzinfo=None)
    meta = document.meta
    meta.title = table.answered.question.summary
    meta.creation_date = moment
    meta.date = moment
    meta.generator = "mutugraph"
    output = io.BytesIO()
    document.save(output)
    return rezipped(output.getvalue())


def _sheets(table: Grid, cut: tuple[tuple[str, str], ...] = ()) -> Iterator[_Sheet]:
    """The answer in words, where it comes from, what founds it if it does not say, the codes."""
    yield _worded(message("export_reponse"), table)
    yield _Sheet(message("export_origine"), (*_origin(table), *cut))
    tables = [table]
    if table.beside and (founding := table.beside.foundations):
        tables.append(
            replace(table, answered=founding, columns=founding.question.columns, rows=founding.rows)
        )
        yield _worded(message("export_fondements"), tables[-1])
    titles = tuple(
        message(f"export_titre_{part}") for part in ("colonne", "nom", "code", "libelle")
    )
    yield _Sheet(message("export_codes"), tuple(dict.fromkeys(_named(tables))), titles)


def _worded(name: str, table: Grid) -> _Sheet:
    """A table in words; of links, who validated each stands after the last column."""
    codes = _codes(table)
    rows = tuple(
        tuple(
            _dated(worded(value, column, codes), column)
            if value is not None
            else _void(column, begun=before is not None)
            for value, before, column in zip(row, (None, *row), table.columns, strict=False)
        )
        for row in table.rows
    )
    titles = tuple(column.label for column in table.columns)
    validated = table.beside.validated(table.answered) if table.beside else ()
    if not validated:
        return _Sheet(name, rows, titles)
    told = tuple((*row, said) for row, said in zip(rows, validated, strict=True))
    return _Sheet(name, told, (*titles, message("export_valide_par")))


def _dated(value: Value, column: Column) -> _Cell:
    """A day as a date; a year or a month that is printed alone stays the text that it is."""
    full = column.type is ColumnType.DATE and isinstance(value, str) and _DAY.match(value)
    if full and isinstance(value, str) and value >= _OLDEST:
        return datetime.date.fromisoformat(value)
    return value


def _void(column: Column, *, begun: bool) -> str | None:
    """What no value means, in words; what is not there is no text among numbers or dates."""
    return None if column.type in _BARE else column.empty(begun=begun) or None


def _empty_means(column: Column) -> str:
    """What an empty cell of numbers or dates means, where it is stated."""
    told = [word for word in (column.unended, column.absent) if word]
    if column.type not in _BARE or not told:
        return ""
    return message("export_vide", sens=message("export_vide_ou").join(dict.fromkeys(told)))


def _named(tables: Iterable[Grid]) -> Iterator[tuple[str, ...]]:
    """Each column's name in the other formats and empty cell; each code that has words."""
    for table in tables:
        for index, column in enumerate(table.columns):
            yield column.label, column.name, "", _empty_means(column)
            if column.type is not ColumnType.CODE:
                continue
            cells = (row[index] for row in table.rows)
            found = {code for cell in cells if cell for code in str(cell).split(SEPARATOR)}
            for code in sorted(found):
                yield column.label, column.name, code, word_of(column.name, code, _codes(table))


def _codes(table: Grid) -> Mapping[str, str]:
    return table.beside.codes if table.beside else {}


def _ods_table(name: str, rows: Iterable[Sequence[_Cell]]) -> str:
    """A sheet (OpenDocument 1.3 §9.1.2); cell by cell, odfdo takes sixty times as long."""
    lines = ("".join(map(_ods_cell, row)) for row in rows)
    content = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return f"<table:table table:name={quoteattr(name)}>{content}</table:table>"


def _ods_cell(value: _Cell) -> str:
    """A cell with its typed value and what is shown of it (§19.385)."""
    match value:
        case None:
            return "<table:table-cell/>"
        case bool():
            shown = "true" if value else "false"
            typed = f'office:value-type="boolean" office:boolean-value="{shown}"'
        case int() | Decimal():
            shown = str(value)
            typed = f'office:value-type="float" office:value="{value:f}"'
        case datetime.date():
            shown = f"{value:%d/%m/%Y}"
            dated = f'office:value-type="date" office:date-value="{value.isoformat()}"'
            typed = f'table:style-name="jour" {dated}'
        case str():
            shown = _text(value)
            typed = f'office:value-type="string" office:string-value={quoteattr(shown)}'
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in shown.split("\n"))
    return f"<table:table-cell {typed}>{lines}</table:table-cell>"


def _spaced(line: str) -> str:
    """A line of text; a run of spaces is one space in XML, but for `text:s` (§6.1.3)."""
    return _SPACES.sub(lambda run: f' <text:s text:c="{len(run[0]) - 1}"/>', escape(line))


def _origin(table: Grid) -> tuple[tuple[str, str], ...]:
    """What was asked, where the data comes from, what is to be known of it."""
    answered, beside = table.answered, table.beside
    params = ", ".join(f"{name}={value}" for name, value in answered.params.items())
    lines = (
        ("export_question", answered.question.summary),
        ("export_identifiant", answered.question.id),
        ("export_parametres", params),
        ("export_date", answered.date or each_date(answered)),
        ("export_source", answered.about.source),
        ("export_licence", answered.about.licence),
        ("export_revision", answered.revision),
        ("export_mise_a_jour", answered.about.modified),
        *(("export_reserve", sentence) for sentence in (beside.reserves if beside else ())),
        *(("export_verdict", sentence) for sentence in (beside.verdicts if beside else ())),
    )
    return tuple((message(key), value or "") for key, value in lines)


def _moment(table: Grid) -> datetime.datetime:
    """The day of update of the data, never the clock."""
    modified = table.answered.about.modified
    try:
        day = datetime.datetime.fromisoformat(modified or "").replace(tzinfo=datetime.UTC)
    except ValueError:
        return EPOCH
    return max(day, EPOCH)


def _widths(sheet: _Sheet) -> Iterator[int]:
    lines = (sheet.titles, *sheet.rows) if sheet.titles else sheet.rows
    for cells in zip(*lines, strict=True):
        longest = max(map(_length, cells))
        yield min(max(longest + 2, _NARROWEST), _WIDEST)


def _length(cell: _Cell) -> int:
    return len(cell.isoformat() if isinstance(cell, datetime.date) else french(cell))


def _text(value: str) -> str:
    return _FORBIDDEN.sub(_UNWRITABLE, value)
