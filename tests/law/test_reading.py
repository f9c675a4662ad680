"""The second reading of the law: its tables are what the questions answer at its dates."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from law.conftest import Ask
from law.test_chronologies import slug_of

PAGE = Path(__file__).parents[2] / "docs" / "readings" / "droit.md"
DATES = ("2013-06-01", "2015-11-26", "2017-01-01", "2018-06-01", "2020-06-01", "2023-01-01")
TODAY = "2026-11-28"
Line = tuple[str, ...]


def printed(head: str, day: str) -> set[Line]:
    """The cells of the rows of a table at a day, actions spread out, without the reasons."""
    found: set[Line] = set()
    inside = False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        inside = line.startswith("|") and (inside or line.startswith(head))
        if inside and cells[0] == day:
            *others, actions = cells[1:6] if "connu" in head else cells[1:8]
            found |= {(*others, action) for action in _each(actions)}
    return found


def _each(actions: str) -> list[str]:
    spread: list[str] = []
    for part in actions.split(", "):
        first, _, last = part.partition("–")
        spread += map(str, range(int(first), int(last or first) + 1))
    return spread


@pytest.mark.parametrize("day", [*DATES, TODAY])
def test_each_rule_answers_what_the_reading_says(asked: Ask, day: str) -> None:
    names = ("regle", "phase", "article", "version_debut", "version_fin", "mode", "action")
    rows = {
        tuple("–" if row[name] is None else str(row[name]) for name in names)
        for row in asked("articles-par-service", day)
    }
    assert rows
    assert rows == printed("| date | règle", day)


@pytest.mark.parametrize("day", [*DATES, TODAY])
def test_what_the_law_takes_or_asks_is_what_the_reading_says(asked: Ask, day: str) -> None:
    names = ("effet", "article", "limite", "connu", "action")
    rows = {tuple(str(row[name]) for name in names) for row in asked("limites", day)}
    known = {"True": "oui", "False": "non"}
    assert {(*r[:3], known[r[3]], r[4]) for r in rows} == printed(
        "| date | effet | article | limite | connu", day
    )


def drawn() -> list[tuple[int, str]]:
    """Forty services and days between 2010 and the last that the texts handed over reach."""
    chosen = random.Random(40)
    first, last = date(2010, 1, 1), date(2023, 12, 6)
    days = (last - first).days
    return [
        (chosen.randint(1, 20), str(first + timedelta(chosen.randint(0, days)))) for _ in range(40)
    ]


def test_on_any_day_a_service_rests_on_the_last_text_that_began(
    asked: Ask, starts: dict[str, list[str]]
) -> None:
    rows = [
        (row, day)
        for action, day in drawn()
        for row in asked("articles-par-service", day, action=str(action))
        if row["version_debut"]
    ]
    assert rows
    for row, day in rows:
        texts = starts[slug_of(str(row["article"]))]
        begun, later = (
            [t for t in texts if t <= day],
            [t for t in texts if t > day],
        )
        assert row["version_debut"] == begun[-1], (row, day)
        assert not later or row["version_fin"] == later[0], (row, day)


def test_every_action_has_a_line_at_every_date() -> None:
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for day in (*DATES, TODAY):
        seen[day] |= {line[-1] for line in printed("| date | règle", day)}
    assert all(numbers == {str(n) for n in range(1, 21)} for numbers in seen.values())
