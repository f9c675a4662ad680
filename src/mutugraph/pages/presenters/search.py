"""The search: results in three groups, and the few that are proposed while typing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from mutugraph.errors import IriInvalid, MutugraphError, UsageError
from mutugraph.iris import slug
from mutugraph.law.explaining import rules_of
from mutugraph.messages import message
from mutugraph.operations.search import Found, Hit, Index, says, search
from mutugraph.pages.plan import plan
from mutugraph.pages.presenters.bases import upheld
from mutugraph.pages.visit import View, Visit
from mutugraph.questions.catalogue import Catalogue

PROPOSED = 8
_FEW, _LONGEST = 5, 60


@dataclass(frozen=True, slots=True)
class Result:
    """One thing found, and its page."""

    label: str
    href: str
    kind: str
    words: str | None


def results(visit: Visit) -> View:
    """The results of `q=`, or of what it may have meant; without it, the form alone."""
    text = visit.query.get("q", "")
    read = _as_read(visit, text)
    found = _found(visit, read)
    groups = _groups(visit, found) if found else ()
    return {
        "text": text,
        "instead": read if read != text else None,
        "places": tuple(_places(visit, read)),
        "groups": groups,
        "totals": found.totals if found else (0, 0, 0),
        "upheld": upheld(visit, [hit.entity for hit in found.articles]) if found else (),
        "date": visit.date,
    }


def proposals(visit: Visit) -> list[dict[str, str]]:
    """What is proposed while typing: text and address."""
    text = _as_read(visit, visit.query.get("q", ""))
    found = _found(visit, text)
    if found is None:
        return []
    hits = (*found.articles[:3], *found.entities, *found.articles[3:])[:PROPOSED]
    proposed = [{"text": hit.label, "href": visit.links.page(hit.entity.value)} for hit in hits]
    places = [{"text": p.label, "href": p.href} for p in _places(visit, text)]
    kept = max(PROPOSED - len(places), PROPOSED // 2)
    return [*proposed[:kept], *places][:PROPOSED]


def meant(visit: Visit, path: str) -> tuple[tuple[str, str], ...]:
    """What an address that there is not may have meant, by the words of its last part.

    The question of that name, then pages, then what has the words in its own name.
    """
    try:
        last = slug(path.strip("/").rpartition("/")[2].partition(".")[0])[:_LONGEST]
    except IriInvalid:  # no letter, no digit
        return ()
    asked = replace(visit, query={"q": last.replace("-", " ")})
    own = visit.frame.url(f"/questions/{last}")
    places = {place.href: place.label for place in _places(asked, asked.query["q"])}
    first = {own: places[own]} if own in places else {}
    named: dict[str, str] = {}
    for each in proposals(asked):
        named.setdefault(each["text"], each["href"])  # of namesakes, the first
    few = dict(list(places.items())[: _FEW // 2])
    found = first | few | {href: text for text, href in named.items()}
    return tuple((label, href) for href, label in found.items())[:_FEW]


def _places(visit: Visit, text: str) -> Iterator[Result]:
    """The pages, the questions and the rules that a text is about."""
    if not text:
        return
    for place in (place for _, places in plan() for place in places):
        if says(f"{place.title} {place.words}", text):
            href = place.path if place.shared else visit.frame.url(place.path)
            yield Result(place.title, href, message("trouve_page"), None)
    for question in visit.site.catalogue.questions.values():
        if says(f"{question.summary} {question.id} {question.description}", text):
            href = visit.frame.url(f"/questions/{question.id}")
            yield Result(question.summary, href, message("trouve_question"), None)
    for rule in rules_of(visit.site.catalogue):
        if says(f"{rule.code} {rule.name} {rule.sentence}", text):
            href = visit.frame.url(f"/fondements/regles/{rule.code}")
            yield Result(f"{rule.code} · {rule.name}", href, message("trouve_regle_de_droit"), None)
    for code, control in sorted(visit.site.control.rules().items()):
        if says(f"{code} {control.title}", text):
            href = visit.frame.url(f"/regles/{code}")
            yield Result(f"{code} · {control.title}", href, message("trouve_regle"), None)


def _as_read(visit: Visit, text: str) -> str:
    """What is sought: the text or, where it finds nothing at all, the nearest that does."""
    found = _found(visit, text)
    if found is None or found.nearest is None or any(found.totals) or any(_places(visit, text)):
        return text
    again = _found(visit, found.nearest)
    return found.nearest if again is not None and any(again.totals) else text


def prepare(catalogue: Catalogue) -> None:
    """Reads what can be found, so that the first search does not wait; a fault waits for it."""
    with suppress(MutugraphError):
        index = Index.of(catalogue)
        _ = index.entities, index.articles, index.passages, index.main


def _found(visit: Visit, text: str) -> Found | None:
    try:
        return search(visit.site.catalogue, text) if text else None
    except UsageError:
        return None


def _groups(visit: Visit, found: Found) -> tuple[tuple[Result, ...], ...]:
    kinds = (found.articles, found.entities, found.passages)
    return tuple(tuple(_results(visit, hits)) for hits in kinds)


def _results(visit: Visit, hits: tuple[Hit, ...]) -> Iterator[Result]:
    for hit in hits:
        place = visit.links.passage(hit.label) if hit.excerpt else None
        yield Result(hit.label, place or visit.links.page(hit.entity.value), hit.type, hit.excerpt)
