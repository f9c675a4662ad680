"""The changes as frozen values: of entities, by their triples as written; of files of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Triple

from mutugraph.terms import natural_key

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
class FileChange:
    """A file of text that is added, removed or changed: a query, a rule, a list.

    `line` is the first one that differs, from 1; `gone` and `new` count lines.
    """

    path: str
    kind: Kind
    line: int
    gone: int
    new: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes from `before` to `after`; `answers` is None where impact was not asked for."""

    before: str
    after: str
    entities: tuple[EntityChange, ...]
    files: tuple[FileChange, ...] = ()
    answers: tuple[AnswerChange, ...] | None = field(default=None)

    @property
    def changes(self) -> tuple[EntityChange | FileChange, ...]:
        """Everything that changes: entities, then files."""
        return (*self.entities, *self.files)

    def __len__(self) -> int:
        return len(self.changes)


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
    known, kept = ({_key(triple.subject) for triple in side} for side in (old, new))
    for subject in sorted(lost.keys() | gained.keys(), key=natural_key):
        kind = _kind(subject in known, subject in kept)
        words = before if kind is Kind.REMOVED else after
        yield EntityChange(
            subject=subject,
            label=words.entity(subject),
            kind=kind,
            changes=tuple(_changes(lost.get(subject, ()), gained.get(subject, ()), before, after)),
            context=words.context(subject),
        )


def file_changes(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[FileChange]:
    """The files that differ, in the natural order of their names."""
    for path in sorted(old.keys() | new.keys(), key=natural_key):
        left, right = old.get(path, b""), new.get(path, b"")
        if left != right or (path in old) != (path in new):
            lines = SequenceMatcher(a=left.split(b"\n"), b=right.split(b"\n"), autojunk=False)
            parts = [part for part in lines.get_opcodes() if part[0] != "equal"]
            yield FileChange(
                path=path,
                kind=_kind(path in old, path in new),
                line=parts[0][3] + 1 if parts else 1,
                gone=sum(part[2] - part[1] for part in parts),
                new=sum(part[4] - part[3] for part in parts),
            )


def _kind(before: bool, after: bool) -> Kind:
    return Kind.CHANGED if before and after else Kind.REMOVED if before else Kind.ADDED


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
