"""What a search found, as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from mutugraph.messages import message
from mutugraph.operations.resting import Link, Resting
from mutugraph.operations.search import Found, Hit
from mutugraph.pages.rendering import day

_EXCERPT = 160


def as_json(found: Found, upheld: Sequence[Resting] = ()) -> str:
    """The groups with their totals, and the services that rest on the articles found."""
    groups = {"entites": found.entities, "articles": found.articles, "passages": found.passages}
    listed = {
        name: {"nombre": total, "resultats": [_hit(hit) for hit in hits]}
        for (name, hits), total in zip(groups.items(), found.totals, strict=True)
    }
    services = [_link(each, link) for each in upheld for link in each.links]
    whole = {"texte": found.text, "revision": found.revision, **listed, "services": services}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _hit(hit: Hit) -> dict[str, str | None]:
    found: dict[str, str | None] = {"iri": hit.entity.value, "libelle": hit.label}
    return found | ({"extrait": hit.excerpt} if hit.excerpt is not None else {"type": hit.type})


def _link(resting: Resting, link: Link) -> dict[str, object]:
    return {
        "article": resting.label,
        "action": link.number,
        "service": link.service,
        "iri": link.node.value,
        "mode": link.mode,
        "regles": list(link.rules),
        "phases": list(link.phases),
        "date": resting.date,
    }


def as_text(found: Found, base: str, upheld: Sequence[Resting] = ()) -> str:
    """What was found, group by group; where an article was asked for, it comes first."""
    keys = ("recherche_entites", "recherche_articles", "recherche_passages")
    groups = (found.entities, found.articles, found.passages)
    entities, articles, passages = (
        f"{message(key, total=total)}\n{_lines(hits, base)}{_more(total, hits)}" if hits else ""
        for key, hits, total in zip(keys, groups, found.totals, strict=True)
    )
    services = "\n".join(_services(each, base) for each in upheld)
    parts = (articles, services, entities) if services else (entities, articles)
    return "\n".join(part for part in (*parts, passages) if part)


def _services(resting: Resting, base: str) -> str:
    """The services that rest on an article, each link with its way, its rules, its phases."""
    facts = {"article": resting.label, "total": resting.services}
    title = (
        message("recherche_services", date=day(resting.date), **facts)
        if resting.date
        else message("recherche_services_chacun", **facts)
    )
    alike: dict[str, set[str]] = {}
    for link in resting.links:
        alike.setdefault(link.service, set()).add(link.node.value)
    width = max(len(link.service) for link in resting.links)
    ways = max(len(resting.words[link.mode]) for link in resting.links)
    lines = "".join(
        f"  {link.number or '':>3}  {link.service:<{width}}"
        f"  {resting.words[link.mode].lower():<{ways}}  {' '.join(link.rules):<6}"
        f"  {', '.join(resting.words.get(phase, phase).lower() for phase in link.phases)}".rstrip()
        + (f"  <{link.node.value.removeprefix(base)}>" if len(alike[link.service]) > 1 else "")
        + "\n"
        for link in resting.links
    )
    return f"{title}\n{lines}  {message('recherche_chaine', article=resting.label)}\n"


def _lines(hits: Sequence[Hit], base: str) -> str:
    """One a line; what several bear alike is followed by the path to ask for it."""
    width = min(max(len(hit.label) for hit in hits), 60)
    alike = Counter((hit.label, _beside(hit)) for hit in hits)
    return "".join(
        f"  {hit.label:<{width}}  {_beside(hit)}".rstrip()
        + (f"  <{hit.entity.value.removeprefix(base)}>" if several else "")
        + "\n"
        for hit in hits
        for several in (alike[hit.label, _beside(hit)] > 1,)
    )


def _beside(hit: Hit) -> str:
    if hit.excerpt is None:
        return hit.type
    text = " ".join(hit.excerpt.split())
    return message("citation", text=text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…")


def _more(total: int, hits: Sequence[Hit]) -> str:
    rest = total - len(hits)
    return f"  {message('recherche_suite', rest=rest)}\n" if rest else ""
