"""From what a user calls an entity to its IRIs: slug, label, code, any spelling of an article."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from mutugraph.engine.answers import Table
from mutugraph.errors import IriInvalid, NameAmbiguous, UnknownName
from mutugraph.iris import slug
from mutugraph.questions.citations import Words, citation_words, text_first, ways_to_say
from mutugraph.terms import natural_key
from mutugraph.typography import keyboard

NEAREST = 3
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
    """All the names in the graph, read once a revision."""

    def __init__(self, table: Table, base: str) -> None:
        self._base = base
        self._by_type: dict[str, list[Name]] = {}
        for row in table.dicts():
            entity, label, also = row["entite"], _value(row["nom"]), _value(row["autre"])
            schema = row["schema"]
            if isinstance(entity, NamedNode):
                of = schema if isinstance(schema, NamedNode) else None
                name = Name(_value(row["type"]), entity, label, also, of, self.path(entity))
                self._by_type.setdefault(name.type, []).append(name)

    def path(self, entity: NamedNode) -> str:
        """What a user may type for one entity and no other: its path under `/id/`."""
        return entity.value.removeprefix(self._base)

    def addressed(self, kind: str, text: str) -> NamedNode | None:
        """The entity of a type at an address, or at a path under `/id/`, that a text is."""
        wanted = _path(text.removeprefix(self._base))
        return next((n.entity for n in self._by_type.get(kind, []) if n.path == wanted), None)

    def schemas_of(self, entity: NamedNode) -> tuple[NamedNode, ...]:
        """The schémas that an entity belongs to: one, or none for what is shared."""
        every = (name for names in self._by_type.values() for name in names)
        return _unique(n.schema for n in every if n.entity == entity and n.schema is not None)

    def of(self, kind: str) -> list[Name]:
        """The names of a type, each entity under its label once, in order of label."""
        unique = {name.entity: name for name in reversed(self._by_type.get(kind, []))}
        return sorted(unique.values(), key=lambda name: natural_key(name.label))

    def find(
        self, kind: str, text: str, within: Collection[NamedNode] | None = None
    ) -> tuple[NamedNode, ...]:
        """The entities of a type that a text calls; several schémas may each have one.

        With `within`, those of these schémas, and those that belong to none. Raises `UnknownName`
        with the nearest, `NameAmbiguous` with the candidates.
        """
        if kind == "article":
            return self._article(text)
        wanted = set(_slugs((_path(text), number_of(text))))
        names = self._of(kind, within)
        found = [n for n in names if wanted & n.keys]
        if not found:
            raise UnknownName(kind=kind, name=text, nearest=_nearest(kind, text, names))
        return _unique(name.entity for name in found)

    def _of(self, kind: str, within: Collection[NamedNode] | None) -> list[Name]:
        names = self._by_type.get(kind, [])
        if within is None:
            return names
        return [name for name in names if name.schema is None or name.schema in within]

    def beginning(self, text: str) -> list[Name]:
        """The articles whose number begins so: each is another than the one that is named."""
        wanted = citation_words(text)
        longer = {n.label: n for n in self._by_type.get("article", []) if _begins(wanted, n.label)}
        return sorted(longer.values(), key=lambda name: natural_key(name.label))

    def _article(self, text: str) -> tuple[NamedNode, ...]:
        names = self._by_type.get("article", [])
        addressed = [n.entity for n in names if n.entity.value == text.strip()]
        if addressed:
            return _unique(addressed)
        wanted = citation_words(text)
        known = {name: citation_words(name.label) for name in names}
        for way in self._ways(wanted, known):
            exact = [name for name, words in known.items() if way in ways_to_say(words)]
            labels = sorted({name.label for name in exact}, key=natural_key)
            if len(labels) > 1:
                raise NameAmbiguous(kind="article", name=text, candidates=tuple(labels))
            if exact:
                return _unique(name.entity for name in exact)
        nearest = [name.label for name in self.beginning(text)][:LONGER]
        nearest = nearest or list(_nearest("article", text, names))
        raise UnknownName(kind="article", name=text, nearest=tuple(nearest))

    @staticmethod
    def _ways(wanted: Words, known: Mapping[Name, Words]) -> Iterator[Words]:
        """A citation as it is, then with the text that it names put first: `8 du CMP`."""
        if wanted:
            yield wanted
        for of_label in (True, False):
            for name, short in known.items():
                called = short if of_label else citation_words(name.also)
                moved = text_first(wanted, called, short)
                if moved is not None:
                    yield moved


def number_of(text: str) -> str:
    """A code written in groups, `200 039 865`, in one piece; any other text as it is."""
    joined = "".join(keyboard(text).split())
    return joined if joined.isdigit() else text


def _begins(wanted: Words, label: str) -> bool:
    ways = ways_to_say(citation_words(label))
    return bool(wanted) and any(way[: len(wanted)] == wanted for way in ways)


def _nearest(kind: str, text: str, names: Iterable[Name]) -> tuple[str, ...]:
    wanted = next(iter(_slugs((text,))), "")
    labels = {key: name.label for name in names for key in name.keys}
    # an article may be called without its code
    labels |= {low.partition("-")[2]: labels[low] for low in labels if kind == "article"}
    close = difflib.get_close_matches(wanted, sorted(labels), NEAREST, cutoff=0.5)
    inside = sorted(low for low in labels if wanted and wanted in low)
    return tuple(dict.fromkeys(labels[low] for low in (*close, *inside)))[:NEAREST]


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
