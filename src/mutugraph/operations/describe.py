"""Finds one entity by what a user calls it, and tells all that is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Literal, NamedNode

from mutugraph.engine.answers import Term
from mutugraph.engine.formats import GRAPH_FORMATS
from mutugraph.errors import IriInvalid, NameAmbiguous, NameShared, QueryFormatUnknown, UnknownName
from mutugraph.iris import iri, slug
from mutugraph.questions.belonging import schemas_of, those_of
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.entities import Entities, Entity
from mutugraph.questions.names import number_of

CANDIDATES = 20
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/")
_MAIN = ("service", "commune", "epci", "instance", "indicateur")


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement: its property, what it leads to or comes from, and the words cited there."""

    property: NamedNode
    label: str
    value: Term
    name: str | None
    citation: str | None


@dataclass(frozen=True, slots=True)
class Described:
    """All that is known of one entity: what it says, and what says something of it."""

    entity: NamedNode
    label: str
    types: tuple[str, ...]
    revision: str
    facts: tuple[Fact, ...]
    incoming: tuple[Fact, ...]


def describe(
    catalogue: Catalogue, name: str, epci: str | None = None, schema: str | None = None
) -> Described:
    """What is known of an entity, as values.

    `name` is an address, a prefixed name, `TYPE/SLUG`, a slug or a label; `epci` and `schema` tell
    namesakes apart, as a question chooses schémas. Raises `UnknownName` with the nearest,
    `NameAmbiguous` with the candidates.
    """
    entity = find_entity(catalogue, name, epci, schema)
    rows: dict[tuple[str, str, str], Fact] = {}
    for row in catalogue.internal("enonces", entite=(entity,)).dicts():
        predicate, value = row["propriete"], row["valeur"]
        if isinstance(predicate, NamedNode) and value is not None:
            label = _text(row["libelle"]) or _local(predicate)
            fact = Fact(predicate, label, value, _text(row["nom"]), _text(row["citation"]))
            rows.setdefault((_text(row["sens"]) or "", predicate.value, str(value)), fact)
    known = catalogue.entities.get(entity)
    return Described(
        entity=entity,
        label=known.label if known else _local(entity),
        types=known.types if known else (),
        revision=catalogue.workspace.revision,
        facts=tuple(fact for (sense, _, _), fact in rows.items() if sense == "sortant"),
        incoming=tuple(fact for (sense, _, _), fact in rows.items() if sense == "entrant"),
    )


def describe_as(
    catalogue: Catalogue,
    name: str,
    format: str,
    *,
    epci: str | None = None,
    schema: str | None = None,
) -> bytes:
    """What is known of an entity, as a graph. Raises `QueryFormatUnknown`, and as `describe`."""
    if format not in GRAPH_FORMATS:
        raise QueryFormatUnknown(format=format, known=("table", "json", *GRAPH_FORMATS))
    entity = find_entity(catalogue, name, epci, schema)
    text = catalogue.internal_text("decrire", entite=(entity,))
    return catalogue.engine.serialize(text, GRAPH_FORMATS[format])


def find_entity(
    catalogue: Catalogue, name: str, epci: str | None = None, schema: str | None = None
) -> NamedNode:
    """The entity that a user calls so. Raises `UnknownName`, `NameAmbiguous`, `NameShared`."""
    entities = catalogue.entities
    asked = _address(catalogue, name)
    if asked is not None:
        if asked in entities or catalogue.internal("enonces", entite=(asked,)).rows:
            return asked
        raise UnknownName(kind="entite", name=name, nearest=())
    found = _by_path(entities, catalogue, name) or _by_name(entities, catalogue, name)
    if epci is not None or schema is not None:
        schemas = [reading.edition.node for reading in catalogue.editions.chosen(epci, schema)]
        kept = those_of(catalogue, (entity.node for entity in found), schemas)
        found = [entity for entity in found if entity.node in kept]
    if not found:
        raise UnknownName(kind="entite", name=name, nearest=entities.nearest(name))
    if len(found) > 1:
        raise _ambiguous(catalogue, name, found)
    return found[0].node


def _ambiguous(catalogue: Catalogue, name: str, found: list[Entity]) -> NameAmbiguous:
    shown = [catalogue.entities.path(entity) for entity in islice(found, CANDIDATES)]
    more = ("…",) if len(found) > CANDIDATES else ()
    schemas = set(schemas_of(catalogue, (entity.node for entity in found)).values())
    kind = NameShared if len(schemas) > 1 else NameAmbiguous
    return kind(kind="entite", name=name, candidates=(*shown, *more))


def _address(catalogue: Catalogue, name: str) -> NamedNode | None:
    if _SCHEME.match(name):
        return iri(name.strip("<>"))
    if name.startswith("<"):
        return iri(name.strip("<>"))
    prefix, colon, local = name.partition(":")
    if colon and local and prefix in catalogue.workspace.namespaces.prefixes:
        return iri(catalogue.workspace.namespaces.prefixes[prefix] + local)
    return None


def _by_path(entities: Entities, catalogue: Catalogue, name: str) -> list[Entity]:
    """By a whole path under `/id/`, else by the end of one: `service/habitat`."""
    path = name.strip("/").removeprefix("id/")
    exact = entities.get_path(path)
    if exact is not None:
        return [exact]
    return [e for e in entities if "/" in path and entities.path(e).endswith(f"/{path}")]


def _by_name(entities: Entities, catalogue: Catalogue, name: str) -> list[Entity]:
    """By a slug or a label; what parameters can name comes first, then articles in any spelling."""
    kind, _, last = name.rpartition("/")
    wanted = _slug(number_of(last))
    found = [e for e in entities if wanted and wanted in e.slugs and _is_a(e, kind)]
    main = {n.entity for k in _MAIN for n in catalogue.names.of(k)}
    first = [entity for entity in found if entity.node in main]
    if found:
        return first or found
    try:
        nodes: Iterable[NamedNode] = catalogue.names.find("article", last)
    except UnknownName:
        return []
    return [entity for node in nodes if (entity := entities.get(node))]


def _is_a(entity: Entity, kind: str) -> bool:
    return not kind or _slug(kind.rpartition("/")[2]) in entity.type_slugs


def _slug(text: str) -> str:
    try:
        return slug(text)
    except IriInvalid:
        return ""


def _local(node: NamedNode) -> str:
    return re.split(r"[/#]", node.value)[-1]


def _text(term: Term | None) -> str | None:
    return term.value if isinstance(term, NamedNode | Literal) else None
