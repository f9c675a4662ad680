"""The base of a comparison: a folder, or a revision of git unpacked into a folder of its own."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mutugraph.errors import (
    BaseOutside,
    BaseUnknown,
    BaseWithout,
    GitFailed,
    GitMissing,
    GitRefused,
)
from mutugraph.workspace import FOLDERS

_DATA = Path("data") / "ttl"
_OTHER_OWNER = re.compile(r"dubious ownership in repository at '([^']*)'")
_FIELDS = "%h%x09%cs%x09%s"  # of git log: commit, day, subject
_NO_REPOSITORY = "not a git repository"


@contextmanager
def base_folder(base: str, folder: Path) -> Iterator[Path]:
    """The folder of data that `base` names, for data that are now in `folder`.

    `base` is a folder (a workspace, or data themselves), else a revision of the git repository that
    holds `folder`. Raises `BaseUnknown`, `BaseOutside`, `BaseWithout`, `GitMissing`, `GitRefused`,
    `GitFailed`.
    """
    if given := _folder(base):
        yield given / _DATA if (given / _DATA).is_dir() else given
        return
    inside, part = (folder, ".") if folder.is_dir() else (folder.parent, folder.name)
    with _unpacked(base, inside, (part,)) as found:
        yield found / part


@contextmanager
def base_root(base: str, root: Path) -> Iterator[Path]:
    """The folder that `base` names, for a workspace that is now in `root`.

    A revision of git is its four folders as they were. Raises as `base_folder`.
    """
    if given := _folder(base):
        yield given
        return
    with _unpacked(base, root, FOLDERS) as found:
        yield found


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its name in twelve digits, its day (ISO 8601), its subject."""

    name: str
    day: str
    subject: str


def recent_commits(root: Path, count: int) -> tuple[Commit, ...]:
    """The last commits that changed the files of a workspace; none where there is no history."""
    asked = (f"--max-count={count}", "--abbrev=12", f"--format={_FIELDS}", "--", *FOLDERS)
    try:
        listed = _Git("HEAD", root.resolve()).run("log", *asked)
    except (BaseOutside, GitFailed, GitMissing, GitRefused):
        return ()
    lines = listed.decode(errors="replace").splitlines()
    return tuple(Commit(*line.split("\t", 2)) for line in lines)


def _folder(base: str) -> Path | None:
    """The folder of this name, if there is one."""
    given = Path(base)
    if not base.strip() or (given.exists() and not given.is_dir()):
        raise BaseUnknown(base=base)
    return given if given.is_dir() else None


@contextmanager
def _unpacked(revision: str, folder: Path, parts: Sequence[str]) -> Iterator[Path]:
    """What a revision has of these parts of a folder, in a folder of its own."""
    git = _Git(revision, folder.resolve())
    commit = git.commit()
    present = [part for part in parts if git.has(commit, part)]
    if not present:
        raise BaseWithout(base=revision, path=", ".join(parts))
    content = git.run("archive", "--format=tar", commit, "--", *present)
    with tempfile.TemporaryDirectory(prefix="mutugraph-base-") as aside:
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            archive.extractall(aside, filter="data")
        yield Path(aside)


class _Git:
    """The git of this machine, called in a folder about one revision."""

    def __init__(self, revision: str, folder: Path) -> None:
        found = shutil.which("git")
        if found is None:
            raise GitMissing(base=revision)
        self._git, self._revision, self._folder = found, revision, folder

    def commit(self) -> str:
        """The commit of the revision. Raises `BaseUnknown` where there is none."""
        self.run("rev-parse", "--git-dir")  # whether there is a repository, before what is in it
        asked = ("rev-parse", "--verify", "--quiet", "--end-of-options")
        run = self._run(*asked, self._revision + "^{commit}")
        if run.returncode != 0:
            raise BaseUnknown(base=self._revision)
        return run.stdout.decode().strip()

    def has(self, commit: str, part: str) -> bool:
        """Whether the commit has this part of the folder."""
        return bool(self.run("ls-tree", commit, "--", part))

    def run(self, *arguments: str) -> bytes:
        """What a command of git prints. Raises what git says, as it is."""
        run = self._run(*arguments)
        if run.returncode == 0:
            return run.stdout
        said = run.stderr.decode(errors="replace").strip()
        if owner := _OTHER_OWNER.search(said):
            raise GitRefused(base=self._revision, path=owner[1])
        if _NO_REPOSITORY in said:
            raise BaseOutside(base=self._revision, path=str(self._folder))
        raise GitFailed(base=self._revision, detail=said.partition("\n")[0])

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(  # noqa: S603 - the revision is an argument of git, never an option
            [self._git, "-C", str(self._folder), *arguments],
            capture_output=True,
            check=False,
            env=os.environ | {"LC_ALL": "C"},  # what it says is read
        )
