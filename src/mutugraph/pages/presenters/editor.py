"""The SPARQL editor: the question that it opens with, and those of the catalogue as examples."""

from __future__ import annotations

from mutugraph.pages.visit import View, Visit

DEFAULT = "chaine"


def editor(visit: Visit) -> View:
    """The editor's view; `exemple=` names the question that it opens with."""
    questions = visit.site.catalogue.questions
    asked = questions.get(visit.query.get("exemple", DEFAULT)) or next(iter(questions.values()))
    return {"question": asked, "questions": tuple(questions.values())}
