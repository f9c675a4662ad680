from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from mutugraph.control.base import base_folder
from mutugraph.errors import BaseUnknown, GitMissing


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    data = tmp_path / "repo" / "data" / "ttl"
    data.mkdir(parents=True)
    (data / "a.ttl").write_text("un", encoding="utf-8")
    root = tmp_path / "repo"
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    for arguments in (
        ["init", "-q"],
        ["add", "."],
        [*identity, "commit", "-qm", "un"],
        ["tag", "v1"],
    ):
        subprocess.run(["git", "-C", root, *arguments], check=True)
    (data / "a.ttl").write_text("deux", encoding="utf-8")
    return root


def test_a_revision_is_unpacked_as_it_was(repo: Path) -> None:
    with base_folder("v1", repo / "data" / "ttl") as folder:
        assert (folder / "a.ttl").read_text(encoding="utf-8") == "un"


def test_a_folder_is_taken_as_it_is_and_a_workspace_by_its_data(repo: Path, tmp_path: Path) -> None:
    with base_folder(str(repo), tmp_path) as folder:
        assert folder == repo / "data" / "ttl"
    with base_folder(str(tmp_path), tmp_path) as folder:
        assert folder == tmp_path


@pytest.mark.parametrize("base", ["v9", "--help", "", "v1; true"])
def test_what_is_no_revision_is_refused(repo: Path, base: str) -> None:
    with pytest.raises(BaseUnknown), base_folder(base or "nul", repo / "data" / "ttl"):
        pass


def test_a_revision_outside_any_repository_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BaseUnknown), base_folder("v1", tmp_path):
        pass


def test_without_git_a_revision_is_refused_in_words(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitMissing), base_folder("v1", repo / "data" / "ttl"):
        pass
