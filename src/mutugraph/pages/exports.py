"""A question's answer as a file: csv, tsv, json, md, xlsx, ods, ics (docs/interfaces.md §2).

The same answer of the same revision gives the same bytes, in a terminal and over HTTP.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from mutugraph.engine.answers import SEPARATOR
from mutugraph.errors import QueryFormatUnknown
from mutugraph.messages import message
from mutugraph.pages.beside import Beside
from mutugraph.pages.cells import excel_rows
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Answered, Column, ColumnType, Question, Value

_COMPANION = "_iri"
_BOM = "\ufeff"
_NUMERIC = (ColumnType.ENTIER, ColumnType.NOMBRE)


@dataclass(frozen=True, slots=True)
class Grid:
    """An answer as rows to write, with the addresses of its entities where they are asked."""

    answered: Answered
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    beside: Beside | None = None

    @property
    def names(self) -> list[str]:
        """The names of the columns: the same in every format."""
        return [column.name for column in self.columns]

    def numeric(self, index: int) -> bool:
        """Whether a column holds numbers."""
        return self.columns[index].type in _NUMERIC


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One format: its name (also the file extension), its media type, and what writes it."""

    name: str
    media_type: str
    write: Callable[[Grid, bool], bytes]


def export(
    answered: Answered,
    format: str,
    *,
    iris: bool = False,
    excel: bool = False,
    beside: Beside | None = None,
) -> bytes:
    """The bytes of an answer.

    `iris` adds the address of each entity after its column; `excel` writes csv and tsv as a French
    spreadsheet reads them; `beside` is what json, md, xlsx and ods tell with the rows. Raises
    `QueryFormatUnknown`, for `ics` where there is no date too.
    """
    known = formats_of(answered.question)
    if format not in known:
        raise QueryFormatUnknown(format=format, known=tuple(known))
    return known[format].write(grid(answered, iris=iris, beside=beside), excel)


def published(catalogue: Catalogue) -> Callable[[Answered, str], bytes]:
    """What writes a table of the publication: with addresses, and all that stands beside it."""

    def write(answered: Answered, format: str) -> bytes:
        return export(answered, format, iris=True, beside=Beside(catalogue, answered))

    return write


def formats_of(question: Question) -> Mapping[str, ExportFormat]:
    """The formats of a question by name; `ics` where it has a column of full dates."""
    days = any(column.type is ColumnType.DATE for column in question.columns)
    return {**EXPORT_FORMATS, **({CALENDAR.name: CALENDAR} if days else {})}


def grid(answered: Answered, *, iris: bool = False, beside: Beside | None = None) -> Grid:
    """The columns and rows to write."""
    shown = answered.question.columns
    if not iris:
        return Grid(answered, shown, answered.rows, beside)
    columns: list[Column] = []
    for column in shown:
        columns.append(column)
        if column.type is ColumnType.ENTITE:
            name = column.name + _COMPANION
            companion = (c for c in answered.question.returns if c.name == name)
            columns.append(next(companion, Column(name, ColumnType.IRI, name)))
    rows = []
    for row, entities in zip(answered.rows, answered.entities, strict=True):
        values = dict(zip((c.name for c in shown), row, strict=True))
        for name, entity in entities.items():
            values[name + _COMPANION] = entity.value
        rows.append(tuple(values.get(column.name) for column in columns))
    return Grid(answered, tuple(columns), tuple(rows), beside)


def plain(value: Value) -> str:
    """A value as data: decimal point, `true` and `false`, nothing where it is absent."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case _:
            return str(value)


def french(value: Value) -> str:
    """A value as a French reader writes it: decimal comma, yes and no in words."""
    match value:
        case bool():
            return message("export_vrai" if value else "export_faux")
        case Decimal():
            return plain(value).replace(".", ",")
        case _:
            return plain(value)


def each_date(answered: Answered) -> str:
    """The day at which the law was read for each schéma, where there is no common one."""
    return SEPARATOR.join(
        message("export_pied_lecture", schema=edition.title, date=date)
        for edition, date in answered.dates.items()
    )


def footer(answered: Answered) -> str:
    """Source, licence, revision and dates, in one line."""
    about = answered.about
    law = message("export_pied_date", date=answered.date) + " " if answered.date else ""
    if each := each_date(answered):
        law = message("export_pied_dates", dates=each) + " "
    return law + message(
        "export_pied",
        source=about.source,
        licence=about.licence,
        revision=answered.revision,
        modified=about.modified,
    )


def _json(table: Grid, _: bool) -> bytes:
    answered = table.answered
    dates = {edition.node.value: date for edition, date in answered.dates.items()}
    head: Mapping[str, object] = {
        "question": answered.question.id,
        "params": dict(answered.params),
        "date": answered.date,
        **({"dates": dates} if dates else {}),
        "revision": answered.revision,
        "source": answered.about.source,
        "licence": answered.about.licence,
        "mise_a_jour": answered.about.modified,
        **({"reserves": list(told)} if (told := _reserves(table)) else {}),
        "columns": table.names,
    }
    rows = ",\n".join(_dumped([_number(v) for v in row]) for row in table.rows)
    body = f"[\n{rows}\n]" if rows else "[]"
    return f'{_dumped(head)[:-1]}, "rows": {body}}}\n'.encode()


def _csv(table: Grid, excel: bool) -> bytes:
    return _separated(table, excel, ";" if excel else ",", "\r\n")  # RFC 4180 §2


def _tsv(table: Grid, excel: bool) -> bytes:
    return _separated(table, excel, "\t", "\n")


def _separated(table: Grid, excel: bool, delimiter: str, end: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerow(table.names)
    write = french if excel else plain
    rows = [[write(value) for value in row] for row in table.rows]
    writer.writerows(excel_rows(table, rows) if excel else rows)
    return ((_BOM if excel else "") + text.getvalue()).encode()


def _markdown(table: Grid, _: bool) -> bytes:
    rule = ["---:" if table.numeric(i) else "---" for i in range(len(table.columns))]
    rows = [[_escaped(french(value)) for value in row] for row in table.rows]
    lines = [f"| {' | '.join(cells)} |" for cells in (table.names, rule, *rows)]
    title, body = table.answered.question.summary, "\n".join(lines)
    told = "".join(f"{sentence}\n\n" for sentence in _reserves(table))
    return f"## {title}\n\n{body}\n\n{told}{footer(table.answered)}\n".encode()


def _reserves(table: Grid) -> tuple[str, ...]:
    return table.beside.reserves if table.beside else ()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>")


def _xlsx(table: Grid, _: bool) -> bytes:
    from mutugraph.pages.spreadsheets import xlsx  # noqa: PLC0415 - heavy, and rarely asked

    return xlsx(table)


def _ods(table: Grid, _: bool) -> bytes:
    from mutugraph.pages.spreadsheets import ods  # noqa: PLC0415 - heavy, and rarely asked

    return ods(table)


def _ics(table: Grid, _: bool) -> bytes:
    from mutugraph.pages.calendars import calendar  # noqa: PLC0415 - rarely asked

    return calendar(table.answered, table.beside.codes if table.beside else {})


def _number(value: Value) -> Value | float:
    return float(value) if isinstance(value, Decimal) else value


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


EXPORT_FORMATS: Mapping[str, ExportFormat] = {
    f.name: f
    for f in (
        ExportFormat("json", "application/json", _json),
        ExportFormat("csv", "text/csv; charset=utf-8", _csv),
        ExportFormat("tsv", "text/tab-separated-values; charset=utf-8", _tsv),
        ExportFormat("md", "text/markdown; charset=utf-8", _markdown),
        ExportFormat(
            "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx
        ),
        ExportFormat("ods", "application/vnd.oasis.opendocument.spreadsheet", _ods),
    )
}
CALENDAR = ExportFormat("ics", "text/calendar; charset=utf-8", _ics)
