"""The visas that an act about a service needs at a day, in the order of custom, with reservations.

Codes and their articles, that which founds the act first; laws and ordinances by date, decrees;
then what the act must bear and the graph may not know (`acts.toml`): statutes, earlier
deliberations, opinions, annexes. Only what founds this act at this phase and holds that day is
cited; the rest is said beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mutugraph.law.acts import FORM, OPINION, Act, Bears, Condition, bears, places, staff_texts
from mutugraph.law.known import AMENDMENT, CONVENTION, OF_THE_SCHEMA, Known, known_for
from mutugraph.law.proofs import Basis, Explanation, Read, read_at
from mutugraph.law.provisions import Law, Provision, Status, not_replayed
from mutugraph.law.reservations import LEFT_OUT, Reservation, reservations
from mutugraph.terms import natural_key

CODE, REGULATION, DECREE, ACT, BLANK = "code", "reglement", "decret", "acte", "blanc"
_ORDER = {CODE: 0, REGULATION: 1, "loi": 2, "ordonnance": 2, DECREE: 3}
OBJECT, PROGRAMME = "objet", "programmation"


@dataclass(frozen=True, slots=True)
class LocalAct:
    """An act of a local authority on the schéma."""

    label: str
    dated: date


@dataclass(frozen=True, slots=True)
class Period:
    """The schéma's édition as acts name it, and its first and last years."""

    code: str
    first: int
    last: int

    def runs(self, day: date) -> bool:
        """Whether the day is within it."""
        return self.first <= day.year <= self.last

    def over(self, day: date) -> bool:
        """Whether it has ended before that day."""
        return day.year > self.last


@dataclass(frozen=True, slots=True)
class Visa:
    """One text to cite, by its full title, with its articles; `kind` is its type of text.

    Of kind `blanc`, `title` is the key of its sentence: what the act must bear; `known` are the
    facts of the graph that fill it, the oldest first, and none where it stays a blank.
    """

    kind: str
    title: str
    articles: tuple[str, ...] = ()
    dated: date | None = None
    known: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Visas:
    """The visas of an act about a service at a day and a phase.

    `sure` are the articles cited that nothing is said against, with their versions.
    """

    service: str
    epci: str
    schema: str
    day: date
    act: Act
    phase: str
    phase_label: str
    lines: tuple[Visa, ...]
    sure: tuple[Read, ...]
    reservations: tuple[Reservation, ...]

    @property
    def to_check(self) -> tuple[Reservation, ...]:
        """What to check in the text to copy, and why."""
        return tuple(r for r in self.reservations if r.code not in LEFT_OUT)

    @property
    def left_out(self) -> tuple[Reservation, ...]:
        """What is not in the text to copy: optional, no longer applicable, of another act."""
        return tuple(r for r in self.reservations if r.code in LEFT_OUT)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a draft needs besides the explanation: the law, the body, local acts, conditions."""

    law: Law
    statuses: tuple[Status, ...]
    period: Period
    local_acts: tuple[LocalAct, ...] = ()
    conditions: tuple[tuple[str, Condition], ...] = ()
    known: tuple[Known, ...] = ()


def draft(explanation: Explanation, act: Act, phase: str, beside: Beside) -> Visas:
    """The visas that an explanation gives grounds for at a phase (a code), and what to check."""
    day, law, asked = explanation.day, beside.law, bears(act)
    founding = tuple(b for b in explanation.bases if b.phase == phase and b.founds_form)
    cited = list(_cited(explanation, asked, founding, beside))
    texts: dict[Provision, set[str]] = {}
    for read in cited:
        text = _text(law, read.provision)
        if text is not None:
            numbers = texts.setdefault(text, set())
            if read.provision.text is not None:
                numbers.add(read.provision.number)
    for status in beside.statuses:
        decree = law.get(status.act) if status.covers(day) else None
        if decree is not None and cited:
            texts.setdefault(decree, set())
    lines = [_visa(text, numbers) for text, numbers in texts.items()]
    lines.sort(key=lambda v: (_ORDER.get(v.kind, 3), v.dated or date.min))
    if cited:
        lines += _facts(asked, phase, cited, day, beside)
    told = reservations(explanation, law, asked, founding, beside.period.over(day))
    articles = (read.provision for read in cited if read.provision.text is not None)
    left = tuple(p.label for p in not_replayed(articles, day))
    replay = (Reservation("legi", others=left),) if left else ()
    opinions = tuple(Reservation("acte_avis", v.title) for v in lines if v.kind == ACT)
    days = tuple(_on_known(lines, day, beside))
    doubtful = {r.subject for r in told} | set(left)
    labels = {a.phase: a.phase_label for a in explanation.arrangements}
    return Visas(
        service=explanation.service,
        epci=explanation.epci,
        schema="" if beside.period.over(day) else beside.period.code,
        day=day,
        act=act,
        phase=phase,
        phase_label=labels.get(phase, ""),
        lines=tuple(lines),
        sure=tuple(r for r in dict.fromkeys(cited) if r.provision.label not in doubtful),
        reservations=tuple(dict.fromkeys((*told, *opinions, *days, *replay))),
    )


def official(number: str) -> str:
    """An article's number as official texts write it: `L5211-4-2` is `L. 5211-4-2`."""
    star = " *" if number[1:2] == "*" else ""
    rest = number[2:] if star else number[1:]
    if number[:1] in "LRDA" and rest[:1].isdigit():
        return f"{number[0]}.{star} {rest}"
    return number


def _cited(
    explanation: Explanation, asked: Bears, founding: Iterable[Basis], beside: Beside
) -> Iterator[Read]:
    """What the act rests on that holds that day, and what those refer to."""
    day, law = explanation.day, beside.law
    found = [b.read for b in founding if b.holds and b.read] if asked.founds else []
    if asked.founds and found:
        found += [t.read for t in explanation.ties if t.kind == OBJECT and t.read]
    if asked.programmes:
        programmes = [t.read for t in explanation.ties if t.kind == PROGRAMME and t.read]
        found += programmes
        by_label = {p.label: p for p in law.provisions.values()} if programmes else {}
        found += [read_at(by_label[a], day, ()) for a in asked.articles if a in by_label]
    if asked.staff and found:
        found += list(_staff(law, day))
    for read in found:
        if read.state.holds:
            yield read
            targets = (*read.provision.refers_to, *read.provision.supplements)
            others = (read_at(p, day, beside.statuses) for p in law.all_of(targets))
            # the target of a reference is applied whatever the body: that is what it is for
            yield from (other for other in others if other.provision.ends is None)


def _staff(law: Law, day: date) -> Iterator[Read]:
    texts, articles = staff_texts()
    by_label = {p.label: p for p in law.provisions.values()}
    for label in texts:
        read = read_at(by_label[label], day, ()) if label in by_label else None
        if read is not None and read.version is not None:
            yield read
            break
    read_articles = (read_at(by_label[a], day, ()) for a in articles if a in by_label)
    yield from (read for read in read_articles if read.version is not None)


def _facts(
    asked: Bears, phase: str, cited: list[Read], day: date, beside: Beside
) -> Iterator[Visa]:
    """Statutes and earlier acts, opinions, then annexes."""
    for key in asked.blanks:
        if key != "schema" or beside.period.runs(day):
            yield _filled(key, day, beside)
    if asked.local:
        acts = sorted(beside.local_acts, key=lambda a: a.dated)
        yield from (Visa(ACT, a.label, dated=a.dated) for a in acts if a.dated <= day)
    founded = {read.provision.node.value for read in cited}
    wanted = {
        condition.name: place
        for at, condition in beside.conditions
        if condition.holds(day)
        and (at == phase if asked.conditions == FORM else not condition.form)
        and (not condition.funding or condition.article in founded)
        and (place := places().get(condition.name))
    }
    if asked.conditions:
        ordered = sorted(wanted.items(), key=lambda pair: pair[1] != OPINION)
        yield from (_filled(name.replace("-", "_"), day, beside) for name, _ in ordered)


def _filled(key: str, day: date, beside: Beside) -> Visa:
    """A line of what the act must bear, with the latest day that the graph knows for it."""
    # of another schéma than the one that this act is about, once its last year is over
    past = beside.period.over(day) and key in OF_THE_SCHEMA
    found = [] if past else [k for k in known_for(key, beside.known, day) if k.fills][-1:]
    if found and key == CONVENTION:
        since = found[0].dated
        found += [
            k for k in known_for(AMENDMENT, beside.known, day) if k.fills and k.dated >= since
        ]
    return Visa(BLANK, key, known=tuple(found))


def _on_known(lines: Iterable[Visa], day: date, beside: Beside) -> Iterator[Reservation]:
    """Which days come from the graph, and those that may be of another service."""
    for line in lines:
        yield from (Reservation("jour_du_graphe", k.label, day=k.dated) for k in line.known)
        if line.kind == BLANK and not line.known:
            for other in known_for(line.title, beside.known, day):
                if not other.fills and not beside.period.over(day):
                    code = "jour_a_verifier" if other.own else "jour_possible"
                    yield Reservation(code, other.label, day=other.dated)


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
