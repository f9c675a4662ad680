"""`mutugraph search`: entities, articles in any spelling, passages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from mutugraph.cli.formats import one_of
from mutugraph.cli.run import Run
from mutugraph.messages import message

if TYPE_CHECKING:
    from mutugraph.operations.resting import Link, Resting
    from mutugraph.operations.search import Found, Hit

_EXCERPT = 160


def search(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXTE")],
    format: Annotated[str, typer.Option("--format", metavar="FORMAT")] = "table",
) -> int:
    """Searches the graph and the words of the document; an article's services with it."""
    from mutugraph.operations.resting import resting
    from mutugraph.operations.search import search as find

    run: Run = context.obj
    chosen = one_of(format, ("table", "json"))
    found = find(run.catalogue, " ".join(text))
    upheld = resting(run.catalogue, [hit.entity for hit in found.articles])
    base = run.workspace.namespaces.ids
    run.write(_json(found, upheld) if chosen == "json" else _listed(found, upheld, base))
    if not len(found):
        run.say(message("cli_aucun"))
    return 0


def _json(found: Found, upheld: Sequence[Resting]) -> str:
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


def _listed(found: Found, upheld: Sequence[Resting], base: str) -> str:
    """What was found, group by group; where an article was asked for, it comes first."""
    keys = ("recherche_entites", "recherche_articles", "recherche_passages")
    groups = (found.entities, found.articles, found.passages)
    entities, articles, passages = (
        f"{message(key, total=total)}\n{_lines(hits, base)}{_more(total, hits)}" if hits else ""
        for key, hits, total in zip(keys, groups, found.totals, strict=True)
    )
    services = "\n".join(_services(each) for each in upheld)
    parts = (articles, services, entities) if services else (entities, articles)
    return "\n".join(part for part in (*parts, passages) if part)


def _services(resting: Resting) -> str:
    """The services that rest on an article, each link with its way, its rules, its phases."""
    from mutugraph.pages.rendering import day

    title = message(
        "recherche_services",
        article=resting.label,
        date=day(resting.date),
        total=resting.services,
    )
    width = max(len(link.service) for link in resting.links)
    ways = max(len(resting.words[link.mode]) for link in resting.links)
    lines = "".join(
        f"  {link.number or '':>3}  {link.service:<{width}}"
        f"  {resting.words[link.mode].lower():<{ways}}  {' '.join(link.rules):<6}"
        f"  {', '.join(resting.words.get(phase, phase).lower() for phase in link.phases)}".rstrip()
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
