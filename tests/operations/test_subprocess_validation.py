"""The control in a process of its own says what it says here, and is stopped in time."""

from __future__ import annotations

import threading
from itertools import pairwise
from pathlib import Path

import pytest

from mutugraph.engine.aside import Bounds, run_aside
from mutugraph.errors import ControlTooHeavy, ControlTooLong, SandboxMissing, TurtleError
from mutugraph.operations.subprocess_validation import validate_in_subprocess
from mutugraph.operations.validate import Extent, validate
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
    here = validate(repository, Settings(), Extent((file,)))
    there = validate_in_subprocess(
        repository, Settings(), Extent((file,)), deadline_s=120, nice=0, strange=strange
    )
    assert there.findings == here.findings
    assert there.findings
    assert (there.verdict, there.counts, there.rules) == (here.verdict, here.counts, here.rules)


def test_what_it_raises_is_raised(repository: Workspace, file: Path) -> None:
    file.write_text("<a:b> zz", encoding="utf-8")
    with pytest.raises(TurtleError) as caught:
        validate_in_subprocess(repository, Settings(), Extent((file,)), deadline_s=120, nice=0)
    assert caught.value.facts["line"] == 1


def test_it_is_stopped_at_its_deadline(repository: Workspace, file: Path) -> None:
    with pytest.raises(ControlTooLong):
        validate_in_subprocess(repository, Settings(), Extent((file,)), deadline_s=0.05, nice=0)


def test_a_stranger_s_file_is_given_no_more_memory_than_the_setting(
    repository: Workspace, file: Path
) -> None:
    few = Settings(limits=Limits(upload_memory_bytes=150_000_000))
    lines = "".join(f"<urn:s{n}> <urn:p> <urn:o{n}> .\n" for n in range(20_000))
    file.write_text(lines, encoding="utf-8")
    with pytest.raises(ControlTooHeavy):
        validate_in_subprocess(
            repository, few, Extent((file,)), deadline_s=120, nice=0, strange=True
        )


def test_what_a_library_prints_is_no_part_of_the_answer(tmp_path: Path) -> None:
    (tmp_path / "talks.py").write_text(
        "from mutugraph.engine.aside import serve_aside\n"
        "def work(asked):\n"
        '    print(\'{"answer": "theirs"}\')\n'
        "    return asked['word']\n"
        "serve_aside(work)\n",
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(tmp_path))
        patch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
        bounds = Bounds(200_000_000, confined=True, processor_s=20, file_bytes=10_000)
        answer = run_aside("talks", {"word": "ours"}, bounds, deadline_s=20, nice=0)
    assert answer == "ours"


def test_where_the_system_does_not_confine_a_stranger_s_file_is_not_read(
    repository: Workspace, file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import platform\nplatform.system = lambda: 'Plan 9'\n", encoding="utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
    settings = Settings(sandbox="required")
    with pytest.raises(SandboxMissing):
        validate_in_subprocess(
            repository, settings, Extent((file,)), deadline_s=60, nice=0, strange=True
        )


def test_of_those_that_share_a_turn_one_runs_at_a_time(tmp_path: Path) -> None:
    (tmp_path / "sleeps.py").write_text(
        "import time\nfrom mutugraph.engine.aside import serve_aside\n"
        "def work(asked):\n"
        "    began = time.time(); time.sleep(0.3); return [began, time.time()]\n"
        "serve_aside(work)\n",
        encoding="utf-8",
    )
    spans: list[list[float]] = []

    def run() -> None:
        bounds = Bounds(200_000_000)
        turn = tmp_path / "turn"
        spans.append(run_aside("sleeps", {}, bounds, deadline_s=30, nice=0, turn=turn))

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(tmp_path), prepend=":")
        threads = [threading.Thread(target=run) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(spans) == 3
    ordered = sorted(spans)
    assert all(first[1] <= second[0] for first, second in pairwise(ordered))


def test_nothing_of_the_program_reads_objects_or_code_out_of_bytes() -> None:
    source = Path(validate_in_subprocess.__code__.co_filename).parents[1]
    named = (
        "pickle",
        "marshal",
        "shelve",
        "dill",
        "FullLoader",
        "UnsafeLoader",
        " eval(",
        " exec(",
    )
    found = {
        f"{path.name}: {word}"
        for path in source.rglob("*.py")
        for word in named
        if word in path.read_text(encoding="utf-8")
    }
    assert found == set()
