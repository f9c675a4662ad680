"""Lines of time: the versions of an article, the events of a schéma.

Places along the axis are percents of the width, so that letters keep their size on a narrow screen.
"""

from __future__ import annotations

import calendar
import datetime
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from mutugraph.messages import message
from mutugraph.pages.reading import Row, Rows

WIDTH = 100.0
MARGIN = 2.0
_BIN = 1.2  # the least width of what stands for a moment
_BRICK = 9
_LINE = 16
_HIGH = 92
_HALF = 50
_OPEN_YEARS = 2
_YEAR, _MONTH = 1, 2
_FEW_YEARS, _FAR_YEARS = 14, 25
_TINY = 1e-6
_EDGE, _GAP = 7.0, 2.0  # of the width: what is older than the axis, and what parts it from the rest


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time: its place, its length, its rank; is its end known, is it in force.

    A phase has its label on a line of its own; in the second half of the axis both end together.
    """

    x: float
    width: float
    rank: int
    closed: bool
    active: bool
    label: str
    line: int = 0
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Brick:
    """An event, as wide as it is printed precisely; `row` keeps those of one moment apart."""

    x: float
    width: float
    row: int
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole drawing; `before` says how many events are gathered at its edge, and of when."""

    spans: tuple[Span, ...]
    ticks: tuple[Tick, ...]
    bricks: tuple[Brick, ...]
    now: float | None
    height: int
    before: str = ""


@dataclass(frozen=True, slots=True)
class _Scale:
    """From moments to places; `edge` is the width that is kept at the left for what is older."""

    first: float
    last: float
    edge: float = 0

    def x(self, moment: float) -> float:
        share = (moment - self.first) / max(self.last - self.first, 0.5)
        free = WIDTH - 2 * MARGIN - self.edge
        return round(MARGIN + self.edge + min(max(share, 0), 1) * free, 1)

    def ticks(self) -> tuple[Tick, ...]:
        steps = (n * 10**power for power in count() for n in (1, 2, 5))
        step = next(s for s in steps if (self.last - self.first) / s < _FEW_YEARS)
        years = range(int(self.first) + 1, int(self.last) + 1)
        return tuple(Tick(self.x(y), str(y)) for y in years if y % step == 0)


def versions(rows: Rows, date: str | None) -> Timeline | None:
    """The versions of an article, the one in force at a date marked. None without any start.

    A day that is far from all of them is not marked: it would leave them no room.
    """
    dated = [(row, _moment(row["debut"])) for row in rows if row["debut"]]
    if not dated:
        return None
    day = _moment(date) if date else None
    ends = [_moment(row["fin"]) for row in rows if row["fin"]] + [start for _, start in dated]
    near = day is not None and min(ends) - _FAR_YEARS < day < max(ends) + _FAR_YEARS
    moments = [*ends, *([day] if near and day is not None else [])]
    scale = _Scale(min(moments) - 0.5, max(moments) + _OPEN_YEARS)
    spans = tuple(_spans(dated, scale, day))
    now = scale.x(day) if near and day is not None else None
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
    """The events of a schéma over its phases, each within the dates that are printed of it."""
    dated = [row for row in events if row["debut"]]
    if not dated:
        return None
    last = math.ceil(max(*_starts(dated), *(_until(row["fin"]) for row in phases if row["fin"])))
    first = _first_year(dated, phases, last)
    older = [row for row in dated if _until(row["fin"] or row["debut"]) <= first]
    scale = _Scale(first - 0.5, last + 0.5, _EDGE if older else 0)
    told = _told(len(older), first)
    edge = [Span(MARGIN, _EDGE - _GAP, 0, True, True, told)] if older else []
    ranked = [_phase(row, n, scale) for n, row in enumerate(phases, 1) if row["debut"]]
    spans = _on_lines([*edge, *ranked])
    bricks = tuple(_bricks(dated, scale, first))
    tallest = max((brick.row for brick in bricks), default=0)
    height = _HIGH + tallest * _BRICK + _LINE * len(spans)
    return Timeline(spans, scale.ticks(), bricks, None, height, told)


def _starts(rows: Sequence[Row]) -> list[float]:
    return [_moment(row["debut"]) for row in rows if row["debut"]]


def _first_year(dated: Sequence[Row], phases: Rows, last: int) -> int:
    """Where the axis begins: as long before the phases as they last, or at the first event.

    A schéma is prepared for about as long as it runs; what is older would take the room of both.
    """
    first = math.floor(min(_starts(dated)))
    begun = _starts(phases)
    return max(first, 2 * math.floor(min(begun)) - last) if begun else first


def _told(older: int, first: int) -> str:
    """How many events are gathered at the edge, in words."""
    if not older:
        return ""
    return message("temps_un_avant" if older == 1 else "temps_avant", nombre=older, annee=first)


def _phase(row: Row, rank: int, scale: _Scale) -> Span:
    """A phase; its last year, month or day is included."""
    x = scale.x(_moment(row["debut"]))
    end = scale.x(_until(row["fin"] or row["debut"]))
    return Span(x, round(end - x, 1), rank, True, True, row["nom"] or "", ends=end > _HALF)


def _on_lines(spans: Sequence[Span]) -> tuple[Span, ...]:
    """A line for each label, such that none passes over the band of another, which begins there.

    A label that runs to the right is above the bands that come later; one that runs to the left,
    above those that came before.
    """
    running = sorted((span for span in spans if not span.ends), key=lambda span: span.x)
    ending = sorted((span for span in spans if span.ends), key=lambda span: -span.x)
    return tuple(replace(span, line=n) for n, span in enumerate((*running, *ending)))


def _bricks(dated: Sequence[Row], scale: _Scale, since: int) -> Iterator[Brick]:
    """Each event in the halves, thirds… of years that its dates cover, above what is there.

    One that is over before the axis begins stands at its edge; one that goes on begins there.
    """
    gathered = count()
    a_year = scale.x(scale.first + 1) - scale.x(scale.first)
    parts = max(int(a_year / _BIN), 1)
    stacked: dict[int, int] = {}
    for row in dated:
        if _until(row["fin"] or row["debut"]) <= since:
            yield Brick(MARGIN, _EDGE - _GAP, next(gathered), row["nom"] or "")
            continue
        first = int(max(_moment(row["debut"]), since) * parts + _TINY)
        last = max(math.ceil(_until(row["fin"] or row["debut"]) * parts - _TINY), first + 1)
        level = max(stacked.get(part, 0) for part in range(first, last))
        stacked |= dict.fromkeys(range(first, last), level + 1)
        x, end = scale.x(first / parts), scale.x(last / parts)
        yield Brick(x, round(end - x, 1), level, row["nom"] or "")


def _until(text: str | None) -> float:
    """The end of a date at its own precision: of the year, of the month, of the day."""
    parts = (text or "0").split("-")
    if len(parts) == _YEAR:
        return _moment(text) + 1
    return _moment(text) + (1 / 12 if len(parts) == _MONTH else 1 / 366)


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
