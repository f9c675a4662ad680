from __future__ import annotations

from pathlib import Path

import pytest

from mutugraph.errors import UnknownName
from mutugraph.operations.explain import every_rule, explain
from mutugraph.workspace import Workspace

ROOT = Path(__file__).parents[2]
RULES = every_rule(Workspace(ROOT))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.code))
def test_every_rule_says_what_it_demands_why_with_an_example_and_how_to_mend(rule: object) -> None:
    parts = {name: getattr(rule, name) for name in ("title", "demand", "why", "example", "mend")}
    assert [name for name, text in parts.items() if not text] == []


def test_a_code_is_found_in_any_case(repository: Workspace) -> None:
    assert explain(repository, "mut401").code == "MUT401"


def test_an_unknown_code_is_refused_with_the_nearest(repository: Workspace) -> None:
    with pytest.raises(UnknownName) as refused:
        explain(repository, "MUT4O1")
    assert refused.value.facts["nearest"]
