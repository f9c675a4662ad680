"""« Vouliez-vous dire »: from a name that nothing bears to the pages of the nearest ones."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from mutugraph.errors import MutugraphError
from mutugraph.pages.visit import Visit

QUESTION, RULE, PARAMETER = "question", "regle", "parametre"
Suggestion = tuple[str, str]


def suggestions(visit: Visit, kind: str, nearest: Sequence[str]) -> tuple[Suggestion, ...]:
    """Each nearest name and the address of its page; of a search where it has none."""
    return tuple((_label(visit, kind, name), _href(visit, kind, name)) for name in nearest)


def _label(visit: Visit, kind: str, name: str) -> str:
    known = visit.site.catalogue.questions
    return f"{known[name].summary} ({name})" if kind == QUESTION and name in known else name


def _href(visit: Visit, kind: str, name: str) -> str:
    if kind == QUESTION:
        return visit.frame.url(f"/questions/{name}")
    if kind == RULE:
        return visit.frame.url(f"/regles/{name}")
    if kind == PARAMETER:
        return visit.frame.path
    try:
        return visit.links.page(visit.site.catalogue.names.find(kind, name)[0].value)
    except (MutugraphError, LookupError):
        return visit.frame.url("/recherche") + "?" + urlencode({"q": name})
