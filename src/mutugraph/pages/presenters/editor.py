"""The SPARQL editor: the question that it opens with, and those of the catalogue as examples."""

from __future__ import annotations

from mutugraph.pages.visit import View, Visit

DEFAULT = "chaine"
HEADER = "#+"


def editor(visit: Visit) -> View:
    """The editor's view; `exemple=` names the question that it opens with.

    What its header says is on the page: the query alone is in the editor.
    Raises `UnknownName` for a question that is not there.
    """
    questions = visit.site.catalogue.questions
    given = visit.query.get("exemple")
    fallback = questions.get(DEFAULT) or next(iter(questions.values()))
    asked = visit.site.catalogue.question(given) if given else fallback
    lines = asked.text.splitlines()
    query = "\n".join(line for line in lines if not line.startswith(HEADER))
    return {"question": asked, "query": query, "questions": tuple(questions.values())}


def terms(visit: Visit) -> list[dict[str, str]]:
    """What the editor proposes: each prefix, each class and property by its name."""
    prefixes = sorted(visit.site.catalogue.workspace.namespaces.prefixes)
    rows = visit.reader.rows("page-modele")
    kinds = {"1": "class", "2": "property"}
    return [{"label": f"{prefix}:", "type": "namespace"} for prefix in prefixes] + [
        {
            "label": f"mut:{row['local']}",
            "detail": row["nom"] or "",
            "type": kinds.get(row["rang"] or "", "property"),
        }
        for row in rows
    ]
