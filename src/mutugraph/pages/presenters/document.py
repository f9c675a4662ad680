"""The document as the graph knows it: its outline, and the words quoted in a section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from pyoxigraph import NamedNode

from mutugraph.errors import UnknownName
from mutugraph.pages.reading import Row, Rows
from mutugraph.pages.visit import View, Visit

_NEAREST = 5


@dataclass(frozen=True, slots=True)
class Quoted:
    """Some words of the document, their place, and the facts that they establish."""

    iri: str
    place: str
    words: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document, with its quoted words in order.

    `text` is what is printed there, where the operator gave the document.
    """

    number: str
    rubric: str
    quotes: tuple[Quoted, ...]
    text: str | None = None


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
        "lines": _with_text(tuple(_lines(visit, found)), _text(visit, rows, at)),
    }


def _with_text(lines: tuple[Line, ...], printed: dict[str, str]) -> tuple[Line, ...]:
    """The printed text once at each line, and the lines of which nothing is quoted."""
    first = {line.number: i for i, line in reversed(tuple(enumerate(lines)))}
    known = (
        replace(line, text=printed.get(line.number)) if first[line.number] == i else line
        for i, line in enumerate(lines)
    )
    rest = (Line(number, "", (), text) for number, text in printed.items() if number not in first)
    return tuple(sorted((*known, *rest), key=lambda line: int(line.number or 0)))


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


def _lines(visit: Visit, rows: Rows) -> Iterator[Line]:
    for (number, rubric), group in groupby(rows, lambda r: (r["ligne"] or "", r["rubrique"] or "")):
        yield Line(number, rubric, tuple(_quotes(visit, tuple(group))))


def _quotes(visit: Visit, rows: Rows) -> Iterator[Quoted]:
    for iri, group in groupby(rows, lambda r: r["passage"] or ""):
        same = tuple(group)
        facts = {
            r["fait"]: (visit.links.page(r["fait"]), r["nom"] or "") for r in same if r["fait"]
        }
        yield Quoted(iri, same[0]["lieu"] or "", same[0]["citation"] or "", tuple(facts.values()))
