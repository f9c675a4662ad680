"""Provisions and texts of the law, their versions, and what is known of both at a day.

A version is established from its first day to its end, which is exclusive; one without a known end
that is followed by a later version is established on its first day only. Between, the answer is
« not established », never the nearest version (R12).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pyoxigraph import NamedNode

REPLACED_WITHOUT_REPEAL = "codification"


class State(StrEnum):
    """What is known of a provision at a day, for a body; the codes are those of `validite`."""

    NOT_YET = "pas_encore"
    REPEALED = "abroge"
    CODIFIED = "codifie"
    INAPPLICABLE = "inapplicable"
    OPTIONAL = "facultatif"
    IN_FORCE = "en_vigueur"
    UNKNOWN = "non_etabli"

    @property
    def holds(self) -> bool:
        """Whether something may still be founded on it: it is not known to be out of force."""
        return self in {State.OPTIONAL, State.IN_FORCE, State.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a provision, and what is known of it. `end` is the first day without it.

    `replayed` is the day up to which its bounds were replayed on LEGI, if they were.
    """

    node: NamedNode
    label: str
    start: date
    end: date | None
    verified: bool
    optional: bool = False
    replayed: date | None = None
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    bounds: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    doubtful_authors: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Succession:
    """A provision or text that takes over; `nature` is a code (`abrogation`…)."""

    successor: NamedNode
    nature: str


@dataclass(frozen=True, slots=True)
class Provision:
    """An article, a part of one, or a whole text; `kind` is the type, empty for articles."""

    node: NamedNode
    label: str
    about: str = ""
    title: str = ""
    number: str = ""
    kind: str = ""
    dated: date | None = None
    text: NamedNode | None = None
    born: date | None = None
    ends: date | None = None
    verified: bool = True
    uncertain: bool = False
    categories: frozenset[NamedNode] = frozenset()
    regimes: frozenset[NamedNode] = frozenset()
    versions: tuple[Version, ...] = ()
    successions: tuple[Succession, ...] = ()
    refers_to: tuple[NamedNode, ...] = ()
    supplements: tuple[NamedNode, ...] = ()
    parts: tuple[NamedNode, ...] = ()
    resolved_as: tuple[NamedNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """A dated fact about an EPCI: its category, its tax regime, or both. `until` is exclusive."""

    node: NamedNode
    label: str
    since: date | None
    until: date | None
    verified: bool
    sources: tuple[str, ...] = ()
    category: NamedNode | None = None
    regime: NamedNode | None = None
    act: NamedNode | None = None

    def covers(self, day: date) -> bool:
        """Whether the fact holds that day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


@dataclass(frozen=True)
class Law:
    """Every provision and text, by its address."""

    provisions: dict[NamedNode, Provision] = field(default_factory=dict)

    def get(self, node: NamedNode | None) -> Provision | None:
        """The provision at an address."""
        return self.provisions.get(node) if node is not None else None

    def all_of(self, nodes: Iterable[NamedNode]) -> tuple[Provision, ...]:
        """The provisions at these addresses, those that are known."""
        return tuple(p for n in nodes if (p := self.provisions.get(n)) is not None)

    def successors(self, provision: Provision, day: date) -> tuple[Provision, ...]:
        """What has taken over and is not known to be out of force that day, through the chain."""
        found: dict[NamedNode, Provision] = {}
        ahead = list(provision.successions)
        seen = {provision.node}
        while ahead:
            succession = ahead.pop(0)
            successor = self.provisions.get(succession.successor)
            if successor is None or successor.node in seen:
                continue
            seen.add(successor.node)
            if state_at(successor, day).holds:
                found[successor.node] = successor
            ahead += successor.successions
        return tuple(found.values())


def version_at(provision: Provision, day: date) -> Version | None:
    """The version that is established that day, if one is."""
    for version in provision.versions:
        if not version.start <= day or (version.end is not None and day >= version.end):
            continue
        followed = any(other.start > version.start for other in provision.versions)
        if version.end is None and followed and day != version.start:
            continue
        return version
    return None


def not_replayed(provisions: Iterable[Provision], day: date) -> tuple[Provision, ...]:
    """Those whose version that day was not replayed on LEGI up to that day."""
    read = ((provision, version_at(provision, day)) for provision in dict.fromkeys(provisions))
    return tuple(
        provision
        for provision, version in read
        if version is not None and (version.replayed is None or version.replayed < day)
    )


def state_at(provision: Provision, day: date, statuses: Iterable[Status] = ()) -> State:
    """What is known of a provision that day, for a body of these statuses.

    A provision for one category or regime is inapplicable to a body that has another one that day;
    where the body's is not known, applicability does not decide.
    """
    if provision.born is not None and day < provision.born:
        return State.NOT_YET
    if provision.ends is not None and day >= provision.ends:
        codified = any(s.nature == REPLACED_WITHOUT_REPEAL for s in provision.successions)
        return State.CODIFIED if codified else State.REPEALED
    then = [status for status in statuses if status.covers(day)]
    begun = not provision.versions or any(v.start <= day for v in provision.versions)
    for wanted, held in (
        (provision.categories, {s.category for s in then if s.category}),
        (provision.regimes, {s.regime for s in then if s.regime}),
    ):
        if begun and wanted and held and not wanted & held:
            return State.INAPPLICABLE
    version = version_at(provision, day)
    if version is None:
        return State.UNKNOWN
    return State.OPTIONAL if version.optional else State.IN_FORCE
