"""`mutugraph search`: entities, articles in any spelling, passages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from mutugraph.cli.formats import one_of
from mutugraph.cli.run import Run
from mutugraph.messages import message

if TYPE_CHECKING:
    from mutugraph.operations.search import Found, Hit

_EXCERPT = 160


def search(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXTE")],
    format: Annotated[str, typer.Option("--format", metavar="FORMAT")] = "table",
) -> int:
    """Searches the graph and the words of the document."""
    from mutugraph.operations.search import search as find

    run: Run = context.obj
    chosen = one_of(format, ("table", "json"))
    found = find(run.catalogue, " ".join(text))
    run.write(_json(found) if chosen == "json" else _listed(found))
    if not len(found):
        run.say(message("cli_aucun"))
    return 0


def _json(found: Found) -> str:
    groups = {"entites": found.entities, "articles": found.articles, "passages": found.passages}
    listed = {
        name: {"nombre": total, "resultats": [_hit(hit) for hit in hits]}
        for (name, hits), total in zip(groups.items(), found.totals, strict=True)
    }
    whole = {"texte": found.text, "revision": found.revision, **listed}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _hit(hit: Hit) -> dict[str, str | None]:
    found: dict[str, str | None] = {"iri": hit.entity.value, "libelle": hit.label}
    return found | ({"extrait": hit.excerpt} if hit.excerpt is not None else {"type": hit.type})


def _listed(found: Found) -> str:
    keys = ("recherche_entites", "recherche_articles", "recherche_passages")
    groups = (found.entities, found.articles, found.passages)
    parts = [
        f"{message(key, total=total)}\n{_lines(hits)}{_more(total, len(hits))}"
        for key, hits, total in zip(keys, groups, found.totals, strict=True)
        if hits
    ]
    return "\n".join(parts)


def _lines(hits: Sequence[Hit]) -> str:
    width = min(max(len(hit.label) for hit in hits), 60)
    return "".join(f"  {hit.label:<{width}}  {_beside(hit)}".rstrip() + "\n" for hit in hits)


def _beside(hit: Hit) -> str:
    if hit.excerpt is None:
        return hit.type
    text = " ".join(hit.excerpt.split())
    return message("citation", text=text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…")


def _more(total: int, shown: int) -> str:
    return f"  {message('recherche_suite', rest=total - shown)}\n" if total > shown else ""
