"""The description of an entity that has no page of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pyoxigraph import NamedNode

from mutugraph.pages.reading import Row, Rows
from mutugraph.pages.visit import View, Visit


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property: what it says, where it leads."""

    text: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Property:
    """A property with its values, in words."""

    label: str
    values: tuple[Value, ...]


def entity(visit: Visit, node: NamedNode) -> View:
    """All that the graph says of an entity, incoming links included."""
    found = visit.reader.rows("page-entite", entite=node)
    title = next((r["texte"] for r in found if r["role"] == "titre"), None)
    return {
        "title": title or visit.links.path(node.value) or node.value,
        "iri": node.value,
        "kinds": tuple(r["texte"] or "" for r in found if r["role"] == "type"),
        "says": tuple(_properties(visit, _with(found, "sortant"))),
        "said": tuple(_properties(visit, _with(found, "entrant"))),
        "quotes": tuple(_with(found, "citation")),
        "path": visit.links.path(node.value) or "",
    }


def _with(rows: Rows, role: str) -> Rows:
    return tuple(row for row in rows if row["role"] == role)


def _properties(visit: Visit, rows: Rows) -> Iterator[Property]:
    for label, group in groupby(rows, lambda row: row["propriete"] or ""):
        yield Property(label, tuple(_value(visit, row) for row in group))


def _value(visit: Visit, row: Row) -> Value:
    iri = row["cible"]
    return Value(row["texte"] or iri or "", visit.links.page(iri) if iri else None)
