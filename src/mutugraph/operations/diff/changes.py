"""The changes of entities, as frozen values, found by comparing triples as they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from mutugraph.terms import RDF_TYPE, natural_key

if TYPE_CHECKING:
    from mutugraph.operations.diff.impact import AnswerChange


class Kind(StrEnum):
    """What happens to an entity from one base to the other."""

    ADDED = "ajoute"
    REMOVED = "retire"
    CHANGED = "modifie"


@dataclass(frozen=True, slots=True)
class Change:
    """A property of an entity: its values before and after, as written and as people read them."""

    predicate: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    shown_before: tuple[str, ...]
    shown_after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntityChange:
    """One entity that is added, removed or changed; `label` is what people call it."""

    subject: str
    label: str
    kind: Kind
    changes: tuple[Change, ...]
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes from `before` to `after`; `answers` is None where impact was not asked for."""

    before: str
    after: str
    entities: tuple[EntityChange, ...]
    answers: tuple[AnswerChange, ...] | None = field(default=None)

    def __len__(self) -> int:
        return len(self.entities)


@dataclass(frozen=True, slots=True)
class Words:
    """How each side speaks of its terms: the label of an entity, its context, of a property."""

    entity: Callable[[str], str]
    context: Callable[[str], str | None]
    predicate: Callable[[str], str]


def changes(
    old: frozenset[Triple], new: frozenset[Triple], before: Words, after: Words
) -> Iterator[EntityChange]:
    """The entities that differ, in the natural order of their IRIs."""
    lost, gained = _by_subject(old - new), _by_subject(new - old)
    kept_before = {_key(t.subject) for t in old if t.predicate == RDF_TYPE}
    kept_after = {_key(t.subject) for t in new if t.predicate == RDF_TYPE}
    for subject in sorted(lost.keys() | gained.keys(), key=natural_key):
        kind = Kind.CHANGED
        if subject not in kept_before:
            kind = Kind.ADDED
        elif subject not in kept_after:
            kind = Kind.REMOVED
        words = before if kind is Kind.REMOVED else after
        yield EntityChange(
            subject=subject,
            label=words.entity(subject),
            kind=kind,
            changes=tuple(_changes(lost.get(subject, ()), gained.get(subject, ()), before, after)),
            context=words.context(subject),
        )


def _changes(
    lost: Iterable[Triple], gained: Iterable[Triple], before: Words, after: Words
) -> Iterator[Change]:
    old, new = _by_predicate(lost), _by_predicate(gained)
    for predicate in sorted(old.keys() | new.keys()):
        left, right = old.get(predicate, []), new.get(predicate, [])
        yield Change(
            predicate=predicate,
            label=after.predicate(predicate),
            before=tuple(str(value) for value in left),
            after=tuple(str(value) for value in right),
            shown_before=tuple(_shown(value, before) for value in left),
            shown_after=tuple(_shown(value, after) for value in right),
        )


def _by_subject(triples: Iterable[Triple]) -> dict[str, list[Triple]]:
    found: dict[str, list[Triple]] = {}
    for triple in triples:
        found.setdefault(_key(triple.subject), []).append(triple)
    return found


def _by_predicate(triples: Iterable[Triple]) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for triple in sorted(triples, key=str):
        found.setdefault(triple.predicate.value, []).append(triple.object)
    return found


def _shown(value: object, words: Words) -> str:
    return value.value if isinstance(value, Literal) else words.entity(_key(value))


def _key(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)
