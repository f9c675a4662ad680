"""What is handed out first is there, and what is run together stays together."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduling import LONGEST, TOGETHER, longest_first, unit_of

ROOT = Path(__file__).parent.parent


def test_what_is_named_is_there() -> None:
    assert [name for name in (*LONGEST, *TOGETHER) if not (ROOT / name).exists()] == []
    assert [name for name in TOGETHER if name not in LONGEST] == []


def test_a_file_is_a_unit_and_so_is_a_folder_that_is_run_together() -> None:
    assert unit_of("tests/web/test_live.py::test_a[b::c]") == "tests/web/test_live.py"
    assert unit_of(f"{TOGETHER[0]}/test_verb.py::test_a") == TOGETHER[0]


def test_the_longest_come_first_and_the_rest_keeps_its_order(
    request: pytest.FixtureRequest,
) -> None:
    items = longest_first(request.session.items)
    assert {*items} == {*request.session.items}
    units = list(dict.fromkeys(unit_of(item.nodeid) for item in items))
    named = [unit for unit in LONGEST if unit in units]
    assert units[: len(named)] == named
    every = dict.fromkeys(unit_of(item.nodeid) for item in request.session.items)
    assert units[len(named) :] == [unit for unit in every if unit not in LONGEST]
