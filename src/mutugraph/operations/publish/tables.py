"""The tables of an édition: answers of questions as files that document themselves.

Which questions is said by the data: those whose table the dataset distributes. Each has its
columns in a Table Schema (frictionless) and in CSVW (W3C CSV on the Web), made of the question's
header; the whole is a Data Package.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from pyoxigraph import NamedNode

from mutugraph.messages import message
from mutugraph.operations.ask import ask
from mutugraph.operations.publish.editions import Edition
from mutugraph.operations.publish.published_dataset import Holdings
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import SCHEMA, Answered, Column, ColumnType

FOLDER = "tables"
SHEETS = ("xlsx", "ods")
Write = Callable[[Answered, str], bytes]
_TYPES = {
    ColumnType.ENTIER: ("integer", "integer"),
    ColumnType.NOMBRE: ("number", "decimal"),
    ColumnType.DATE: ("date", "date"),
    ColumnType.BOOLEEN: ("boolean", "boolean"),
    ColumnType.IRI: ("string", "anyURI"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the answer, and the columns that are written, addresses included."""

    answered: Answered

    @property
    def id(self) -> str:
        """The question's id, which names the files."""
        return self.answered.question.id

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every column of the header, addresses beside their entity."""
        return self.answered.question.returns


def tables(
    made: tuple[Table, ...], holdings: Holdings, edition: Edition, write: Write
) -> Iterator[tuple[str, bytes]]:
    """Each file by its name under the édition's folder, but spreadsheets.

    `write` is the exports' own writer.
    """
    for table in made:
        yield f"{FOLDER}/{table.id}.csv", write(table.answered, "csv")
        yield f"{FOLDER}/{table.id}.schema.json", _json(table_schema(table))
        yield f"{FOLDER}/{table.id}.csv-metadata.json", _json(csvw(table))
    yield f"{FOLDER}/datapackage.json", _json(_package(holdings, edition, made))


def spreadsheets(made: tuple[Table, ...], write: Write) -> Iterator[tuple[str, bytes]]:
    """The same tables as spreadsheets."""
    for table in made:
        for sheet in SHEETS:
            yield f"{FOLDER}/{table.id}.{sheet}", write(table.answered, sheet)


def read_tables(catalogue: Catalogue, holdings: Holdings, edition: Edition) -> Iterator[Table]:
    """The answers that the dataset distributes as tables, in the order of their names."""
    for name in sorted(_distributed(holdings, edition)):
        if name in catalogue.questions:
            yield Table(ask(catalogue, name, {SCHEMA: edition.schema.value}))


def table_schema(table: Table) -> Mapping[str, object]:
    """The Table Schema of a table."""
    question = table.answered.question
    return {
        "$schema": norms()["table_schema"],
        "name": table.id,
        "title": question.summary,
        "description": question.description,
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }


def csvw(table: Table) -> Mapping[str, object]:
    """The metadata of a CSV on the Web (tabular metadata §5), licence and dates included."""
    answered = table.answered
    return {
        "@context": [norms()["csvw"], {"@language": "fr"}],
        "url": f"{table.id}.csv",
        "dc:title": answered.question.summary,
        "dc:description": answered.question.description,
        "dc:source": answered.about.source,
        "dc:license": {"@id": answered.about.licence},
        "dc:modified": {"@value": answered.about.modified, "@type": "xsd:date"},
        "schema:version": answered.revision,
        "schema:temporal": answered.date,
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tableSchema": {"columns": [_csvw_column(column) for column in table.columns]},
    }


@cache
def norms() -> Mapping[str, str]:
    """The addresses of the norms that the files follow."""
    path = Path(__file__).parent / "normes.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _distributed(holdings: Holdings, edition: Edition) -> Iterator[str]:
    start = f"{holdings.namespaces.base}{edition.folder}/{FOLDER}/"
    named = holdings.namespaces.term("dcat:downloadURL")
    for quad in holdings.quads:
        url = quad.object
        if quad.predicate == named and isinstance(url, NamedNode) and url.value.startswith(start):
            yield PurePosixPath(url.value).stem


def _package(holdings: Holdings, edition: Edition, made: tuple[Table, ...]) -> Mapping[str, object]:
    licence = holdings.one(edition.dataset, "dct:license") or ""
    return {
        "$schema": norms()["data_package"],
        "profile": "tabular-data-package",
        "name": edition.folder.replace("/", "-"),
        "title": holdings.one(edition.dataset, "dct:title"),
        "description": holdings.one(edition.dataset, "dct:description"),
        "id": edition.dataset.value,
        "created": f"{holdings.one(edition.dataset, 'dct:modified')}T00:00:00Z",
        "version": made[0].answered.revision if made else "",
        "licenses": [{"path": licence, "title": holdings.label(NamedNode(licence))}],
        "resources": [
            {
                "name": table.id,
                "path": f"{table.id}.csv",
                "profile": "tabular-data-resource",
                "title": table.answered.question.summary,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": table_schema(table),
            }
            for table in made
        ],
    }


def _field(column: Column) -> Mapping[str, object]:
    kind, _ = _TYPES.get(column.type, ("string", "string"))
    field: dict[str, object] = {
        "name": column.name,
        "title": column.label,
        "type": kind,
        "description": _description(column),
    }
    if column.type is ColumnType.IRI:
        field["format"] = "uri"
    if column.type is ColumnType.BOOLEEN:
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    return field


def _csvw_column(column: Column) -> Mapping[str, object]:
    _, kind = _TYPES.get(column.type, ("string", "string"))
    return {
        "name": column.name,
        "titles": column.name,
        "dc:title": column.label,
        "dc:description": _description(column),
        "datatype": kind,
        "null": "",
    }


def _description(column: Column) -> str:
    return message("colonne", label=column.label, type=message(f"type_{column.type}"))


def _json(value: Mapping[str, object]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
