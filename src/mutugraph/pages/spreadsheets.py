"""An answer as a spreadsheet, of the same bytes from run to run: xlsx by XlsxWriter, ods by odfdo.

The first sheet is the answer, the second says what was asked and where the data comes from. Both
libraries write the clock; so the dates are set, and the archive is written again with fixed ones.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from mutugraph.archive import EPOCH, rezipped
from mutugraph.messages import message
from mutugraph.pages.cells import cut_sentences, shortened
from mutugraph.pages.exports import Grid, each_date, french
from mutugraph.questions.model import Value

_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML 1.0 §2.2
_UNWRITABLE = "\ufffd"  # what cannot be written is seen
_SPACES = re.compile(r"  +")
_WIDEST, _NARROWEST = 60, 8


def xlsx(table: Grid) -> bytes:
    """An Office Open XML workbook; text is never a formula nor a link."""
    import xlsxwriter  # noqa: PLC0415 - rarely asked

    output = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(output, options)
    moment = _moment(table).replace(tzinfo=None)
    book.set_properties({"created": moment, "title": table.answered.question.summary})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(message("export_reponse"))
    for column, name in enumerate(table.names):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, _width(table, column))
    for number, row in enumerate(table.rows, 1):
        for column, value in enumerate(row):
            match value:
                case None:
                    pass
                case bool():
                    sheet.write_boolean(number, column, value)
                case int() | Decimal():
                    sheet.write_number(number, column, value)
                case str():
                    sheet.write_string(number, column, shortened(_text(value)))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    origin = book.add_worksheet(message("export_origine"))
    told = [(message("export_coupe"), sentence) for sentence in cut_sentences(table)]
    for number, (label, value) in enumerate((*_origin(table), *told)):
        origin.write_string(number, 0, label, bold)
        origin.write_string(number, 1, shortened(_text(value)))
    origin.set_column(0, 0, 24)
    origin.set_column(1, 1, _WIDEST)
    book.close()
    return rezipped(output.getvalue())


def ods(table: Grid) -> bytes:
    """An OpenDocument spreadsheet."""
    from odfdo import Document, Element  # noqa: PLC0415 - rarely asked

    document = Document("spreadsheet")
    document.body.clear()
    rows: tuple[Sequence[Value], ...] = (table.names, *table.rows)
    for name, content in (("export_reponse", rows), ("export_origine", _origin(table))):
        document.body.append(Element.from_tag(_ods_table(message(name), content)))
    moment = _moment(table).replace(tzinfo=None)
    meta = document.meta
    meta.title = table.answered.question.summary
    meta.creation_date = moment
    meta.date = moment
    meta.generator = "mutugraph"
    output = io.BytesIO()
    document.save(output)
    return rezipped(output.getvalue())


def _ods_table(name: str, rows: Iterable[Sequence[Value]]) -> str:
    """A sheet (OpenDocument 1.3 §9.1.2); cell by cell, odfdo takes sixty times as long."""
    lines = ("".join(map(_ods_cell, row)) for row in rows)
    content = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return f"<table:table table:name={quoteattr(name)}>{content}</table:table>"


def _ods_cell(value: Value) -> str:
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
        case str():
            shown = _text(value)
            typed = f'office:value-type="string" office:string-value={quoteattr(shown)}'
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in shown.split("\n"))
    return f"<table:table-cell {typed}>{lines}</table:table-cell>"


def _spaced(line: str) -> str:
    """A line of text; a run of spaces is one space in XML, but for `text:s` (§6.1.3)."""
    return _SPACES.sub(lambda run: f' <text:s text:c="{len(run[0]) - 1}"/>', escape(line))


def _origin(table: Grid) -> list[tuple[str, str]]:
    """What was asked, and where the data comes from."""
    answered = table.answered
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
    )
    return [(message(key), value or "") for key, value in lines]


def _moment(table: Grid) -> datetime:
    """The day of update of the data, never the clock."""
    modified = table.answered.about.modified
    try:
        day = datetime.fromisoformat(modified or "").replace(tzinfo=UTC)
    except ValueError:
        return EPOCH
    return max(day, EPOCH)


def _width(table: Grid, column: int) -> int:
    cells = [table.names[column], *(french(row[column]) for row in table.rows)]
    return min(max(max(map(len, cells)) + 2, _NARROWEST), _WIDEST)


def _text(value: str) -> str:
    return _FORBIDDEN.sub(_UNWRITABLE, value)
