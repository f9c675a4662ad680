"""Whether what founded a service on the day of its act founds it still, at another day.

A comparison of two days, never a forecast: what changed after the day up to which a version was
replayed on LEGI is not known, and is said so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mutugraph.law.proofs import Basis, Explanation
from mutugraph.law.provisions import Provision, version_at
from mutugraph.law.validations import Validation

_SURE = "cite"


class Verdict(StrEnum):
    """What a comparison of two days says of the articles that found a service."""

    SAME = "meme_redaction"
    OTHER = "autre_redaction"
    OTHERWISE = "autrement"
    NO_LONGER = "plus_fonde"
    NEWLY = "fonde_depuis"
    NEVER = "sans_fondement"


@dataclass(frozen=True, slots=True)
class Holding:
    """An article that founds at the day: `changes` versions began since the act's day.

    `known` is the day up to which its version is known to be the right one (None: not replayed).
    """

    label: str
    changes: int
    known: date | None
    new: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """The verdict on a service at `day`, compared with `origin`, the day of its act.

    `lost` are the articles that found it no more, `since` the first day without one of them;
    `modes` are the ways of the links that hold, `validations` those of what is deduced,
    `unvalidated` whether some of it has none.
    """

    verdict: Verdict
    origin: date
    day: date
    held: tuple[Holding, ...]
    lost: tuple[str, ...]
    since: date | None
    modes: tuple[str, ...]
    validations: tuple[Validation, ...]
    unvalidated: bool

    @property
    def known(self) -> date | None:
        """The day up to which what is read is known: the earliest of its versions'."""
        return min((h.known for h in self.held if h.known is not None), default=None)

    @property
    def not_known(self) -> tuple[str, ...]:
        """The articles whose version at the day may not be the right one."""
        return tuple(h.label for h in self.held if h.known is None or h.known < self.day)


def standing(then: Explanation, now: Explanation) -> Standing:
    """The verdict of two readings of one service: `then` on the day of its act, `now` at a day."""
    before, after = _held(then), _held(now)
    lost = [basis for node, basis in before.items() if node not in after]
    held = tuple(_holding(node, basis, then, now, before) for node, basis in after.items())
    bases = [basis for basis in now.bases if basis.holds]
    deduced = [basis for basis in bases if basis.mode != _SURE]
    return Standing(
        verdict=_verdict(before, after),
        origin=then.day,
        day=now.day,
        held=held,
        lost=tuple(basis.read.provision.label for basis in lost if basis.read),
        since=_since(lost, then.day, now.day),
        modes=tuple(dict.fromkeys(basis.mode for basis in bases)),
        validations=tuple(dict.fromkeys(v for b in deduced for v in b.validations)),
        unvalidated=any(not basis.validations for basis in deduced),
    )


def _verdict(before: dict[str, Basis], after: dict[str, Basis]) -> Verdict:
    if not after:
        return Verdict.NO_LONGER if before else Verdict.NEVER
    if not before:
        return Verdict.NEWLY
    if before.keys() - after.keys():
        return Verdict.OTHERWISE
    same = all(_version(before[n]) == _version(b) for n, b in after.items() if n in before)
    return Verdict.SAME if same else Verdict.OTHER


def _held(explanation: Explanation) -> dict[str, Basis]:
    held = (basis for basis in explanation.bases if basis.holds)
    found: dict[str, Basis] = {}
    for basis in held:
        if basis.read is not None:
            found.setdefault(basis.read.provision.node.value, basis)
    return found


def _holding(
    node: str, basis: Basis, then: Explanation, now: Explanation, before: dict[str, Basis]
) -> Holding:
    assert basis.read is not None  # noqa: S101 - `_held` keeps those alone
    provision = basis.read.provision
    version = version_at(provision, now.day)
    return Holding(
        label=provision.label,
        changes=_changes(provision, then.day, now.day),
        known=version.replayed if version else None,
        new=node not in before,
    )


def _version(basis: Basis) -> str:
    return basis.read.version.node.value if basis.read and basis.read.version else ""


def _changes(provision: Provision, origin: date, day: date) -> int:
    """How many versions began between two days, whichever is the first."""
    first, last = sorted((origin, day))
    return len({v.start for v in provision.versions if first < v.start <= last})


def _since(lost: Iterable[Basis], origin: date, day: date) -> date | None:
    """The first day without one of the bases lost, where it lies between the two days."""
    ends = (end for basis in lost for end in _ends(basis) if origin < end <= day)
    return min(ends, default=None)


def _ends(basis: Basis) -> Iterable[date]:
    """When the article ends, and when the body is no longer one that the rule is for."""
    yield from (status.until for status in basis.statuses if status.until)
    if basis.read is not None and basis.read.provision.ends:
        yield basis.read.provision.ends
