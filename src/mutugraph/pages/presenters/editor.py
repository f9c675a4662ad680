"""The SPARQL editor: the question that it opens with, and those of the catalogue as examples."""

from __future__ import annotations

import re

from mutugraph.pages.visit import View, Visit

_LOCAL = re.compile(r"[A-Za-z_][\w-]*")
DEFAULT = "chaine"
HEADER = "#+"


def editor(visit: Visit) -> View:
    """The editor's view; `exemple=` names the question that it opens with.

    What its header says is on the page: in the editor are its name, that of the tab, and the query.
    Raises `UnknownName` for a question that is not there.
    """
    questions = visit.site.catalogue.questions
    given = visit.query.get("exemple")
    fallback = questions.get(DEFAULT) or next(iter(questions.values()))
    asked = visit.site.catalogue.question(given) if given else fallback
    lines = asked.text.splitlines()
    query = "\n".join(
        (f"# {asked.summary}", *(line for line in lines if not line.startswith(HEADER)))
    )
    return {"question": asked, "query": query, "questions": tuple(questions.values())}


def terms(visit: Visit) -> list[dict[str, str]]:
    """What the editor proposes: each prefix, each class and property by its name.

    They are those of the ontology, used or not, and those of other vocabularies that are used.
    """
    namespaces = visit.site.catalogue.workspace.namespaces
    found = [
        {"label": f"{prefix}:", "type": "namespace", "iri": iri}
        for prefix, iri in sorted(namespaces.prefixes.items())
    ]
    known: dict[str, dict[str, str]] = {}
    for row in visit.reader.rows("editeur-termes"):
        split = namespaces.split(row["terme"] or "")
        if split is None or not _LOCAL.fullmatch(split[1]):
            continue
        named = {"detail": row["nom"] or "", "info": row["definition"] or ""}
        term = {"label": ":".join(split), "type": row["genre"] or "", **named}
        known.setdefault(term["label"], term)
    return [*found, *known.values()]
