"""The document as the graph knows it: its outline, and a section in its context."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import NamedNode

from mutugraph.errors import UnknownName
from mutugraph.pages.presenters.lines import lines_of
from mutugraph.pages.presenters.services import service_iri
from mutugraph.pages.reading import Row, Rows
from mutugraph.pages.site import Sheet
from mutugraph.pages.visit import View, Visit

FROM = "de"  # the service whose reasoning led here
_NEAREST = 5
_SHEET = re.compile(r"fiche-0*(\d+)\Z")


@dataclass(frozen=True, slots=True)
class Way:
    """A service that a section leads to: its name, its page."""

    label: str
    href: str


def outline(visit: Visit) -> View:
    """The sections in printed order."""
    rows = visit.reader.rows("page-sections")
    depths = {row["code"]: _depth(row, rows) for row in rows}
    total = sum(int(row["passages"] or 0) for row in rows)
    return {
        "rows": rows,
        "depths": depths,
        "total": total,
        "title": rows[0]["document"] if rows else "",
    }


def _depth(row: Row, rows: Rows) -> int:
    parent = next((r for r in rows if r["code"] == row["parent"]), None)
    return 0 if parent is None or row["parent"] == row["code"] else 1 + _depth(parent, rows)


def section(visit: Visit) -> View:
    """One section. Raises `UnknownName` with those that begin the same way."""
    rows = visit.reader.rows("page-sections")
    code = visit.segments["section"]
    codes = [row["code"] for row in rows]
    if code not in codes:
        near = [row["nom"] for row in rows if (row["code"] or "").startswith(code[:2])]
        raise UnknownName(kind="section", name=code, nearest=tuple(near[:_NEAREST]))
    at = codes.index(code)
    found = visit.reader.rows("page-passages", section=NamedNode(rows[at]["section"] or ""))
    return {
        "about": rows[at],
        "parent": next((r for r in rows if r["code"] == rows[at]["parent"]), None),
        "before": rows[at - 1] if at else None,
        "after": rows[at + 1] if at + 1 < len(rows) else None,
        "inside": tuple(r for r in rows if r["parent"] == code),
        "lines": lines_of(visit, found, _text(visit, rows, at)),
        "described": _described(visit, code),
        "back": _back(visit),
    }


def _described(visit: Visit, code: str) -> Way | None:
    """The service that a sheet describes."""
    sheet = _SHEET.match(code)
    known = visit.site.sheets_of(visit.frame.schema)
    mine = [s for s in known if sheet and s.number == sheet[1]]
    return _way(visit, mine[0]) if len(mine) == 1 else None


def _back(visit: Visit) -> Way | None:
    """The service from whose reasoning one came. Raises `UnknownName`."""
    slug = visit.query.get(FROM)
    if not slug:
        return None
    iri = service_iri(visit, slug)
    return next((_way(visit, s) for s in visit.site.sheets if s.service == iri), None)


def _way(visit: Visit, sheet: Sheet) -> Way:
    return Way(sheet.label, visit.links.page(sheet.service))


def _text(visit: Visit, rows: Rows, at: int) -> dict[str, str]:
    """The printed lines of a section, up to the next one, when the operator gave the document."""
    source = visit.site.source if visit.frame.shown == visit.site.default else ()
    starts = [int(row["debut"]) for row in rows[at:] if row["debut"]]
    if not source or not starts or not rows[at]["debut"]:
        return {}
    later = [start for start in starts[1:] if start > starts[0]]
    end = later[0] - 1 if later else len(source)
    lines = {n: source[n - 1].strip() for n in range(starts[0], end + 1)}
    return {str(n): text for n, text in lines.items() if text}
