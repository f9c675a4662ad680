"""What the control says where a schéma and the national lists do not agree."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from control.conftest import FIXTURE
from mutugraph.control.controlled import Controlled
from mutugraph.control.findings import Finding, Step
from mutugraph.control.reading import reading_findings
from mutugraph.operations.validate import Extent, validate
from mutugraph.reference.national import read_national
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace
from reference.writing import write_lists

EPCI = ["900000001,CC des Trois Rivières,CC,FA,2020,2026,140"]
MEMBERS = [
    "900000001,99901,900000001,Rivebelle,2020,2026",
    "900000001,99902,900000002,Valcombe,2020,2026",
    "900000001,99903,900000003,Montclair,2020,2026",
]
ELSEWHERE = ["900000002,CC du Plateau,CC,FA,2020,2026,140"]
LATER = """\
BASE <https://w3id.org/mutugraph/id/>
PREFIX mut: <https://w3id.org/mutugraph/def/mutualisation/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
<900000001/avis/2025> mut:emetAvisSur <900000001/schema/2021-2026> ;
  mut:dateDActe "2025-06-01"^^xsd:date .
"""
Judge = Callable[..., list[Finding]]


@pytest.fixture
def judge(repository: Workspace, common: Path, tmp_path: Path) -> Judge:
    """Judges the fictitious schéma beside lists of these rows; what is found of them alone.

    The rules are the same for all: the first run of the control keeps them for the others.
    """
    settings = Settings(store=common / "judged")

    def judged(epci: list[str], members: list[str], more: str = "") -> list[Finding]:
        for folder in ("ontology", "shapes", "queries"):
            (tmp_path / folder).symlink_to(repository.root / folder)
        write_lists(tmp_path, epci, members)
        shutil.copytree(repository.root / "data/ttl/droit", tmp_path / "data/ttl/droit")
        schema = FIXTURE
        if more:
            schema = shutil.copytree(FIXTURE, tmp_path / "schema")
            (schema / "ajout.ttl").write_text(more, encoding="utf-8")
        report = validate(
            Workspace(tmp_path), settings, Extent((schema,)), only=[Step.READING, Step.MODEL]
        )
        return [f for f in report.findings if f.code.startswith("MUT13")]

    return judged


def _codes(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(f.code, f.label) for f in findings if f.code != "MUT133"]


def test_a_schema_that_the_lists_confirm_has_no_finding(judge: Judge) -> None:
    assert _codes(judge(EPCI, MEMBERS)) == []


def test_an_epci_that_no_list_has_is_told(judge: Judge) -> None:
    found = judge(ELSEWHERE, ["900000002,99904,900000004,Bourgneuf,2020,2026"])
    assert _codes(found) == [("MUT130", "Communauté de communes des Trois Rivières")]
    assert "900000001" in found[-1].message


def test_a_commune_of_another_epci_is_told_where_it_is_said_to_be_a_member(judge: Judge) -> None:
    others = "900000002,99903,900000003,Montclair,2020,2026"
    found = judge([*EPCI, *ELSEWHERE], [*MEMBERS[:2], others])
    assert _codes(found) == [("MUT131", "Montclair")]
    one = next(f for f in found if f.code == "MUT131")
    assert one.file is not None and one.file.endswith("organisations.ttl")
    assert one.line == _line("mut:membreDe", 3)


def test_a_member_that_left_before_a_later_opinion_was_one_all_the_same(judge: Judge) -> None:
    left = MEMBERS[2].replace("2026", "2024")
    assert left != MEMBERS[2]
    assert _codes(judge(EPCI, [*MEMBERS[:2], left], LATER)) == []


def _line(words: str, rank: int) -> int:
    lines = (FIXTURE / "organisations.ttl").read_text(encoding="utf-8").splitlines()
    return [n for n, line in enumerate(lines, 1) if words in line][rank - 1]


def test_a_regime_that_the_lists_contradict_is_told(judge: Judge) -> None:
    found = judge([EPCI[0].replace("FA,2020", "FPU,2020")], MEMBERS)
    assert ("MUT132", "Communauté de communes des Trois Rivières") in _codes(found)


def test_a_compensation_without_its_regime_is_told(judge: Judge) -> None:
    found = {f.label for f in judge(EPCI, MEMBERS) if f.code == "MUT133"}
    assert any(label.startswith("Paie") for label in found)


def test_lists_that_contradict_themselves_are_told_at_their_line(
    repository: Workspace, tmp_path: Path
) -> None:
    write_lists(tmp_path, [*EPCI, *ELSEWHERE], [*MEMBERS, f"900000002{MEMBERS[0][9:]}"])
    controlled = Controlled(
        documents=(),
        ontology=(),
        namespaces=repository.namespaces,
        whole=True,
        lists=lambda: read_national(Workspace(tmp_path)),
    )
    (found,) = reading_findings(controlled)
    assert (found.code, found.file, found.line) == ("MUT013", "data/ttl/national/membres.csv", 5)
    assert "deux intercommunalités la même année" in found.message
