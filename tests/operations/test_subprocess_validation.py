"""The control in a process of its own says what it says here, and is stopped in time."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutugraph.errors import ControlTooHeavy, ControlTooLong, TurtleError
from mutugraph.operations.subprocess_validation import validate_in_subprocess
from mutugraph.operations.validate import validate
from mutugraph.settings import Limits, Settings
from mutugraph.workspace import Workspace


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "x.ttl"
    path.write_text(
        "@prefix mut: <https://w3id.org/mutugraph/def/mutualisation/> .\n"
        "<https://w3id.org/mutugraph/id/commune/99999> a mut:Commune .\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("strange", [False, True])
def test_the_report_is_the_same(repository: Workspace, file: Path, strange: bool) -> None:
    here = validate(repository, Settings(), paths=(file,))
    there = validate_in_subprocess(
        repository, Settings(), paths=(file,), deadline_s=120, nice=0, strange=strange
    )
    assert there.findings == here.findings
    assert there.findings
    assert (there.verdict, there.counts, there.rules) == (here.verdict, here.counts, here.rules)


def test_what_it_raises_is_raised(repository: Workspace, file: Path) -> None:
    file.write_text("<a:b> zz", encoding="utf-8")
    with pytest.raises(TurtleError) as caught:
        validate_in_subprocess(repository, Settings(), paths=(file,), deadline_s=120, nice=0)
    assert caught.value.facts["line"] == 1


def test_it_is_stopped_at_its_deadline(repository: Workspace, file: Path) -> None:
    with pytest.raises(ControlTooLong):
        validate_in_subprocess(repository, Settings(), paths=(file,), deadline_s=0.05, nice=0)


def test_a_stranger_s_file_is_given_no_more_memory_than_the_setting(
    repository: Workspace, file: Path
) -> None:
    few = Settings(limits=Limits(upload_memory_bytes=150_000_000))
    lines = "".join(f"<urn:s{n}> <urn:p> <urn:o{n}> .\n" for n in range(20_000))
    file.write_text(lines, encoding="utf-8")
    with pytest.raises(ControlTooHeavy):
        validate_in_subprocess(repository, few, paths=(file,), deadline_s=120, nice=0, strange=True)
