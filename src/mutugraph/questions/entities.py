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
        classes: dict[NamedNode, set[NamedNode]] = {}
        names: dict[NamedNode, set[Literal]] = {}
        others: dict[NamedNode, set[str]] = {}
        for node, kind, name, other in table.rows:
            if not isinstance(node, NamedNode):
                continue
            if isinstance(kind, NamedNode):
                classes.setdefault(node, set()).add(kind)
            elif isinstance(name, Literal):
                names.setdefault(node, set()).add(name)
            elif text := _text(other):
                others.setdefault(node, set()).add(text)
        titles = {node: _titles(names.get(node, ())) for node in set().union(*classes.values())}
        self._by_node: dict[NamedNode, Entity] = {}
        for node in sorted(names.keys() & classes.keys(), key=_address):
            kinds = tuple(sorted(classes[node], key=_address))
            types = tuple(dict.fromkeys(title for kind in kinds for title in titles[kind]))
            label = min(name.value for name in names[node])
            known = tuple(sorted(others.get(node, ())))
            self._by_node[node] = Entity(node, label, known, types, kinds)

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


def _address(node: NamedNode) -> str:
    return node.value


def _titles(names: Iterable[Literal]) -> list[str]:
    """How a class is called in French."""
    return sorted(name.value for name in names if name.language == "fr")


def _text(term: Term | None) -> str | None:
    return term.value if isinstance(term, NamedNode | Literal) else None
