"""The governance as a chart: bodies in bands by level, and what each does towards another."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from mutugraph.pages.drawings.wires import (
    RAIL,
    TRUNK,
    Bond,
    Frame,
    Wire,
    gutters,
    needs_trunks,
    railed,
    stacked,
)

_GAP, _LINE, _SMALL, _PAD, _TITLE = 16, 21, 16, 12, 40
_LETTER, _SMALL_LETTER, _STRONG_LETTER = 8.6, 5.9, 7.4
_LEAST, _WIDEST = 18, 300


@dataclass(frozen=True, slots=True)
class Shape:
    """A screen: its width in pixels, how many bodies stand side by side, the room for levels."""

    width: int
    per_row: int
    aside: int


WIDE, NARROW = Shape(960, 4, 128), Shape(330, 1, 0)


@dataclass(frozen=True, slots=True)
class Body:
    """What stands in a box: a name, what is told under it, its level, where it leads.

    Who is no body of the governance but acts towards one is `outside`.
    """

    key: str
    name: str
    told: tuple[str, ...]
    level: str
    href: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of letters: where it stands in its box, and how it is written."""

    text: str
    y: int
    style: str


@dataclass(frozen=True, slots=True)
class Box:
    """A body: its place, its lines, where it leads."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[Line, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Band:
    """A level, or what of it stands in one row: its name on lines where it begins, its boxes."""

    label: tuple[Line, ...]
    x: int
    y: int
    height: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole chart, for a screen of about this width."""

    width: int
    height: int
    bands: tuple[Band, ...]
    wires: tuple[Wire, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """Bodies side by side, with their lines; whether a level begins here."""

    bodies: tuple[Body, ...]
    lines: tuple[tuple[Line, ...], ...]
    width: int
    begins: bool

    @property
    def height(self) -> int:
        return max(lines[-1].y for lines in self.lines) + _PAD


def chart(bodies: Sequence[Body], bonds: Sequence[Bond], shape: Shape = WIDE) -> Chart | None:
    """The bodies in bands, in their order, with their bonds. None without any body."""
    if not bodies:
        return None
    one_column = shape.per_row == 1
    ranks = {b.key: n for n, row in enumerate(_side_by_side(bodies, shape)) for b in row}
    trunks = len(bonds) if one_column else needs_trunks(bonds, ranks)
    left = shape.aside + (TRUNK * trunks + _PAD if trunks else 0) + (0 if shape.aside else _PAD)
    rows = tuple(_rows(bodies, bonds, shape, shape.width - left - _PAD))
    rails = {} if one_column else gutters(bonds, ranks)
    tops, bands, frames, y = {}, [], {}, 0
    for number, row in enumerate(rows):
        tops[number] = y
        y += (
            RAIL * rails[number] + _LEAST
            if rails.get(number)
            else (_GAP if row.begins and number else 0)
        )
        head = _TITLE if row.begins and not shape.aside else _PAD
        boxes = tuple(_boxes(row, left, y + head))
        height = head + row.height + _PAD
        label = _label(row.bodies[0].level, shape) if row.begins else ()
        bands.append(Band(label, _PAD if shape.aside else left, y, height, boxes))
        for body, box in zip(row.bodies, boxes, strict=True):
            frames[body.key] = Frame(number, box.x, box.x + box.width, box.y, box.y + box.height)
        y += height
    wires = stacked(bonds, frames) if one_column else railed(bonds, frames, tops)
    return Chart(shape.width, y, tuple(bands), wires)


def _side_by_side(bodies: Sequence[Body], shape: Shape) -> Iterator[tuple[Body, ...]]:
    for _, level in groupby(bodies, lambda body: (body.outside, body.level)):
        group = tuple(level)
        for start in range(0, len(group), shape.per_row):
            yield group[start : start + shape.per_row]


def _rows(bodies: Sequence[Body], bonds: Sequence[Bond], shape: Shape, room: int) -> Iterator[_Row]:
    before: str | None = None
    names = {body.key: body.name for body in bodies}
    for group in _side_by_side(bodies, shape):
        width = min((room - (len(group) - 1) * _GAP) // len(group), _WIDEST)
        said = shape.per_row == 1
        lines = tuple(_lines(b, width, _said(b, bonds, names) if said else ()) for b in group)
        yield _Row(group, lines, width, group[0].level != before)
        before = group[0].level


def _said(body: Body, bonds: Sequence[Bond], names: Mapping[str, str]) -> tuple[str, ...]:
    """The bonds of a body in words, where no verb can be written on the wires."""
    mine = (bond for bond in bonds if bond.source == body.key)
    return tuple(f"{bond.verb} : {', '.join(names[t] for t in bond.targets)}" for bond in mine)


def _boxes(row: _Row, left: int, y: int) -> Iterator[Box]:
    for column, (body, lines) in enumerate(zip(row.bodies, row.lines, strict=True)):
        x = left + column * (row.width + _GAP)
        yield Box(x, y, row.width, row.height, lines, body.href)


def _lines(body: Body, box_width: int, said: tuple[str, ...]) -> tuple[Line, ...]:
    room = box_width - 2 * _PAD
    made: list[Line] = []
    y = _PAD - 4
    parts = [(body.name, "grave", _LETTER, _LINE)]
    parts += [(text, "petit", _SMALL_LETTER, _SMALL) for text in body.told]
    parts += [(text, "fort", _STRONG_LETTER, _SMALL) for text in said]
    for text, style, letter, height in parts:
        y += 5 if made else 0
        for line in textwrap.wrap(text, int(room / letter)):
            y += height
            made.append(Line(line, y, style))
    return tuple(made)


def _label(level: str, shape: Shape) -> tuple[Line, ...]:
    room = shape.aside - _PAD if shape.aside else shape.width
    wrapped = textwrap.wrap(level, int(room / _STRONG_LETTER))
    first = Line("", 28, "fort")
    return tuple(replace(first, text=t, y=28 + n * _SMALL) for n, t in enumerate(wrapped))
