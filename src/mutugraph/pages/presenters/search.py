"""The search: results in three groups, and the few that are proposed while typing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from mutugraph.errors import MutugraphError, UsageError
from mutugraph.operations.search import Found, Hit, Index, search
from mutugraph.pages.presenters.bases import upheld
from mutugraph.pages.visit import View, Visit
from mutugraph.questions.catalogue import Catalogue

PROPOSED = 8


@dataclass(frozen=True, slots=True)
class Result:
    """One thing found, and its page."""

    label: str
    href: str
    kind: str
    words: str | None


def results(visit: Visit) -> View:
    """The results of `q=`; without it, the form alone."""
    text = visit.query.get("q", "")
    found = _found(visit, text)
    groups = _groups(visit, found) if found else ()
    return {
        "text": text,
        "groups": groups,
        "totals": found.totals if found else (0, 0, 0),
        "upheld": upheld(visit, [hit.entity for hit in found.articles]) if found else (),
        "date": visit.date,
    }


def proposals(visit: Visit) -> list[dict[str, str]]:
    """What is proposed while typing: text and address."""
    found = _found(visit, visit.query.get("q", ""))
    if found is None:
        return []
    hits = (*found.articles[:3], *found.entities, *found.articles[3:])[:PROPOSED]
    return [{"text": hit.label, "href": visit.links.page(hit.entity.value)} for hit in hits]


def prepare(catalogue: Catalogue) -> None:
    """Reads what can be found, so that the first search does not wait; a fault waits for it."""
    with suppress(MutugraphError):
        index = index_of(catalogue)
        _ = index.entities, index.articles, index.passages, index.main


def _found(visit: Visit, text: str) -> Found | None:
    try:
        return search(visit.site.catalogue, text, index_of(visit.site.catalogue)) if text else None
    except UsageError:
        return None


@lru_cache(maxsize=2)
def index_of(catalogue: Catalogue) -> Index:
    """What can be found, read once for a revision."""
    return Index(catalogue)


def _groups(visit: Visit, found: Found) -> tuple[tuple[Result, ...], ...]:
    kinds = (found.articles, found.entities, found.passages)
    return tuple(tuple(_results(visit, hits)) for hits in kinds)


def _results(visit: Visit, hits: tuple[Hit, ...]) -> Iterator[Result]:
    for hit in hits:
        place = visit.links.passage(hit.label) if hit.excerpt else None
        yield Result(hit.label, place or visit.links.page(hit.entity.value), hit.type, hit.excerpt)
