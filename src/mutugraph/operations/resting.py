"""Which service rests on which article, and how each link is established.

One `Link` for each service, article and way: the rows of `articles-par-service` differ by rule and
phase besides, and a reader asks first whether a link is printed or deduced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from mutugraph.engine.answers import SEPARATOR
from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.codes import read_codes
from mutugraph.questions.model import Answered, Value
from mutugraph.terms import natural_key

BASES = "articles-par-service"
SHOWN = 3
MODES = ("cite", "deduit", "externe", "indetermine")


@dataclass(frozen=True, slots=True)
class Link:
    """A service, the article that it rests on (None: none can be named), and the way.

    `rules`, `phases` and `places` are those of all the rows that say so.
    """

    number: int | None
    service: str
    node: NamedNode
    article: str | None
    article_node: NamedNode | None
    mode: str
    rules: tuple[str, ...]
    phases: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resting:
    """What rests on one article at a date (ISO 8601); `words` are the labels of codes."""

    article: NamedNode
    label: str
    date: str | None
    links: tuple[Link, ...]
    words: Mapping[str, str]

    @property
    def services(self) -> int:
        """How many services."""
        return len({link.node for link in self.links})

    @property
    def ways(self) -> dict[str, int]:
        """How many links are established in each way, the most certain first."""
        modes = [link.mode for link in self.links]
        return {mode: modes.count(mode) for mode in MODES if mode in modes}


def resting(
    catalogue: Catalogue,
    articles: Iterable[NamedNode],
    date: str | None = None,
    *,
    epci: str | None = None,
    schema: str | None = None,
) -> tuple[Resting, ...]:
    """What rests on the first articles that found a service; nothing where none does.

    `epci` and `schema` choose the schémas, as for a question.
    Raises what `ask` raises.
    """
    asked = tuple(articles)
    if not asked or BASES not in catalogue.questions:
        return ()
    given = {"epci": epci, "schema": schema}
    chosen = {name: value for name, value in given.items() if value}
    answered = ask(catalogue, BASES, chosen, date)
    read = (reading.edition.node.value for reading in answered.readings)
    return of(answered, asked, read_codes(catalogue).of(read))


def of(
    answered: Answered, articles: Iterable[NamedNode], words: Mapping[str, str]
) -> tuple[Resting, ...]:
    """What rests on the first articles that an answer of `articles-par-service` names."""
    every = links(answered)
    mine = ((a, tuple(link for link in every if link.article_node == a)) for a in articles)
    found = [
        Resting(article, kept[0].article or "", answered.date, kept, words)
        for article, kept in mine
        if kept
    ]
    return tuple(found[:SHOWN])


def links(answered: Answered) -> tuple[Link, ...]:
    """The links of an answer of `articles-par-service`, in its order of services.

    For one service: by article, then the most certain way first.
    """
    names = [column.name for column in answered.question.columns]
    groups: dict[tuple[NamedNode, NamedNode | None, str], list[Mapping[str, Value]]] = {}
    for row, entities in zip(answered.rows, answered.entities, strict=True):
        fact = dict(zip(names, row, strict=True))
        key = (entities["service"], entities.get("article"), str(fact["mode"]))
        groups.setdefault(key, []).append(fact)
    order = {node: rank for rank, node in enumerate(dict.fromkeys(key[0] for key in groups))}
    found = [_link(key, facts) for key, facts in groups.items()]
    return tuple(sorted(found, key=lambda link: (order[link.node], *_rank(link))))


def _link(key: tuple[NamedNode, NamedNode | None, str], facts: list[Mapping[str, Value]]) -> Link:
    node, article_node, mode = key
    number, article = facts[0]["action"], facts[0]["article"]
    return Link(
        number=number if isinstance(number, int) else None,
        service=str(facts[0]["service"]),
        node=node,
        article=None if article is None else str(article),
        article_node=article_node,
        mode=mode,
        rules=_distinct(facts, "regle"),
        phases=tuple(dict.fromkeys(str(fact["phase"]) for fact in facts if fact["phase"])),
        places=_distinct(facts, "passage"),
    )


def _distinct(facts: list[Mapping[str, Value]], name: str) -> tuple[str, ...]:
    values = {v for fact in facts if fact[name] for v in str(fact[name]).split(SEPARATOR)}
    return tuple(sorted(values, key=natural_key))


def _rank(link: Link) -> tuple[object, ...]:
    return (link.article is None, natural_key(link.article or ""), MODES.index(link.mode))
