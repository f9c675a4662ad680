"""What to check before visas are used, and what they leave out, with the reason of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mutugraph.law.acts import Bears
from mutugraph.law.proofs import Arrangement, Basis, Explanation, Read, Tie
from mutugraph.law.provisions import Law, State

_SURE = "cite"
OTHER_ACT, PERIOD_OVER, LIMIT = "autre_acte", "periode_echue", "limite"
# what is not in the text to copy
LEFT_OUT = frozenset(
    {
        State.REPEALED,
        State.CODIFIED,
        State.NOT_YET,
        State.INAPPLICABLE,
        OTHER_ACT,
        PERIOD_OVER,
        "dispositif",
        "ambigu",
        "sans_fondement",
    }
)


@dataclass(frozen=True, slots=True)
class Reservation:
    """Something to check before the visas are used: a code and its facts, in words of the graph."""

    code: str
    subject: str = ""
    rule: str = ""
    day: date | None = None
    others: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


def reservations(
    explanation: Explanation, law: Law, asked: Bears, founding: Iterable[Basis], over: bool
) -> tuple[Reservation, ...]:
    """All that is to be said; `founding` are the bases of the act, `over` that the schéma is."""
    return tuple(dict.fromkeys(_every(explanation, law, asked, tuple(founding), over)))


def _every(
    explanation: Explanation, law: Law, asked: Bears, founding: tuple[Basis, ...], over: bool
) -> Iterator[Reservation]:
    programmes = [t for t in explanation.ties if t.kind == "programmation" and t.read]
    if asked.founds:
        for arrangement in explanation.arrangements:
            yield from _on_arrangement(arrangement)
        yield from _on_bases(explanation, law, founding)
        for tie in explanation.ties:
            if tie.kind == LIMIT and tie.read is not None:
                yield Reservation(LIMIT, tie.read.provision.label, tie.rule, others=(tie.label,))
        if over:  # which says of the article that institutes the schéma that it is left out
            yield Reservation(PERIOD_OVER, explanation.epci)
        else:
            yield from (left for tie in programmes for left in _programme_left_out(tie))
    if asked.programmes:
        yield from (r for tie in programmes if tie.read for r in _on_read(tie.read, ()))
    for tie in explanation.ties:
        if tie.kind == "dispositif" and tie.until is not None and tie.until <= explanation.day:
            follows = (tie.successor,) if tie.successor else ()
            yield Reservation("dispositif", tie.label, day=tie.until, others=follows)


def _on_bases(
    explanation: Explanation, law: Law, founding: tuple[Basis, ...]
) -> Iterator[Reservation]:
    mine = {basis.node for basis in founding}
    cited = {b.read.provision for b in founding if b.read is not None and b.holds}
    for basis in explanation.bases:
        another = basis.node not in mine and basis.read is not None
        if another and basis.holds and basis.read and basis.read.provision not in cited:
            yield Reservation(OTHER_ACT, basis.read.provision.label, basis.rule.code)
        elif not another or not basis.holds:
            yield from _on_basis(basis, law, explanation.day)


def _programme_left_out(tie: Tie) -> Iterator[Reservation]:
    if tie.read is not None and tie.read.state.holds:
        yield Reservation(OTHER_ACT, tie.read.provision.label, tie.rule)


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
    if basis.uncertain:
        yield Reservation("incertain", label, basis.rule.code)
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
        doubts, authors = version.bounds, version.doubtful_authors
        if doubts or authors or not version.verified or not provision.verified:
            yield Reservation("a_verifier", provision.label, others=doubts, authors=authors)
