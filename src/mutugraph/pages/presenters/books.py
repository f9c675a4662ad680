"""The choice of an EPCI whose workbook is wanted, by its name or its SIREN."""

from __future__ import annotations

from functools import lru_cache

from mutugraph.pages.visit import View, Visit
from mutugraph.reference.national import ListedEpci, read_national
from mutugraph.sources.folding import fold
from mutugraph.workspace import Workspace

MOST = 20


def choose(visit: Visit) -> View:
    """The EPCI of the national lists whose names have the words asked, those of the graph first."""
    asked = visit.query.get("q", "")
    words = fold(asked).text.split()
    every = _listed(visit.site.catalogue.workspace, visit.site.revision)
    own = {schema.siren for schema in visit.site.schemas}
    found = [
        one
        for one in every
        if words and all(w in f"{fold(one.name).text} {one.siren}" for w in words)
    ]
    found.sort(key=lambda one: (one.siren not in own, len(one.name), one.name))
    start, end = visit.query.get("debut", ""), visit.query.get("fin", "")
    period = f"{start}-{end}" if start.isdigit() and end.isdigit() else ""
    return {
        "asked": asked,
        "start": start,
        "end": end,
        "query": f"?schema={period}" if period else "",
        "rows": found[:MOST],
        "more": max(0, len(found) - MOST),
        "own": own,
        "total": len(every),
    }


@lru_cache(maxsize=1)
def _listed(workspace: Workspace, revision: str) -> tuple[ListedEpci, ...]:
    """The EPCI of the latest list, read once a revision."""
    lists = read_national(workspace)
    latest = [rows[-1] for rows in lists.epci.values()] if lists else []
    year = max((one.last for one in latest), default=0)
    return tuple(one for one in latest if one.last == year)
