"""The processes of a server have one run of each control."""

from __future__ import annotations

import shutil
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest

from mutugraph.control.verdict import Report
from mutugraph.errors import TurtleError
from mutugraph.operations.subprocess_validation import validate_once
from mutugraph.operations.validate import Extent
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

judge = partial(validate_once, deadline_s=240, nice=0)


@pytest.fixture
def root(small: Workspace, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small.root, tmp_path / "workspace"))


def judged(root: Path, shared: Path) -> Report:
    return judge(Workspace(root), Settings(shared=shared))


def test_processes_that_ask_together_have_one_run(root: Path, tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        first, second = processes.map(judged, [root] * 2, [tmp_path] * 2)
    assert [step.seconds for step in first.steps] == [step.seconds for step in second.steps]
    assert first == second
    apart = judge(Workspace(root), Settings())
    assert [step.seconds for step in apart.steps] != [step.seconds for step in first.steps]
    assert (apart.findings, apart.verdict, apart.counts, apart.rules) == (
        (first.findings, first.verdict, first.counts, first.rules)
    )


def test_of_a_run_that_fails_nothing_is_kept_and_another_revision_is_judged_anew(
    root: Path, tmp_path: Path
) -> None:
    added = root / "data" / "ttl" / "added.ttl"
    added.write_text("<a:b> zz", encoding="utf-8")
    broken, settings = Workspace(root), Settings(shared=tmp_path)
    for _ in range(2):
        with pytest.raises(TurtleError):
            judge(broken, settings)
    added.unlink()
    whole = Workspace(root)
    report = judge(whole, settings)
    added.write_text("<a:b> zz", encoding="utf-8")
    assert judge(whole, settings) == report
    with pytest.raises(TurtleError):
        judge(whole, settings, Extent(epci="900000001"))
    with pytest.raises(TurtleError):
        judge(Workspace(root), settings)
