"""The chain of justification of a service, step by step."""

from __future__ import annotations

from mutugraph.law.legi.quoting import quoted
from mutugraph.operations.why import why
from mutugraph.pages.presenters.services import service_iri
from mutugraph.pages.presenters.verdicts import verdict_on
from mutugraph.pages.visit import View, Visit


def reasoning(visit: Visit) -> View:
    """The explanation of a service, or of one article for it, at a date. Raises as `why` does."""
    slug = visit.segments["slug"]
    article = visit.query.get("article") or None
    service = service_iri(visit, slug)
    found = why(visit.site.catalogue, service, article, visit.date)
    ids = visit.site.catalogue.workspace.namespaces.ids
    said = {b.node: quoted(visit.site.texts, ids, b, found.day) for b in found.bases}
    return {
        "found": found,
        "said": {node: text for node, text in said.items() if text},
        "verdict": None if article else verdict_on(visit, service),
        "slug": slug,
        "date": visit.date,
        "article": article,
    }
