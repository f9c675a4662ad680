"""The second reading of the law: its tables are what the questions answer at its dates."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from law.conftest import Ask

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


def test_every_action_has_a_line_at_every_date() -> None:
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for day in (*DATES, TODAY):
        seen[day] |= {line[-1] for line in printed("| date | règle", day)}
    assert all(numbers == {str(n) for n in range(1, 21)} for numbers in seen.values())
