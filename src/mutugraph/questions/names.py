"""From what a user calls an entity to its IRIs: slug, label, code, any spelling of an article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from mutugraph.engine.answers import Table
from mutugraph.errors import IriInvalid, NameAmbiguous, UnknownName
from mutugraph.iris import slug
from mutugraph.questions.articles import Articles
from mutugraph.questions.citations import citation_words
from mutugraph.questions.nearness import Nearness
from mutugraph.terms import natural_key
from mutugraph.typography import keyboard

NEAREST = 3
_NUMBERED = re.compile(r"(?:.* )?\d+\Z").match
LONGER = 8


@dataclass(frozen=True, slots=True)
class Name:
    """One way to call an entity of a type; `schema` is the one that it belongs to, if any.

    `path` is the end of its address under `/id/`, by which it is told apart from its namesakes.
    """

    type: str
    entity: NamedNode
    label: str
    also: str
    schema: NamedNode | None = None
    path: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """The slugs under which it is found."""
        tail = self.entity.value.rpartition("/")[2]
        return frozenset(_slugs((self.label, self.also, tail, self.path, self.entity.value)))


class Names:
    """All the names in the graph, read once a revision; what finds them is made when needed."""

    def __init__(self, table: Table, base: str) -> None:
        self._base = base
        self._by_type: defaultdict[str, list[Name]] = defaultdict(list)
        self._schemas: defaultdict[NamedNode, list[NamedNode]] = defaultdict(list)
        for row in table.dicts():
            entity, label, also = row["entite"], _value(row["nom"]), _value(row["autre"])
            schema = row["schema"]
            if isinstance(entity, NamedNode):
                of = schema if isinstance(schema, NamedNode) else None
                name = Name(_value(row["type"]), entity, label, also, of, self.path(entity))
                self._by_type[name.type].append(name)
                self._schemas[entity] += [of] if of else []
        self._kinds: dict[str, _Kind] = {}

    def path(self, entity: NamedNode) -> str:
        """What a user may type for one entity and no other: its path under `/id/`."""
        return entity.value.removeprefix(self._base)

    def addressed(self, kind: str, text: str) -> NamedNode | None:
        """The entity of a type at an address, or at a path under `/id/`, that a text is."""
        return self._kind(kind).by_path.get(_path(text.removeprefix(self._base)))

    def schemas_of(self, entity: NamedNode) -> tuple[NamedNode, ...]:
        """The schémas that an entity belongs to: one, or none for what is shared."""
        return _unique(self._schemas.get(entity, ()))

    def of(self, kind: str) -> list[Name]:
        """The names of a type, each entity under its label once, in order of label."""
        return list(self._kind(kind).ordered)

    def find(
        self, kind: str, text: str, within: Collection[NamedNode] | None = None
    ) -> tuple[NamedNode, ...]:
        """The entities of a type that a text calls; several schémas may each have one.

        With `within`, those of these schémas, and those that belong to none. Raises `UnknownName`
        with the nearest, `NameAmbiguous` with the candidates.
        """
        if kind == "article":
            return self._article(text)
        known = self._kind(kind)
        wanted = _slugs((_path(text), number_of(text)))
        places = sorted({at for low in wanted for at in known.by_slug.get(low, ())})
        found = [known.names[at] for at in places if _is_within(known.names[at], within)]
        if not found:
            raise UnknownName(kind=kind, name=text, nearest=self._nearest(kind, text, within))
        return _unique(name.entity for name in found)

    def beginning(self, text: str) -> list[Name]:
        """The articles whose number begins so: each is another than the one that is named."""
        known = self._kind("article")
        places = known.articles.beginning(citation_words(text))
        return list({known.names[at].label: known.names[at] for at in places}.values())

    def _article(self, text: str) -> tuple[NamedNode, ...]:
        known = self._kind("article")
        addressed = known.by_address.get(text.strip())
        if addressed:
            return (addressed,)
        for places in known.articles.ways(citation_words(text)):
            exact = [known.names[at] for at in places]
            labels = sorted({name.label for name in exact}, key=natural_key)
            if len(labels) > 1:
                raise NameAmbiguous(kind="article", name=text, candidates=tuple(labels))
            if exact:
                return _unique(name.entity for name in exact)
        nearest = [name.label for name in self.beginning(text)][:LONGER]
        nearest = nearest or list(self._nearest("article", text, None))
        raise UnknownName(kind="article", name=text, nearest=tuple(nearest))

    def _nearest(
        self, kind: str, text: str, within: Collection[NamedNode] | None
    ) -> tuple[str, ...]:
        known = self._kind(kind)
        own = [name for name in known.names if _is_within(name, within)]
        nearness = known.nearness if len(own) == len(known.names) else _nearness(kind, own)
        return nearness.nearest(next(iter(_slugs((text,))), ""), NEAREST)

    def _kind(self, kind: str) -> _Kind:
        known = self._kinds.get(kind)
        return known or self._kinds.setdefault(kind, _Kind(kind, self._by_type.get(kind, [])))


class _Kind:
    """The names of one type by what finds them, each way made when first needed."""

    def __init__(self, kind: str, names: Sequence[Name]) -> None:
        self.kind = kind
        self.names = names

    @cached_property
    def ordered(self) -> tuple[Name, ...]:
        unique = {name.entity: name for name in reversed(self.names)}
        return tuple(sorted(unique.values(), key=lambda name: natural_key(name.label)))

    @cached_property
    def by_path(self) -> dict[str, NamedNode]:
        return {name.path: name.entity for name in self.names}

    @cached_property
    def by_address(self) -> dict[str, NamedNode]:
        return {name.entity.value: name.entity for name in self.names}

    @cached_property
    def by_slug(self) -> dict[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for at, name in enumerate(self.names):
            for low in name.keys:
                found[low].append(at)
        return found

    @cached_property
    def articles(self) -> Articles:
        return Articles([(name.label, name.also) for name in self.names])

    @cached_property
    def nearness(self) -> Nearness:
        return _nearness(self.kind, self.names)


def number_of(text: str) -> str:
    """A code written in groups, `200 039 865`, in one piece; any other text as it is."""
    joined = "".join(keyboard(text).split())
    return joined if joined.isdigit() else text


def _nearness(kind: str, names: Iterable[Name]) -> Nearness:
    # a service is not near another because their sheets are: 99 is no slip for 9
    called = (n for n in names if kind != "service" or not _NUMBERED(n.also))
    labels = {low: name.label for name in called for low in _slugs((name.label, name.also))}
    labels |= {low: name.label for name in names for low in _slugs((name.label,))}
    # an article may be called without its code
    labels |= {low.partition("-")[2]: labels[low] for low in labels if kind == "article"}
    labels.pop("", None)
    return Nearness(labels)


def _is_within(name: Name, schemas: Collection[NamedNode] | None) -> bool:
    return schemas is None or name.schema is None or name.schema in schemas


def _path(text: str) -> str:
    return text.strip().removeprefix("/").removeprefix("id/")


def _slugs(texts: Iterable[str]) -> list[str]:
    made = []
    for text in texts:
        try:
            made.append(slug(text.replace(".", " ")))
        except IriInvalid:
            continue
    return made


def _unique(entities: Iterable[NamedNode]) -> tuple[NamedNode, ...]:
    return tuple(dict.fromkeys(entities))


def _value(term: object) -> str:
    return str(getattr(term, "value", "") or "")
