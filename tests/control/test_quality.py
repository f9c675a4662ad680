from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from string import Formatter

import pytest
from pyoxigraph import Store

from mutugraph.control.findings import Step
from mutugraph.control.quality import QualityRule, read_quality_rules
from mutugraph.control.rulebook import Rulebook
from mutugraph.errors import HeaderInvalid, SeveritiesInvalid
from mutugraph.messages import sentences
from mutugraph.workspace import Workspace

ROOT = Path(__file__).parents[2]
TinyWorkspace = Callable[..., Workspace]
RULES = read_quality_rules(Workspace(ROOT))
COLUMNS = {"schema", "sujet", "propriete", "lu", "calcule", "passage", "gravite", "valeur"}
HEADER = """\
#+ code: MUT499
#+ etape: coherence
#+ titre: t
#+ exige: e
#+ probleme: p
#+ pourquoi: p
#+ exemple: e
#+ correction: c
"""


@pytest.mark.parametrize("quality", RULES, ids=lambda q: str(q.file.path))
def test_a_rule_runs_has_the_columns_of_findings_and_an_order(quality: QualityRule) -> None:
    prefixes = dict(Workspace(ROOT).namespaces.prefixes)
    results = Store().query(quality.file.text, prefixes=prefixes)
    columns = {v.value for v in results.variables}  # type: ignore[union-attr]
    assert "sujet" in columns
    assert columns <= COLUMNS
    assert "ORDER BY" in quality.file.text


@pytest.mark.parametrize("quality", RULES, ids=lambda q: str(q.file.path))
def test_a_rule_is_in_the_family_of_its_step_and_names_only_its_columns(
    quality: QualityRule,
) -> None:
    families = {
        Step.MODEL: "1",
        Step.COHERENCE: "234",
        Step.PASSAGES: "5",
        Step.PERSONS: "6",
        Step.PUBLICATION: "7",
    }
    assert quality.rule.code[3] in families[quality.rule.step]
    named = {name for _, name, _, _ in Formatter().parse(quality.problem) if name}
    assert named <= {"sujet", "lu", "calcule"}


@pytest.mark.parametrize("quality", RULES, ids=lambda q: str(q.file.path))
def test_a_rule_points_at_what_is_missing_and_not_at_the_list_of_what_is(
    quality: QualityRule,
) -> None:
    """A finding is told at the cell of its property: `mut:nonImprime` has none of its own."""
    assert "mut:nonImprime AS ?propriete" not in quality.file.text


def test_no_rule_speaks_to_people_in_names_of_properties() -> None:
    space = Workspace(ROOT)
    named = re.compile(rf"\b(?:{'|'.join(space.namespaces.prefixes)}):\w")
    for rule in Rulebook(space).rules.values():
        told = " ".join((rule.title, rule.demand, rule.why, rule.mend))
        assert not named.search(told), f"{rule.code}: {told}"
    for key, parts in sentences().items():
        said = " ".join(parts.values())
        assert not re.search(r"\bmut:\w", said), key


@pytest.mark.parametrize("quality", RULES, ids=lambda q: str(q.file.path))
def test_a_rule_is_not_written_in_the_slow_form(quality: QualityRule) -> None:
    assert not re.search(r"FILTER\s+NOT\s+EXISTS", quality.file.text)


def test_a_code_without_severity_is_refused(tiny: TinyWorkspace) -> None:
    space = tiny({"queries/quality/a.rq": HEADER + "SELECT ?sujet { ?sujet ?p ?o }"})
    with pytest.raises(SeveritiesInvalid):
        read_quality_rules(space)


def test_a_header_without_its_parts_is_refused(tiny: TinyWorkspace) -> None:
    files = {
        "queries/quality/a.rq": "#+ code: MUT499\nSELECT ?sujet { ?sujet ?p ?o }",
        "queries/quality/gravites.toml": 'MUT499 = "bloquant"',
    }
    with pytest.raises(HeaderInvalid):
        read_quality_rules(tiny(files))


@pytest.mark.parametrize("content", ["MUT499 = 3", 'MUT499 = "grave"', "= ="])
def test_a_file_of_severities_that_says_something_else_is_refused(
    tiny: TinyWorkspace, content: str
) -> None:
    with pytest.raises(SeveritiesInvalid):
        read_quality_rules(tiny({"queries/quality/gravites.toml": content}))
