"""Lines of time: the versions of an article, the events of a schéma.

Places along the axis are percents of the width, so that letters keep their size on a narrow screen.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from mutugraph.pages.reading import Row, Rows

WIDTH = 100.0
MARGIN = 2.0
_BIN = 1.3
_HIGH = 92
_OPEN_YEARS = 2
_YEAR, _MONTH = 1, 2
_FEW_YEARS = 14


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: its place, its length, its rank; is its end known, is it in force."""

    x: float
    width: float
    rank: int
    closed: bool
    active: bool
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    """An event; `row` keeps those of one moment apart."""

    x: float
    row: int
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole drawing."""

    spans: tuple[Span, ...]
    ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    now: float | None
    height: int


@dataclass(frozen=True, slots=True)
class _Scale:
    first: float
    last: float

    def x(self, moment: float) -> float:
        share = (moment - self.first) / max(self.last - self.first, 0.5)
        return round(MARGIN + min(max(share, 0), 1) * (WIDTH - 2 * MARGIN), 1)

    def ticks(self) -> tuple[Tick, ...]:
        step = next(s for s in (1, 2, 5, 10, 50) if (self.last - self.first) / s < _FEW_YEARS)
        years = range(int(self.first) + 1, int(self.last) + 1)
        return tuple(Tick(self.x(y), str(y)) for y in years if y % step == 0)


def versions(rows: Rows, date: str | None) -> Timeline | None:
    """The versions of an article, the one in force at a date marked. None without any start."""
    dated = [(row, _moment(row["debut"])) for row in rows if row["debut"]]
    if not dated:
        return None
    day = _moment(date) if date else None
    ends = [_moment(row["fin"]) for row in rows if row["fin"]] + [start for _, start in dated]
    moments = [*ends, *([day] if day is not None else [])]
    scale = _Scale(min(moments) - 0.5, max(moments) + _OPEN_YEARS)
    spans = tuple(_spans(dated, scale, day))
    now = scale.x(day) if day is not None else None
    return Timeline(spans, scale.ticks(), (), now, 74)


def _spans(dated: list[tuple[Row, float]], scale: _Scale, day: float | None) -> Iterator[Span]:
    for rank, (row, start) in enumerate(dated, 1):
        following = next((s for _, s in dated[rank:] if s > start), None)
        end = _moment(row["fin"]) if row["fin"] else following
        stop = end if end is not None else scale.last
        active = day is not None and start <= day and (row["fin"] is None or day < stop)
        known = row["fin"] is not None
        active = active and (known or following is None or day == start)
        x = scale.x(start)
        yield Span(
            x, max(round(scale.x(stop) - x - 0.3, 1), 0.3), rank, known, active, row["debut"] or ""
        )


def strip(events: Rows, phases: Rows) -> Timeline | None:
    """The events of a schéma as dots over its phases."""
    dated = [(row, _moment(row["debut"])) for row in events if row["debut"]]
    if not dated:
        return None
    ends = [_moment(row["fin"]) + 1 for row in phases if row["fin"]]
    scale = _Scale(min(m for _, m in dated) - 0.5, max([m for _, m in dated] + ends) + 0.5)
    spans = tuple(_phase(row, n, scale) for n, row in enumerate(phases, 1) if row["debut"])
    dots = tuple(_dots(dated, scale))
    tallest = max((dot.row for dot in dots), default=0)
    return Timeline(spans, scale.ticks(), dots, None, _HIGH + tallest * 9 + 16 * len(spans))


def _phase(row: Row, rank: int, scale: _Scale) -> Span:
    """A phase; its last year is included."""
    start = _moment(row["debut"])
    end = (_moment(row["fin"]) if row["fin"] else start) + 1
    x = scale.x(start)
    return Span(x, round(scale.x(end) - x, 1), rank, True, True, row["nom"] or "")


def _dots(dated: list[tuple[Row, float]], scale: _Scale) -> Iterator[Dot]:
    stacked: dict[int, int] = {}
    for row, moment in dated:
        x = scale.x(moment)
        bin_ = round(x / _BIN)
        row_number = stacked.get(bin_, 0)
        stacked[bin_] = row_number + 1
        yield Dot(round(bin_ * _BIN, 2), row_number, row["nom"] or "")


def _moment(text: str | None) -> float:
    """A date at its own precision as a decimal year."""
    parts = [int(part) for part in (text or "0").split("-")]
    if len(parts) == _YEAR:
        return float(parts[0])
    if len(parts) == _MONTH:
        return parts[0] + (parts[1] - 1) / 12
    day = datetime.date(*parts)
    length = 366 if calendar.isleap(day.year) else 365
    return day.year + (day.timetuple().tm_yday - 1) / length
