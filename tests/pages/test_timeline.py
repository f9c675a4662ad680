"""The line of time of a schéma: nothing that is drawn runs into a year that is not its own."""

from __future__ import annotations

import random

import pytest

from mutugraph.pages.drawings.timeline import Timeline, strip
from mutugraph.pages.reading import Row

SEEDS = range(30)
AXIS = 2013  # four years before 2017, as the phases last four
ROUNDING = 0.11  # of the places along the axis, which have one decimal
PHASES: tuple[Row, ...] = (
    {"nom": "Court terme", "debut": "2017", "fin": "2017"},
    {"nom": "Moyen terme", "debut": "2019", "fin": "2020"},
)


def events(seed: int) -> tuple[Row, ...]:
    """Dates at every precision, some with an end."""
    chance = random.Random(seed)
    found: list[Row] = []
    for n in range(25):
        year, month, day = chance.randint(2000, 2020), chance.randint(1, 12), chance.randint(1, 28)
        start = chance.choice((f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-{day:02}"))
        end = chance.choice((None, f"{year + chance.randint(0, 3)}-12-31"))
        found.append({"nom": str(n), "debut": start, "fin": end})
    return tuple(sorted(found, key=lambda row: row["debut"] or ""))


def place(drawing: Timeline, year: int) -> float:
    """Where a year begins on the axis, from its ticks alone."""
    first, last = drawing.ticks[0], drawing.ticks[-1]
    a_year = (last.x - first.x) / (int(last.label) - int(first.label))
    return first.x + (year - int(first.label)) * a_year


@pytest.mark.parametrize("seed", SEEDS)
def test_an_event_stands_within_the_years_that_are_printed_of_it(seed: int) -> None:
    rows = events(seed)
    drawing = strip(rows, PHASES)
    assert drawing
    assert len(drawing.bricks) == len(rows)
    for row, brick in zip(rows, drawing.bricks, strict=True):
        start, end = (int((row[name] or row["debut"] or "")[:4]) for name in ("debut", "fin"))
        if start < AXIS:
            continue
        assert brick.x >= place(drawing, start) - ROUNDING
        assert brick.x + brick.width <= place(drawing, end + 1) + ROUNDING
        if row["debut"] == str(start):  # a year alone is a whole year
            assert brick.x <= place(drawing, start) + ROUNDING
            assert brick.x + brick.width >= place(drawing, start + 1) - ROUNDING


@pytest.mark.parametrize("seed", SEEDS)
def test_no_event_hides_another(seed: int) -> None:
    drawing = strip(events(seed), PHASES)
    assert drawing
    for one in drawing.bricks:
        beside = [b for b in drawing.bricks if b is not one and b.row == one.row]
        assert all(
            b.x >= one.x + one.width - ROUNDING or b.x + b.width <= one.x + ROUNDING for b in beside
        )


def test_a_phase_covers_its_years_and_each_label_has_its_line() -> None:
    drawing = strip(events(1), PHASES)
    assert drawing
    assert {span.line for span in drawing.spans} == set(range(len(drawing.spans)))
    phases = sorted((s for s in drawing.spans if s.label != drawing.before), key=lambda s: s.x)
    for span, years in zip(phases, ((2017, 2018), (2019, 2021)), strict=True):
        assert span.x == pytest.approx(place(drawing, years[0]), abs=ROUNDING)
        assert span.x + span.width == pytest.approx(place(drawing, years[1]), abs=ROUNDING)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_axis_serves_the_schema_and_older_events_are_counted_at_its_edge(seed: int) -> None:
    rows = events(seed)
    drawing = strip(rows, PHASES)
    assert drawing
    assert [int(tick.label) for tick in drawing.ticks] == list(range(AXIS, 2022))
    begins = place(drawing, AXIS)
    ends = [int((row["fin"] or row["debut"] or "")[:4]) for row in rows]
    older = [b for end, b in zip(ends, drawing.bricks, strict=True) if end < AXIS]
    assert all(brick.x + brick.width < begins - 1 for brick in older)
    assert sum(brick.x < begins - 1 for brick in drawing.bricks) == len(older)
    assert drawing.before == (f"{len(older)} faits avant {AXIS}" if older else "")
    assert drawing.before in {*(span.label for span in drawing.spans), ""}


def test_without_phases_the_axis_is_that_of_the_events() -> None:
    drawing = strip(({"nom": "a", "debut": "1984", "fin": None}, *events(2)), ())
    assert drawing
    assert not drawing.before
