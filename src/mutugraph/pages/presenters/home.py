"""The home page: what is inside, and the questions asked most."""

from __future__ import annotations

from mutugraph.pages.reports.words import headline
from mutugraph.pages.visit import View, Visit


def home(visit: Visit) -> View:
    """The counts, the services, and the questions that cross the five kinds."""
    return {
        "counts": {
            row["quoi"] or "": row["nombre"] or "0" for row in visit.reader.rows("page-comptes")
        },
        "sheets": tuple(s for s in visit.site.sheets if _mine(visit, s.schema)),
        "verdict": headline(visit.site.control.known) if visit.site.control.known else None,
        "questions": visit.site.catalogue.questions,
    }


def _mine(visit: Visit, schema: str) -> bool:
    shown = visit.frame.schema or (visit.site.schemas[0] if visit.site.schemas else None)
    return shown is None or shown.entity == schema
