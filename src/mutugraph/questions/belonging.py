"""Which schéma an entity belongs to, if any: what is shared belongs to none."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pyoxigraph import NamedNode

from mutugraph.questions.catalogue import Catalogue

_AT_ONCE = 60  # entities named in one query, ten times in its text, which has a limit


def schemas_of(
    catalogue: Catalogue, entities: Iterable[NamedNode]
) -> dict[NamedNode, frozenset[NamedNode]]:
    """The schémas of each of these entities that belongs to one."""
    found: dict[NamedNode, set[NamedNode]] = {}
    asked = tuple(dict.fromkeys(entities))
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        for entity, schema in catalogue.internal("appartenance", entite=some).rows:
            if isinstance(entity, NamedNode) and isinstance(schema, NamedNode):
                found.setdefault(entity, set()).add(schema)
    return {entity: frozenset(schemas) for entity, schemas in found.items()}


def those_of(
    catalogue: Catalogue, entities: Iterable[NamedNode], schemas: Collection[NamedNode]
) -> frozenset[NamedNode]:
    """Of these entities, those of these schémas, and those that are shared."""
    known = tuple(entities)
    of = schemas_of(catalogue, known)
    return frozenset(e for e in known if e not in of or not of[e].isdisjoint(schemas))
