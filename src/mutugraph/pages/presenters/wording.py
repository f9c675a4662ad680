"""The text of an article as it read at a date, and two of its versions side by side.

Only where the user keeps a copy of LEGI; a publication has none.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from pyoxigraph import NamedNode

from mutugraph.law.legi.clauses import marks
from mutugraph.law.legi.keeping import KeptVersion
from mutugraph.law.legi.rewording import Piece, Row, reworded
from mutugraph.pages.visit import Visit

WITH = "avec"


@dataclass(frozen=True, slots=True)
class Read:
    """A version's text, the words of clauses that rules lean on as changed pieces."""

    version: KeptVersion
    paragraphs: tuple[tuple[Piece, ...], ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two versions, the older one first, paragraph by paragraph; `alike` where no word differs."""

    before: KeptVersion
    after: KeptVersion
    rows: tuple[Row, ...]
    alike: bool


@dataclass(frozen=True, slots=True)
class Wordings:
    """What the page shows of the texts that are kept."""

    read: Read | None
    beside: Beside | None
    others: tuple[KeptVersion, ...]


def wordings(visit: Visit, article: NamedNode, version: str | None) -> Wordings | None:
    """The texts of an article, at the date of the page and that of `avec=`; None where none is."""
    texts = visit.site.texts
    if texts is None or not texts.stamp:
        return None
    ids = visit.site.catalogue.workspace.namespaces.ids
    kept = tuple(v for v in texts.article(article.value.removeprefix(ids)) if v.paragraphs)
    if not kept:
        return None
    here, there = _at(kept, visit.date), _at(kept, visit.query.get(WITH))
    pair = sorted((here, there), key=_start) if here and there and here != there else []
    return Wordings(
        read=_read(visit, here, version) if here else None,
        beside=_beside(*pair) if pair else None,
        others=tuple(v for v in kept if v != here and v.start),
    )


def marked(paragraphs: tuple[str, ...], codes: tuple[str, ...]) -> tuple[tuple[Piece, ...], ...]:
    """Paragraphs with the words of clauses set apart."""
    return tuple(_marked(text, marks(codes, text)) for text in paragraphs)


def _read(visit: Visit, kept: KeptVersion, version: str | None) -> Read:
    rows = visit.reader.rows("page-clauses", version=NamedNode(version)) if version else ()
    codes = tuple(row["code"] or "" for row in rows)
    paragraphs = marked(kept.paragraphs, codes)
    return Read(kept, paragraphs, tuple(row["nom"] or "" for row in rows))


def _marked(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[Piece, ...]:
    pieces, at = [], 0
    for start, end in spans:
        if start < at:
            continue
        pieces += [Piece(text[at:start]), Piece(text[start:end], True)]
        at = end
    return tuple(piece for piece in (*pieces, Piece(text[at:])) if piece.text)


def _beside(before: KeptVersion, after: KeptVersion) -> Beside:
    rows = reworded(before.paragraphs, after.paragraphs)
    return Beside(before, after, rows, not any(row.changed for row in rows))


def _at(kept: tuple[KeptVersion, ...], day: str | None) -> KeptVersion | None:
    try:
        asked = datetime.date.fromisoformat(day or "")
    except ValueError:
        return None
    return next((version for version in kept if version.covers(asked)), None)


def _start(version: KeptVersion) -> datetime.date:
    return version.start or datetime.date.max
