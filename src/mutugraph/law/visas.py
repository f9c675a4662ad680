"""The visas that an act about a service needs at a day, in the order of custom, with reservations.

Codes first, then laws and ordinances by date, decrees by date, local acts. Only what holds that day
is cited; what does not, and all that a drafter must check, is a reservation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mutugraph.law.proofs import Arrangement, Basis, Explanation, Read
from mutugraph.law.provisions import Law, Provision, State, Status, not_replayed
from mutugraph.terms import natural_key

CODE, DECREE, ACT, LAWS = "code", "decret", "acte", ("loi", "ordonnance")
_ORDER = {CODE: 0, "loi": 1, "ordonnance": 1, DECREE: 2, ACT: 3}
_SURE = "cite"


class Act(StrEnum):
    """What the visas are for."""

    DELIBERATION = "deliberation"
    CONVENTION = "convention"


@dataclass(frozen=True, slots=True)
class LocalAct:
    """An act of a local authority on the schéma."""

    label: str
    dated: date


@dataclass(frozen=True, slots=True)
class Visa:
    """One text to cite, by its full title, with its articles; `kind` is its type of text."""

    kind: str
    title: str
    articles: tuple[str, ...] = ()
    dated: date | None = None


@dataclass(frozen=True, slots=True)
class Reservation:
    """Something to check before the visas are used: a code and its facts, in words of the graph."""

    code: str
    subject: str = ""
    rule: str = ""
    day: date | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visas:
    """The visas of an act about a service at a day."""

    service: str
    day: date
    act: Act
    lines: tuple[Visa, ...]
    reservations: tuple[Reservation, ...]


def draft(
    explanation: Explanation,
    law: Law,
    statuses: tuple[Status, ...],
    act: Act,
    local_acts: tuple[LocalAct, ...] = (),
) -> Visas:
    """The visas that an explanation gives grounds for, and what to check in them."""
    day = explanation.day
    programmes = [t.read for t in explanation.ties if t.kind == "programmation" and t.read]
    cited = [b.read for b in explanation.bases if b.holds and b.read]
    if act is Act.DELIBERATION:
        cited += [read for read in programmes if read.state.holds]
    texts: dict[Provision, set[str]] = {}
    for read in cited:
        text = _text(law, read.provision)
        if text is not None:
            numbers = texts.setdefault(text, set())
            if read.provision.text is not None:
                numbers.add(read.provision.number)
    for status in statuses:
        decree = law.get(status.act) if status.covers(day) else None
        if decree is not None:
            texts.setdefault(decree, set())
    lines = [_visa(text, numbers) for text, numbers in texts.items()]
    if act is Act.CONVENTION:
        lines += [Visa(ACT, a.label, dated=a.dated) for a in local_acts if a.dated <= day]
    lines.sort(key=lambda v: (_ORDER.get(v.kind, 2), v.dated or date.min, natural_key(v.title)))
    opinions = [Reservation("acte_avis", v.title) for v in lines if v.kind == ACT]
    reserved = dict.fromkeys([*_reservations(explanation, law, programmes, act), *opinions])
    left = tuple(p.label for p in not_replayed((read.provision for read in cited), day))
    replay = [Reservation("legi", others=left)] if left else []
    return Visas(explanation.service, day, act, tuple(lines), (*reserved, *replay))


def official(number: str) -> str:
    """An article's number as official texts write it: `L5211-4-2` is `L. 5211-4-2`."""
    star = "*" if number[1:2] == "*" else ""
    if number[:1] in "LRDA" and number[len(star) + 1 : len(star) + 2].isdigit():
        return f"{number[0]}.{star} {number[len(star) + 1 :]}"
    return number


def _text(law: Law, provision: Provision) -> Provision | None:
    """The text to cite for a provision: the one it is of, is, or is resolved as; none in doubt."""
    if provision.text is not None:
        return law.get(provision.text)
    if not provision.resolved_as:
        return provision
    found = law.all_of(provision.resolved_as)
    return found[0] if len(found) == 1 else None


def _visa(text: Provision, numbers: set[str]) -> Visa:
    title = text.title or text.label
    articles = tuple(official(number) for number in sorted(numbers, key=natural_key))
    return Visa(text.kind, title[:1].lower() + title[1:], articles, text.dated)


def _reservations(
    explanation: Explanation, law: Law, programmes: list[Read], act: Act
) -> Iterator[Reservation]:
    for arrangement in explanation.arrangements:
        yield from _on_arrangement(arrangement)
    for basis in explanation.bases:
        yield from _on_basis(basis, law, explanation.day)
    if act is Act.DELIBERATION:
        for read in programmes:
            yield from _on_read(read, ())
    for tie in explanation.ties:
        if tie.until is not None and tie.until <= explanation.day:
            follows = (tie.successor,) if tie.successor else ()
            yield Reservation("dispositif", tie.label, day=tie.until, others=follows)


def _on_arrangement(arrangement: Arrangement) -> Iterator[Reservation]:
    unnamed = [basis for basis in arrangement.bases if basis.read is None and basis.applies]
    for basis in unnamed:
        names = tuple(c.provision.label for c in basis.candidates if c.state.holds)
        yield Reservation("sans_article", arrangement.phase_label, basis.rule.code, others=names)
    if not arrangement.founded and not unnamed:
        yield Reservation("sans_fondement", arrangement.phase_label)


def _on_basis(basis: Basis, law: Law, day: date) -> Iterator[Reservation]:
    read = basis.read
    if read is None or (not basis.applies and _to_come(basis, day)):
        return
    label = read.provision.label
    if not basis.applies and read.state.holds:
        yield Reservation(State.INAPPLICABLE, label)
        return
    yield from _on_read(read, tuple(p.label for p in basis.successors))
    if not basis.holds:
        return
    if basis.mode != _SURE:
        yield Reservation(basis.mode, label, basis.rule.code)
    resolved = law.all_of(read.provision.resolved_as)
    if len(resolved) == 1:
        yield Reservation("resolution", label, others=(resolved[0].title or resolved[0].label,))
    elif resolved:
        yield Reservation("ambigu", label, others=tuple(text.label for text in resolved))


def _to_come(basis: Basis, day: date) -> bool:
    """Whether the EPCI only comes under the rule later: nothing that the drafter would cite."""
    return all(status.since is not None and status.since > day for status in basis.statuses)


def _on_read(read: Read, successors: tuple[str, ...]) -> Iterator[Reservation]:
    provision, version = read.provision, read.version
    match read.state:
        case State.REPEALED | State.CODIFIED:
            yield Reservation(read.state, provision.label, day=provision.ends, others=successors)
        case State.NOT_YET | State.INAPPLICABLE | State.UNKNOWN:
            yield Reservation(read.state, provision.label)
        case State.OPTIONAL:
            since = min(v.start for v in provision.versions if v.optional)
            yield Reservation(read.state, provision.label, day=since)
        case State.IN_FORCE:
            pass
    if version is not None and read.state.holds:
        doubts = (*version.bounds, *version.doubtful_authors)
        if doubts or not version.verified or not provision.verified:
            yield Reservation("a_verifier", provision.label, others=doubts)
