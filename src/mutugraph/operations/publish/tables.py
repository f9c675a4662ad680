"""The tables of an édition: answers of questions as files that document themselves.

Which questions is said by the data: those whose table the dataset distributes. Each has its
columns in a Table Schema (frictionless) and in CSVW (W3C CSV on the Web), made of the question's
header; the whole is a Data Package.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path, PurePosixPath

from pyoxigraph import NamedNode

from mutugraph.messages import message
from mutugraph.operations.publish.editions import Edition
from mutugraph.operations.publish.published_dataset import Holdings
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Answered, Column, ColumnType, Question

FOLDER = "tables"
SHEETS = ("xlsx", "ods")
PACKAGE = f"{FOLDER}/datapackage.json"
_TEXTS = ("csv", "schema.json", "csv-metadata.json")
Write = Callable[[Answered, str], bytes]
_TYPES = {
    ColumnType.ENTIER: ("integer", "integer"),
    ColumnType.NOMBRE: ("number", "decimal"),
    ColumnType.DATE: ("date", "date"),
    ColumnType.BOOLEEN: ("boolean", "boolean"),
    ColumnType.IRI: ("string", "anyURI"),
}


def names(question: str, *suffixes: str) -> Iterator[str]:
    """The files of the table of a question, under the édition's folder: all, or of some suffixes.

    The columns are every column of its header, addresses beside their entity.
    """
    return (f"{FOLDER}/{question}.{suffix}" for suffix in suffixes or (*_TEXTS, *SHEETS))


def table(answered: Answered, write: Write) -> Mapping[str, bytes]:
    """The files of a table but spreadsheets; `write` is the exports' own writer."""
    described = (_json(table_schema(answered.question)), _json(csvw(answered)))
    contents = (write(answered, "csv"), *described)
    return dict(zip(names(answered.question.id, *_TEXTS), contents, strict=True))


def spreadsheets(answered: Answered, write: Write) -> Mapping[str, bytes]:
    """The same table as spreadsheets."""
    contents = (write(answered, sheet) for sheet in SHEETS)
    return dict(zip(names(answered.question.id, *SHEETS), contents, strict=True))


def distributed(catalogue: Catalogue, holdings: Holdings, edition: Edition) -> tuple[Question, ...]:
    """The questions whose answers the dataset distributes as tables, in the order of their ids."""
    found = sorted(set(_distributed(holdings, edition)))
    return tuple(catalogue.questions[name] for name in found if name in catalogue.questions)


def package(
    catalogue: Catalogue, holdings: Holdings, edition: Edition, tables: tuple[Question, ...]
) -> Mapping[str, bytes]:
    """The Data Package of the tables."""
    described = _package(catalogue, holdings, edition, tables)
    return {PACKAGE: _json(described)}


def table_schema(question: Question) -> Mapping[str, object]:
    """The Table Schema of a table."""
    return {
        "$schema": norms()["table_schema"],
        "name": question.id,
        "title": question.summary,
        "description": question.description,
        "fields": [_field(column) for column in question.returns],
        "missingValues": [""],
    }


def csvw(answered: Answered) -> Mapping[str, object]:
    """The metadata of a CSV on the Web (tabular metadata §5), licence and dates included."""
    return {
        "@context": [norms()["csvw"], {"@language": "fr"}],
        "url": f"{answered.question.id}.csv",
        "dc:title": answered.question.summary,
        "dc:description": answered.question.description,
        "dc:source": answered.about.source,
        "dc:license": {"@id": answered.about.licence},
        "dc:modified": {"@value": answered.about.modified, "@type": "xsd:date"},
        "schema:version": answered.revision,
        "schema:temporal": answered.date,
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tableSchema": {"columns": [_csvw_column(c) for c in answered.question.returns]},
    }


@cache
def norms() -> Mapping[str, str]:
    """The addresses of the norms that the files follow."""
    path = Path(__file__).parent / "normes.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _distributed(holdings: Holdings, edition: Edition) -> Iterator[str]:
    start = f"{holdings.namespaces.base}{edition.folder}/{FOLDER}/"
    named = holdings.namespaces.term("dcat:downloadURL")
    for quad in holdings.by_predicate.get(named, ()):
        url = quad.object
        if isinstance(url, NamedNode) and url.value.startswith(start):
            yield PurePosixPath(url.value).stem


def _package(
    catalogue: Catalogue, holdings: Holdings, edition: Edition, tables: tuple[Question, ...]
) -> Mapping[str, object]:
    licence = holdings.one(edition.dataset, "dct:license") or ""
    return {
        "$schema": norms()["data_package"],
        "profile": "tabular-data-package",
        "name": edition.folder.replace("/", "-"),
        "title": holdings.one(edition.dataset, "dct:title"),
        "description": holdings.one(edition.dataset, "dct:description"),
        "id": edition.dataset.value,
        "created": f"{holdings.one(edition.dataset, 'dct:modified')}T00:00:00Z",
        "version": catalogue.workspace.revision if tables else "",
        "licenses": [{"path": licence, "title": holdings.label(NamedNode(licence))}],
        "resources": [
            {
                "name": table.id,
                "path": f"{table.id}.csv",
                "profile": "tabular-data-resource",
                "title": table.summary,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": table_schema(table),
            }
            for table in tables
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
