from __future__ import annotations

import gc
import re
import shutil
from pathlib import Path

import pytest

from mutugraph.control.findings import Finding, Severity
from mutugraph.control.many_epci import schemas_in
from mutugraph.control.processes import _Worker
from mutugraph.control.verdict import Report
from mutugraph.errors import TurtleSyntax
from mutugraph.operations.validate import Extent, validate
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

from .conftest import FIXTURE

OTHER = "800000001"
OF_PYTHON = 700  # objects between two looks of the collector, where nothing says otherwise


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """The fictitious EPCI, and the same under other numbers; their organisations are shared."""
    folder = tmp_path / "several"
    shutil.copytree(FIXTURE, folder)
    for path in sorted(FIXTURE.rglob("*.ttl")):
        inside = path.relative_to(FIXTURE)
        text = _renamed(path.read_text(encoding="utf-8"))
        to = folder / _renamed(inside.as_posix())
        if inside.name == "organisations.ttl":
            to.write_text(to.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
        elif len(inside.parts) > 1:
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_text(text, encoding="utf-8")
    accepted = folder / "ecarts-acceptes.csv"
    lines = accepted.read_text(encoding="utf-8").splitlines()
    ours = [re.sub("^[0-9a-f]*", "", _renamed(line)) for line in lines[1:]]  # rule and subject
    accepted.write_text("\n".join((*lines, *ours, "")), encoding="utf-8")
    return folder


def _renamed(text: str) -> str:
    return re.sub(r"(?<!\d)999(\d\d)(?!\d)", r"998\1", re.sub("90000000(?=\\d)", OTHER[:-1], text))


def _counted(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.counts and f.severity is not Severity.INFORMATION]


def test_a_folder_of_one_epci_is_not_taken_apart(two: Path) -> None:
    assert schemas_in([FIXTURE]) == ()
    assert schemas_in([two / OTHER]) == ()
    assert schemas_in([two]) == (OTHER, "900000001")


def test_clean_schemas_are_accepted_with_one_verdict_and_every_part_is_counted(
    two: Path, repository: Workspace, settings: Settings
) -> None:
    told: list[tuple[int, int]] = []
    report = validate(
        repository, settings, Extent((two,)), advance=lambda done, total: told.append((done, total))
    )
    assert [(f.code, f.subject) for f in _counted(report)] == []
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_fault_of_one_schema_is_found_at_its_line_and_the_other_is_not_blamed(
    two: Path, repository: Workspace, settings: Settings
) -> None:
    path = two / OTHER / "fiches" / "fiche-paie.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("mut:etp 1.5", "mut:etep 1.5"), encoding="utf-8")
    report = validate(repository, settings, Extent((two,)))
    assert report.refused
    found = _counted(report)
    assert "MUT104" in {f.code for f in found}
    assert all(OTHER in f.subject for f in found)
    assert all(f.file and f.file.startswith(str(two / OTHER)) and f.line for f in found)


def test_a_broken_file_of_one_schema_stops_all(
    two: Path, repository: Workspace, settings: Settings
) -> None:
    (two / OTHER / "schema.ttl").write_text("<a> <b> \n", encoding="utf-8")
    with pytest.raises(TurtleSyntax):
        validate(repository, settings, Extent((two,)))


def test_the_collector_looks_rarely_in_each_process(
    two: Path, repository: Workspace, settings: Settings
) -> None:
    before = gc.get_threshold()
    gc.set_threshold(OF_PYTHON)
    try:
        _Worker.start(repository.root, False, settings, two, ())
        assert gc.get_threshold()[0] > 10 * OF_PYTHON
    finally:
        gc.set_threshold(*before)
