"""The governance as a chart: bodies in bands by level, what replaces what."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import groupby

from mutugraph.pages.reading import Row, Rows

WIDTH = 760
_PER_ROW = 3
_BOX_WIDTH, _GAP, _LINE, _PAD = 228, 14, 17, 12
_LEFT, _LETTERS = 10, 30


@dataclass(frozen=True, slots=True)
class Box:
    """A body: its place, its name cut in lines, its anchor in the page."""

    x: int
    y: int
    height: int
    lines: tuple[str, ...]
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
    """The whole chart."""

    width: int
    height: int
    box_width: int
    bands: tuple[Band, ...]


def chart(rows: Rows) -> Chart | None:
    """The bodies in bands, in the order of the rows. None without any body."""
    bands, y = [], 0
    for label, group in groupby(rows, lambda row: row["niveau"] or ""):
        band = _band(label, tuple(group), y)
        bands.append(band)
        y += band.height + 26
    return Chart(WIDTH, y, _BOX_WIDTH, tuple(bands)) if bands else None


def _band(label: str, rows: Rows, top: int) -> Band:
    boxes, y = [], top + 30
    for start in range(0, len(rows), _PER_ROW):
        line = rows[start : start + _PER_ROW]
        texts = [tuple(textwrap.wrap(row["nom"] or "", _LETTERS)) for row in line]
        height = max(len(text) for text in texts) * _LINE + 2 * _PAD
        for column, (row, text) in enumerate(zip(line, texts, strict=True)):
            x = _LEFT + column * (_BOX_WIDTH + _GAP)
            boxes.append(Box(x, y, height, text, _anchor(row)))
        y += height + _GAP
    return Band(label, top, y - top, tuple(boxes))


def _anchor(row: Row) -> str:
    return (row["instance"] or "").rpartition("/")[2]
