"""What is of one EPCI is in its folder, of a schéma that exists; two are never taken for one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mutugraph.control.findings import Finding, Step
from mutugraph.operations.validate import Extent, validate
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

from .conftest import FIXTURE

SIREN = "900000001"
Found = Callable[..., list[Finding]]
HEAD = """BASE <https://w3id.org/mutugraph/id/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX mut: <https://w3id.org/mutugraph/def/mutualisation/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
EDITION = """
<900000001/schema/{code}> a mut:Schema ; dct:identifier "{code}" ;
    skos:prefLabel "Autre édition"@fr ;
    mut:epci <epci/900000001> ; mut:debut "{start}" ; mut:fin "{end}" .
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FIXTURE, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def found(folder: Path, repository: Workspace, settings: Settings) -> Found:
    """The findings of some codes."""

    def run(*codes: str) -> list[Finding]:
        only = (Step.READING, Step.MODEL)
        report = validate(repository, settings, Extent((folder,)), only=only)
        return [finding for finding in report.findings if finding.code in codes]

    return run


def change(path: Path, old: str, new: str) -> int:
    """Changes a text once; the line where the new one is."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_a_schema_in_its_own_folder_has_nothing_to_say(found: Found) -> None:
    assert found("MUT012", "MUT015", "MUT014", "MUT112", "MUT110", "MUT111") == []


def test_an_edition_that_does_not_exist_is_found_at_its_line(folder: Path, found: Found) -> None:
    path = folder / SIREN / "fiches" / "fiche-paie.ttl"
    line = change(path, "<900000001/schema/2021-2026>", "<900000001/schema/2027-2032>")
    (one,) = found("MUT015")
    assert (one.file, one.line) == (str(path), line)
    assert "aucun schéma connu" in one.message


def test_what_is_of_another_epci_s_schema_is_found(folder: Path, found: Found) -> None:
    other = HEAD + EDITION.format(code="2021-2026", start="2021", end="2026")
    other = other.replace("900000001", "800000001")
    (folder / "800000001").mkdir()
    (folder / "800000001" / "schema.ttl").write_text(other, encoding="utf-8")
    path = folder / SIREN / "fiches" / "fiche-paie.ttl"
    change(path, "<900000001/schema/2021-2026>", "<800000001/schema/2021-2026>")
    report = [f for f in found("MUT015") if f.file == str(path)]
    assert len(report) == 1


def test_a_schema_in_the_folder_of_another_epci_is_found(folder: Path, found: Found) -> None:
    path = folder / "organisations.ttl"
    change(path, 'mut:siren "900000001"', 'mut:siren "800000001"')
    (one,) = found("MUT014")
    assert one.file == str(folder / SIREN / "schema.ttl")
    assert "800000001" in one.message
    assert one.line


def test_an_act_that_is_of_no_schema_is_found(folder: Path, found: Found) -> None:
    path = folder / "99901" / "deliberation-2020-12-10.ttl"
    line = change(path, "    mut:emetAvisSur <900000001/schema/2021-2026> ;\n", "")
    (one,) = found("MUT112")
    assert one.file == str(path)
    assert (one.line or 0) < line


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        ("2024", "2029", True),
        ("2016", "2022", True),
        ("2022", "2023", True),
        ("2026", "2031", False),
        ("2026-06", "2031", False),
        ("2026-06", "2031-12-31", False),
        ("2015", "2021", False),
        ("2025-12-31", "2031", True),
    ],
)
def test_two_editions_of_an_epci_do_not_run_together(
    folder: Path, found: Found, start: str, end: str, wrong: bool
) -> None:
    path = folder / SIREN / "schema-2.ttl"
    path.write_text(HEAD + EDITION.format(code="autre", start=start, end=end), encoding="utf-8")
    assert bool(found("MUT110")) is wrong


def test_a_siren_that_two_bodies_bear_is_found(folder: Path, found: Found) -> None:
    change(folder / "organisations.ttl", 'mut:siren "900000002"', 'mut:siren "900000001"')
    assert {f.subject.rpartition("/")[2] for f in found("MUT111")} == {"99902", SIREN}
