"""The datasets that are published: their files, and what search engines read of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from mutugraph.pages.presenters.tables import PublishedTable, is_table, published_tables
from mutugraph.pages.reading import Row
from mutugraph.pages.visit import Visit


@dataclass(frozen=True, slots=True)
class Dataset:
    """One édition: its title, its page, its tables, other files, and schema.org description."""

    title: str
    href: str
    tables: tuple[PublishedTable, ...]
    files: tuple[Row, ...]
    schema_org: Markup


def datasets(visit: Visit) -> tuple[Dataset, ...]:
    """Every dataset of the store, its files in the order of their addresses."""
    return tuple(_datasets(visit))


def _datasets(visit: Visit) -> Iterator[Dataset]:
    base = visit.links.namespaces.base
    for iri, group in groupby(visit.reader.rows("page-jeux"), lambda row: row["jeu"] or ""):
        rows = tuple(group)
        files = tuple({**row, "href": "/" + (row["url"] or "").removeprefix(base)} for row in rows)
        title = rows[0]["titre"] or ""
        yield Dataset(
            title=title,
            href=visit.links.page(iri),
            tables=tuple(published_tables(visit, files)),
            files=tuple(file for file in files if not is_table(file)),
            schema_org=_schema_org(visit, iri, rows),
        )


def _schema_org(visit: Visit, iri: str, rows: tuple[Row, ...]) -> Markup:
    """JSON-LD for a page (schema.org Dataset); nothing in it can end the element that holds it."""
    first = rows[0]
    described = {
        "@context": visit.links.namespaces.prefixes["schema"],
        "@type": "Dataset",
        "@id": iri,
        "name": first["titre"],
        "description": first["description"],
        "license": first["licence"],
        "dateModified": first["modifie"],
        "version": first["version"],
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": row["nom"],
                "encodingFormat": row["type"],
                "contentUrl": row["url"],
            }
            for row in rows
        ],
    }
    text = json.dumps(described, ensure_ascii=False, indent=1)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - JSON, and its `<` are escaped
