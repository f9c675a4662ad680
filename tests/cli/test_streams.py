"""Standard streams that the caller has closed: said in words, and no reason to fail elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mutugraph.questions.catalogue import Catalogue
from mutugraph.workspace import Workspace

VERBS = {
    "version": ["--version"],
    "list": ["ask"],
    "table": ["ask", "communes"],
    "answer": ["ask", "communes", "--format", "csv"],
    "query": ["sparql", "{query}"],
}


class Closed:
    """Runs the program itself, with some of its streams closed."""

    def __init__(self, workspace: Workspace, store: Path, query: Path) -> None:
        self.query = query
        query.write_text("ASK {}", encoding="utf-8")
        own = {"MUTUGRAPH_WORKSPACE": str(workspace.root), "MUTUGRAPH_STORE": str(store)}
        self.environ = os.environ | own

    def run(self, verb: str, closing: str) -> subprocess.CompletedProcess[str]:
        arguments = [a.format(query=self.query) for a in VERBS.get(verb, verb.split())]
        program = [sys.executable, "-m", "mutugraph.cli.main", *arguments]
        shell = ["bash", "-c", f'"$@" {closing}', "bash", *program]
        return subprocess.run(
            shell, env=self.environ, capture_output=True, text=True, errors="replace", check=False
        )


@pytest.fixture
def closed(catalogue: Catalogue, repository: Workspace, store: Path, tmp_path: Path) -> Closed:
    return Closed(repository, store, tmp_path / "query.rq")


@pytest.mark.parametrize("verb", VERBS)
def test_a_result_that_cannot_be_given_is_told(closed: Closed, verb: str) -> None:
    run = closed.run(verb, ">&-")
    assert run.returncode == 2
    assert "le flux est fermé" in run.stderr
    assert "interne" not in run.stderr


@pytest.mark.parametrize("verb", VERBS)
def test_messages_that_nobody_reads_change_nothing(closed: Closed, verb: str) -> None:
    whole, run = closed.run(verb, ""), closed.run(verb, "2>&-")
    assert (run.returncode, run.stdout) == (whole.returncode, whole.stdout)
    assert run.returncode == 0


def test_with_every_stream_closed_the_exit_code_still_speaks(closed: Closed) -> None:
    assert closed.run("answer", "<&- >&- 2>&-").returncode == 2
    assert closed.run("explain NOTHING", "<&- >&- 2>&-").returncode == 2


def test_an_answer_in_a_file_needs_no_stream(closed: Closed, tmp_path: Path) -> None:
    file = tmp_path / "communes.csv"
    run = closed.run(f"ask communes -o {file}", "<&- >&- 2>&-")
    assert run.returncode == 0
    assert file.read_text(encoding="utf-8").startswith("commune,")


@pytest.mark.parametrize("verb", ["sparql", "sparql -"])
def test_a_query_that_cannot_be_read_is_told(closed: Closed, verb: str) -> None:
    run = closed.run(verb, "<&-")
    assert run.returncode == 2
    assert "interne" not in run.stderr
    assert "FICHIER" in run.stderr
