"""What may be skipped where nothing may be: what needs a folder that a lone clone does not have."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CASES = """\
import pytest

def test_of_a_document(shared):
    assert next((shared / "source").glob("*.txt")).is_file()

def test_of_a_program():
    pytest.skip("needs a program")
"""


@pytest.fixture
def outcome(tmp_path: Path) -> "Outcome":
    return Outcome(tmp_path)


class Outcome:
    """Runs the two cases in a clone, under this project's own conftest."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        tests = folder / "clone" / "tests"
        tests.mkdir(parents=True)
        for name in ("conftest.py", "schemas.py", "once.py"):  # what the first imports
            shutil.copy(Path(__file__).with_name(name), tests)
        (tests / "test_cases.py").write_text(CASES, encoding="utf-8")

    def of(self, case: str, *, strict: bool) -> str:
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", case],
            cwd=self.folder / "clone",
            env=os.environ
            | {"MUTUGRAPH_NO_SKIP": "1" if strict else "", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return next(w for w in ("failed", "skipped", "error", "passed") if f"1 {w}" in run.stdout)


def test_a_lone_clone_skips_what_needs_the_documents(outcome: Outcome) -> None:
    assert outcome.of("document", strict=True) == "skipped"


def test_documents_that_are_there_must_be_whole(outcome: Outcome) -> None:
    (outcome.folder / "shared").mkdir()
    assert outcome.of("document", strict=True) == "failed"


@pytest.mark.parametrize(("strict", "then"), [(False, "skipped"), (True, "failed")])
def test_a_missing_program_is_a_failure_where_every_tool_can_be_had(
    outcome: Outcome, strict: bool, then: str
) -> None:
    assert outcome.of("program", strict=strict) == then
