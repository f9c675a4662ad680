from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from mutugraph.control.base import base_folder, base_root, recent_commits
from mutugraph.errors import (
    BaseOutside,
    BaseUnknown,
    BaseWithout,
    GitFailed,
    GitMissing,
    GitRefused,
)
from mutugraph.messages import explain


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


@pytest.mark.parametrize("base", ["v9", "--help", "", " ", "v1; true", "HEAD~5"])
def test_what_is_no_revision_is_refused(repo: Path, base: str) -> None:
    with pytest.raises(BaseUnknown), base_folder(base, repo / "data" / "ttl"):
        pass


def test_a_file_is_unpacked_as_it_was(repo: Path) -> None:
    with base_folder("v1", repo / "data" / "ttl" / "a.ttl") as file:
        assert file.read_text(encoding="utf-8") == "un"


def test_a_whole_base_has_the_folders_that_the_revision_has(repo: Path) -> None:
    with base_root("v1", repo) as root:
        assert [p.relative_to(root).as_posix() for p in root.rglob("*.*")] == ["data/ttl/a.ttl"]


def test_each_reason_of_git_has_its_own_sentence(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = repo / "data" / "ttl"
    with pytest.raises(BaseOutside), base_folder("v1", tmp_path):
        pass
    (repo / "new").mkdir()
    with pytest.raises(BaseWithout), base_folder("v1", repo / "new"):
        pass
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(GitRefused) as raised, base_folder("v1", data):
        pass
    assert raised.value.facts["path"] == str(repo)
    assert "safe.directory" in explain(raised.value)


def test_what_git_says_otherwise_is_told(repo: Path) -> None:
    (repo / ".git" / "HEAD").write_text("ref: refs/heads/master\n", encoding="utf-8")
    (repo / ".git" / "config").write_text("[core", encoding="utf-8")
    with pytest.raises(GitFailed) as raised, base_folder("v1", repo / "data" / "ttl"):
        pass
    assert "config" in str(raised.value.facts["detail"])


def test_without_git_a_revision_is_refused_in_words(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitMissing), base_folder("v1", repo / "data" / "ttl"):
        pass


def test_the_last_commits_are_listed_by_day_and_subject(repo: Path, tmp_path: Path) -> None:
    (commit,) = recent_commits(repo, 5)
    assert commit.subject == "un"
    assert len(commit.name) == 12
    with base_root(commit.name, repo) as root:
        assert (root / "data" / "ttl" / "a.ttl").read_text(encoding="utf-8") == "un"
    assert recent_commits(tmp_path, 5) == ()
