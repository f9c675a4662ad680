from __future__ import annotations

import pytest

from mutugraph.errors import UnknownName
from mutugraph.operations.explain import every_rule, explain
from mutugraph.workspace import Workspace

PARTS = ("title", "demand", "why", "example", "mend")


def test_every_rule_says_what_it_demands_why_with_an_example_and_how_to_mend(
    repository: Workspace,
) -> None:
    rules = every_rule(repository)
    assert len(rules) > 150
    assert [(r.code, name) for r in rules for name in PARTS if not getattr(r, name)] == []


def test_a_code_is_found_in_any_case(repository: Workspace) -> None:
    assert explain(repository, "mut401").code == "MUT401"


def test_an_unknown_code_is_refused_with_the_nearest(repository: Workspace) -> None:
    with pytest.raises(UnknownName) as refused:
        explain(repository, "MUT4O1")
    assert refused.value.facts["nearest"]
