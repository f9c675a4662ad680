"""Every named entity of the graph: its label, its other names, its types; read once a revision."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from mutugraph.engine.answers import Table, Term
from mutugraph.errors import IriInvalid
from mutugraph.iris import slug
from mutugraph.questions.names import NEAREST


@dataclass(frozen=True)
class Entity:
    """One entity; `classes` are its types' IRIs, `types` their French labels."""

    node: NamedNode
    label: str
    others: tuple[str, ...]
    types: tuple[str, ...]
    classes: tuple[NamedNode, ...]

    @cached_property
    def slugs(self) -> frozenset[str]:
        """The slugs under which it is found: of its label, its other names, the end of its IRI."""
        return _slugs((self.label, *self.others, self.node.value.rpartition("/")[2]))

    @cached_property
    def type_slugs(self) -> frozenset[str]:
        """The slugs of its types, and of the part of its IRI that names a kind."""
        parts = self.node.value.split("/")
        names = (re.split(r"[/#]", node.value)[-1] for node in self.classes)
        return _slugs((*self.types, *names, *parts[-2:-1]))


class Entities:
    """The entities by address, in the order of their addresses."""

    def __init__(self, table: Table, base: str) -> None:
        self._base = base
        self._by_node: dict[NamedNode, Entity] = {}
        gathered: dict[NamedNode, dict[str, dict[str, None]]] = {}
        for row in table.dicts():
            node = row["entite"]
            if isinstance(node, NamedNode):
                seen = gathered.setdefault(node, {name: {} for name in row})
                for name, term in row.items():
                    if text := _text(term):
                        seen[name][text] = None
        for node, seen in gathered.items():
            self._by_node[node] = Entity(
                node,
                next(iter(seen["nom"])),
                tuple(seen["autre"]),
                tuple(seen["type"]),
                tuple(NamedNode(text) for text in seen["classe"]),
            )

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._by_node.values())

    def __contains__(self, node: NamedNode) -> bool:
        return node in self._by_node

    def get(self, node: NamedNode) -> Entity | None:
        """The entity at an address, if it has a name."""
        return self._by_node.get(node)

    def get_path(self, path: str) -> Entity | None:
        """The entity at a path under `/id/`."""
        try:
            return self._by_node.get(NamedNode(self._base + path))
        except ValueError:
            return None

    def path(self, entity: Entity) -> str:
        """How a user may call it without ambiguity: its path under `/id/`, else its address."""
        return entity.node.value.removeprefix(self._base)

    def nearest(self, name: str) -> tuple[str, ...]:
        """The slugs that look most like a name."""
        known = {text: None for entity in self for text in entity.slugs if not text.isdigit()}
        wanted = next(iter(_slugs((name.rpartition("/")[2],))), "")
        return tuple(difflib.get_close_matches(wanted, list(known), NEAREST, cutoff=0.6))


def _slugs(texts: Iterable[str]) -> frozenset[str]:
    made = set()
    for text in texts:
        try:
            made.add(slug(text.replace(".", " ")))
        except IriInvalid:
            continue
    return frozenset(made)


def _text(term: Term | None) -> str | None:
    return term.value if isinstance(term, NamedNode | Literal) else None
