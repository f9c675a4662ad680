"""The home page: what is inside, and the questions asked most."""

from __future__ import annotations

from mutugraph.pages.presenters.bases import matrix
from mutugraph.pages.reports.words import headline
from mutugraph.pages.visit import View, Visit


def home(visit: Visit) -> View:
    """The counts, the services with their articles, and the questions that cross the five kinds."""
    report = visit.site.control.known(visit.frame.judged)
    return {
        **matrix(visit),
        "counts": {
            row["quoi"] or "": row["nombre"] or "0" for row in visit.reader.rows("page-comptes")
        },
        "sheets": visit.site.sheets_of(visit.frame.schema),
        "verdict": headline(report) if report else None,
        "questions": visit.site.catalogue.questions,
    }
