"""Services and the articles that they rest on: as a matrix, and article by article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from mutugraph.operations.resting import BASES, Link, Resting, links, of
from mutugraph.pages.reserves import known_at
from mutugraph.pages.visit import View, Visit
from mutugraph.terms import natural_key


@dataclass(frozen=True, slots=True)
class Mark:
    """How one service rests on one article: the way, the rules, the phases, its chain."""

    mode: str
    label: str
    rules: tuple[str, ...]
    phases: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service and its marks; in the matrix one cell an article."""

    number: str
    service: str
    href: str
    cells: tuple[tuple[Mark, ...], ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleColumn:
    """One article, or none where the basis cannot be named."""

    label: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Upheld:
    """The services that rest on one article, and how many links are established in each way.

    `common` are the passages of every one of them; those of a row are its own.
    """

    article: str
    href: str
    rows: tuple[ServiceRow, ...]
    ways: tuple[tuple[str, str, int], ...]
    common: tuple[str, ...]
    query: str


def matrix(visit: Visit) -> View:
    """The matrix service × article at a date."""
    if not visit.reader.has(BASES):
        return {"date": visit.date, "columns": (), "rows": (), "numbered": False, "known": ()}
    every = links(visit.reader.ask(BASES, None, visit.date))
    nodes = {link.article or "": link.article_node for link in every}
    labels = sorted(nodes, key=lambda label: (label == "", natural_key(label)))
    columns = tuple(ArticleColumn(label, _page(visit, nodes[label])) for label in labels)
    rows = tuple(
        _row(visit, mine, [[k for k in mine if (k.article or "") == label] for label in labels])
        for mine in _by_service(every)
    )
    numbered = any(row.number for row in rows)
    known = known_at(visit.site.catalogue, (n for n in nodes.values() if n), visit.date)
    return {
        "date": visit.date,
        "columns": columns,
        "rows": rows,
        "numbered": numbered,
        "known": known,
    }


def upheld(visit: Visit, articles: Sequence[NamedNode]) -> tuple[Upheld, ...]:
    """The services that rest on the first articles that found any, at the date of the page."""
    if not articles or not visit.reader.has(BASES):
        return ()
    answered = visit.reader.ask(BASES, None, visit.date)
    return tuple(_upheld(visit, each) for each in of(answered, articles, visit.codes))


def _upheld(visit: Visit, resting: Resting) -> Upheld:
    pairs = {"article": resting.label, **({"date": visit.date} if visit.date else {})}
    rows = [_row(visit, mine, [mine]) for mine in _by_service(resting.links)]
    common = set(rows[0].places).intersection(*(row.places for row in rows))
    if len(rows) == 1:
        common = set()
    return Upheld(
        article=resting.label,
        href=_dated(visit, visit.links.page(resting.article.value)),
        rows=tuple(replace(r, places=_without(r.places, common)) for r in rows),
        common=tuple(place for place in rows[0].places if place in common),
        ways=tuple((m, visit.word(m), count) for m, count in resting.ways.items()),
        query=urlencode(pairs),
    )


def _by_service(every: Sequence[Link]) -> Iterator[list[Link]]:
    for _, group in groupby(every, lambda link: link.node):
        yield list(group)


def _row(visit: Visit, mine: list[Link], cells: list[list[Link]]) -> ServiceRow:
    first = mine[0]
    page = visit.links.page(first.node.value)
    number = "" if first.number is None else str(first.number)
    marks = tuple(tuple(_mark(visit, page, link) for link in cell) for cell in cells)
    places = tuple(dict.fromkeys(place for link in mine for place in link.places))
    return ServiceRow(number, first.service, _dated(visit, page), marks, places)


def _without(places: tuple[str, ...], common: set[str]) -> tuple[str, ...]:
    return tuple(place for place in places if place not in common)


def _mark(visit: Visit, page: str, link: Link) -> Mark:
    pairs = {
        **({"article": link.article} if link.article else {}),
        **({"date": visit.date} if visit.date else {}),
    }
    return Mark(
        mode=link.mode,
        label=visit.word(link.mode),
        rules=link.rules,
        phases=tuple(visit.word(phase) for phase in link.phases),
        why=f"{page}/pourquoi?{urlencode(pairs)}",
    )


def _page(visit: Visit, node: NamedNode | None) -> str | None:
    return _dated(visit, visit.links.page(node.value)) if node else None


def _dated(visit: Visit, href: str) -> str:
    """The address at the date of this page, where it is not the default one."""
    chosen = visit.date and visit.date != visit.frame.default_date
    return f"{href}?date={visit.date}" if chosen else href
