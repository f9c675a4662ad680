"""Who does what in the governance: a line an actor, a column a verb, as the document has them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from mutugraph.pages.arranging import FACET
from mutugraph.pages.visit import Visit
from mutugraph.questions.model import Answered

ATTRIBUTIONS = "attributions"
_ACTOR, _VERB = "acteur", "type"


@dataclass(frozen=True, slots=True)
class Deed:
    """How many attributions an actor has by a verb, and the address that lists them."""

    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor, its page, and a cell a verb, in the order of the verbs."""

    name: str
    href: str | None
    cells: tuple[Deed | None, ...]


@dataclass(frozen=True, slots=True)
class Deeds:
    """The matrix: its verbs, its actors; those that have the most come first."""

    verbs: tuple[str, ...]
    actors: tuple[Actor, ...]


def deeds(visit: Visit) -> Deeds | None:
    """The matrix of the attributions that the document prints; None where it prints none."""
    if not visit.reader.has(ATTRIBUTIONS):
        return None
    answered = visit.reader.ask(ATTRIBUTIONS)
    counts = _counts(answered, visit)
    if not counts:
        return None
    verbs = _by_weight(Counter(v for c in counts.values() for v in c.elements()))
    actors = _by_weight(Counter({actor: c.total() for actor, c in counts.items()}))
    pages = {
        str(row[_index(answered, _ACTOR)]): visit.links.page(named[_ACTOR].value)
        for row, named in zip(answered.rows, answered.entities, strict=True)
        if _ACTOR in named
    }
    return Deeds(
        verbs,
        tuple(
            Actor(a, pages.get(a), tuple(_deed(visit, a, v, counts[a][v]) for v in verbs))
            for a in actors
        ),
    )


def _counts(answered: Answered, visit: Visit) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    actor, verb = (_index(answered, name) for name in (_ACTOR, _VERB))
    for row in answered.rows:
        counts[str(row[actor])][visit.word(str(row[verb]))] += 1
    return counts


def _deed(visit: Visit, actor: str, verb: str, count: int) -> Deed | None:
    if not count:
        return None
    asked = urlencode({FACET + _ACTOR: actor, FACET + _VERB: verb})
    return Deed(count, f"{visit.frame.url(f'/questions/{ATTRIBUTIONS}')}?{asked}#reponse")


def _by_weight(counted: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counted, key=lambda name: (-counted[name], name)))


def _index(answered: Answered, name: str) -> int:
    return [column.name for column in answered.question.columns].index(name)
