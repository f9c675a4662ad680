"""What changes between two revisions of the files, in sentences, and in which answers."""

from __future__ import annotations

import re
import threading

from mutugraph.control.base import recent_commits
from mutugraph.errors import ParameterInvalid
from mutugraph.operations.diff import diff
from mutugraph.pages.reports.difference import headline, sentences
from mutugraph.pages.visit import View, Visit

# The address names commits only: a folder of the machine is no revision.
_COMMIT = re.compile(r"[0-9a-f]{7,40}\Z")
SEPARATOR = "..."
_LISTED = 30
_CHOSEN = ("avant", "apres")
_ONE_AT_A_TIME = threading.Lock()  # a comparison takes seconds of a processor


def choose(visit: Visit) -> View:
    """The form, with the last commits to choose from."""
    commits = recent_commits(visit.site.catalogue.workspace.root, _LISTED)
    before, after = (visit.query.get(name, "") for name in _CHOSEN)
    return {"before": before, "after": after, "commits": commits}


def chosen(visit: Visit) -> str | None:
    """The comparison that both fields of the form ask for. Raises `ParameterInvalid`."""
    before, after = (visit.query.get(name, "") for name in _CHOSEN)
    if not before or not after:
        return None
    return visit.frame.url(f"/revisions/{_commit(before)}{SEPARATOR}{_commit(after)}")


def compared(visit: Visit) -> View:
    """The comparison of `a...b`. Raises `ParameterInvalid`, `BaseUnknown`, `GitMissing`."""
    before, _, after = visit.segments["pair"].partition(SEPARATOR)
    workspace = visit.site.catalogue.workspace
    impact = visit.query.get("reponses") == "oui"
    first, second = _commit(before), _commit(after)
    with _ONE_AT_A_TIME:
        found = diff(workspace, first, second, impact=impact)
    return {
        "difference": found,
        "headline": headline(found),
        "sentences": sentences,
        "before": before,
        "after": after,
    }


def _commit(text: str) -> str:
    if not _COMMIT.match(text):
        raise ParameterInvalid(name="revision", value=text, expected="3b38057…")
    return text
