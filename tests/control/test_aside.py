"""The rules that a process of its own reads: they come back whole, or are read where they are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mutugraph.workspace import Workspace
from schemas import small_workspace

ROOT = Path(__file__).parents[2]
# A process of its own, where no thread of pytest is. It says whether the rules came before it read
# them, then how many there are, or why there are none.
PROGRAM = """
import sys, threading
from pathlib import Path
from mutugraph.control import aside
from mutugraph.errors import MutugraphError
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

aside.cores = lambda: 2
root, threads = Path(sys.argv[1]), int(sys.argv[2])
ended = threading.Event()
for _ in range(threads):
    threading.Thread(target=ended.wait).start()
book = aside.begun(Workspace(root), Settings(store=root / "store"))
book.kept.receive()
print(book.is_kept)
try:
    print(len(book.rules), len(book.questions[1]))
except MutugraphError as error:
    print(type(error).__name__)
ended.set()
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A small workspace, which no run has judged."""
    small_workspace(tmp_path / "small", ROOT)
    return tmp_path / "small"


def _told(root: Path, threads: int = 0) -> tuple[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(root), str(threads)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stderr == ""
    came, counted = done.stdout.splitlines()
    return came, counted


def test_the_rules_come_from_the_other_process_as_they_are_read_without_it(small: Path) -> None:
    came, counted = _told(small)
    beside, read = _told(small, threads=1)
    assert (came, beside) == ("True", "False")
    assert counted == read


def test_what_the_other_process_cannot_read_is_told_where_it_is_asked(small: Path) -> None:
    path = Workspace(small).shape_files[0]
    path.write_text(path.read_text() + "\n<broken")
    assert _told(small) == ("False", "TurtleUnterminated")
