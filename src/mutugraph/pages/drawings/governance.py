"""The governance as a chart: bodies in bands by level, each with its rhythm."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import groupby

from mutugraph.pages.reading import Row, Rows

WIDE, NARROW = (960, 3), (330, 1)
_GAP, _LINE, _SMALL, _PAD, _TITLE = 16, 21, 16, 14, 44
_LETTER, _SMALL_LETTER = 8.6, 6.4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of letters: where it stands in its box, and whether it names the body."""

    text: str
    y: int
    name: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A body: its place, its lines, its anchor in the page."""

    x: int
    y: int
    height: int
    lines: tuple[Line, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Band:
    """A level: its name, its boxes."""

    label: str
    y: int
    height: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole chart, for a screen of about this width."""

    width: int
    height: int
    box_width: int
    bands: tuple[Band, ...]


def chart(rows: Rows, shape: tuple[int, int] = WIDE) -> Chart | None:
    """The bodies in bands, in the order of the rows. None without any body.

    `shape` is the width in pixels and how many bodies stand side by side.
    """
    width, per_row = shape
    box_width = (width - 2 * _PAD - (per_row - 1) * _GAP) // per_row
    bands, y = [], 0
    for label, group in groupby(rows, lambda row: row["niveau"] or ""):
        band = _band(label, tuple(group), y, per_row, box_width)
        bands.append(band)
        y += band.height + _GAP
    return Chart(width, max(y - _GAP, 0), box_width, tuple(bands)) if bands else None


def _band(label: str, rows: Rows, top: int, per_row: int, box_width: int) -> Band:
    boxes, y = [], top + _TITLE
    for start in range(0, len(rows), per_row):
        line = rows[start : start + per_row]
        texts = [_lines(row, box_width) for row in line]
        height = max(lines[-1].y for lines in texts) + _PAD
        for column, (row, lines) in enumerate(zip(line, texts, strict=True)):
            boxes.append(Box(_PAD + column * (box_width + _GAP), y, height, lines, _anchor(row)))
        y += height + _GAP
    return Band(label, top, y - top, tuple(boxes))


def _lines(row: Row, box_width: int) -> tuple[Line, ...]:
    room = box_width - 2 * _PAD
    made: list[Line] = []
    y = _PAD
    for text in textwrap.wrap(row["nom"] or "", int(room / _LETTER)):
        y += _LINE
        made.append(Line(text, y - 4, True))
    for text in textwrap.wrap(row["periodicite"] or "", int(room / _SMALL_LETTER)):
        y += _SMALL
        made.append(Line(text, y, False))
    return tuple(made)


def _anchor(row: Row) -> str:
    return (row["instance"] or "").rpartition("/")[2]
