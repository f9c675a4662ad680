"""From what a user calls an entity to its IRIs: slug, label, code, any spelling of an article."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from mutugraph.engine.answers import Table
from mutugraph.errors import IriInvalid, NameAmbiguous, UnknownName
from mutugraph.iris import slug
from mutugraph.terms import natural_key

NEAREST = 3
_PIECE = re.compile(r"[a-z]+|\d+")
_NOISE = frozenset({"article", "art", "du", "de", "la", "le", "l'", "n", "no", "numero"})


@dataclass(frozen=True, slots=True)
class Name:
    """One way to call an entity of a type."""

    type: str
    entity: NamedNode
    label: str
    also: str

    @property
    def keys(self) -> frozenset[str]:
        """The slugs under which it is found."""
        tail = self.entity.value.rpartition("/")[2]
        return frozenset(_slugs((self.label, self.also, tail, self.entity.value)))


class Names:
    """All the names in the graph, read once a revision."""

    def __init__(self, table: Table) -> None:
        self._by_type: dict[str, list[Name]] = {}
        for row in table.dicts():
            entity, label, also = row["entite"], _value(row["nom"]), _value(row["autre"])
            if isinstance(entity, NamedNode):
                name = Name(_value(row["type"]), entity, label, also)
                self._by_type.setdefault(name.type, []).append(name)

    def of(self, kind: str) -> list[Name]:
        """The names of a type, each entity under its label once, in order of label."""
        unique = {name.entity: name for name in reversed(self._by_type.get(kind, []))}
        return sorted(unique.values(), key=lambda name: natural_key(name.label))

    def find(self, kind: str, text: str) -> tuple[NamedNode, ...]:
        """The entities of a type that a text calls; several schémas may each have one.

        Raises `UnknownName` with the nearest, `NameAmbiguous` with the candidates.
        """
        if kind == "article":
            return self._article(text)
        wanted = _slugs((text,))
        found = [n for n in self._by_type.get(kind, []) if wanted and wanted[0] in n.keys]
        if not found:
            raise UnknownName(kind=kind, name=text, nearest=self._nearest(kind, text))
        return _unique(name.entity for name in found)

    def _nearest(self, kind: str, text: str) -> tuple[str, ...]:
        wanted = next(iter(_slugs((text,))), "")
        labels = {key: name.label for name in self._by_type.get(kind, []) for key in name.keys}
        close = difflib.get_close_matches(wanted, sorted(labels), NEAREST, cutoff=0.5)
        inside = sorted(key for key in labels if wanted and wanted in key)
        return tuple(dict.fromkeys(labels[key] for key in (*close, *inside)))[:NEAREST]

    def _article(self, text: str) -> tuple[NamedNode, ...]:
        wanted = article_tokens(text)
        names = self._by_type.get("article", [])
        exact = [n for n in names if _same_article(wanted, article_tokens(n.label))]
        labels = sorted({n.label for n in exact}, key=natural_key)
        if len(labels) > 1:
            raise NameAmbiguous(kind="article", name=text, candidates=tuple(labels))
        if exact:
            return _unique(n.entity for n in exact)
        longer = [n.label for n in names if _begins(wanted, article_tokens(n.label))]
        if longer:
            raise NameAmbiguous(
                kind="article", name=text, candidates=tuple(sorted(set(longer), key=natural_key))
            )
        raise UnknownName(kind="article", name=text, nearest=self._nearest("article", text))


def article_tokens(text: str) -> tuple[str, ...]:
    """The letters and numbers of a citation: `L. 5211-4-2` and `l 5211 4 2` give the same."""
    plain = _slugs((text,))
    found = _PIECE.findall(plain[0]) if plain else []
    kept = [piece for piece in found if piece not in _NOISE]
    return tuple(p for i, p in enumerate(kept) if p != "l" or i + 1 < len(kept))


def _same_article(wanted: Sequence[str], known: Sequence[str]) -> bool:
    """Equal, or equal without the code (`CGCT`), or without the code and the letter (`L`)."""
    if not wanted:
        return False
    tails = {tuple(known[i:]) for i in range(3) if not any(t.isdigit() for t in known[:i])}
    return tuple(wanted) in tails


def _begins(wanted: Sequence[str], known: Sequence[str]) -> bool:
    tails = [known[i:] for i in range(3) if not any(t.isdigit() for t in known[:i])]
    return bool(wanted) and any(tuple(t[: len(wanted)]) == tuple(wanted) for t in tails)


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
