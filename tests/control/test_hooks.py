from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from .conftest import FIXTURE

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


@pytest.fixture
def guarded(tmp_path: Path) -> Path:
    """A repository of someone else's, with the fictitious schéma under `data`."""
    shutil.copytree(FIXTURE, tmp_path / "data")
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    for arguments in (["init", "-q"], ["add", "."], [*identity, "commit", "-qm", "un"]):
        subprocess.run(["git", "-C", tmp_path, *arguments], check=True)
    return tmp_path


def _steps() -> dict[str, str]:
    """The commands of the two CI definitions that call the control."""
    github = yaml.safe_load((ROOT / "docs/ci/github.yml").read_text(encoding="utf-8"))
    gitlab = yaml.safe_load((ROOT / "docs/ci/gitlab.yml").read_text(encoding="utf-8"))
    runs = [step.get("run", "") for step in github["jobs"]["controle"]["steps"]]
    found = {"github": next(r for r in runs if "validate" in r)}
    found["gitlab"] = next(r for r in gitlab["controle"]["script"] if "validate" in r)
    return found


def _run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "DONNEES": "data"}
    environ |= {"BASE": "HEAD", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD"}
    environ["MUTUGRAPH_WORKSPACE"] = str(ROOT)
    shell = ["bash", "-euo", "pipefail", "-c", command]
    return subprocess.run(
        shell, cwd=folder, env=environ, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_what_ci_runs_accepts_good_data_and_refuses_a_fault(ci: str, guarded: Path) -> None:
    command = _steps()[ci]
    good = _run(command, guarded)
    assert good.returncode == 0, good.stdout + good.stderr
    sheet = guarded / "data/900000001/fiches/fiche-paie.ttl"
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(text.replace("    mut:nature <nature/support> ;\n", ""), encoding="utf-8")
    bad = _run(command, guarded)
    assert bad.returncode == 1, bad.stdout + bad.stderr
    assert "MUT204" in bad.stdout
    assert (guarded / "controle.html").is_file()


def test_the_pre_commit_hooks_run_verbs_that_exist(guarded: Path) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["id"] for hook in hooks} == {"mutugraph-validate", "mutugraph-format"}
    for hook in hooks:
        run = _run(f"{hook['entry']} data", guarded)
        assert run.returncode == 0, run.stdout + run.stderr
