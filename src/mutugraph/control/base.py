"""The base of a comparison: a folder, or a revision of git unpacked into a folder of its own."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mutugraph.errors import BaseUnknown, GitMissing

_DATA = Path("data") / "ttl"


@contextmanager
def base_folder(base: str, folder: Path) -> Iterator[Path]:
    """The folder of data that `base` names, for data that are now in `folder`.

    `base` is a folder (a workspace, or data themselves), else a revision of the git repository that
    holds `folder`. Raises `BaseUnknown`, `GitMissing`.
    """
    given = Path(base)
    if given.is_dir():
        yield given / _DATA if (given / _DATA).is_dir() else given
        return
    if given.exists():
        raise BaseUnknown(base=base)
    with tempfile.TemporaryDirectory(prefix="mutugraph-base-") as aside:
        yield _unpack(base, folder.resolve(), Path(aside))


def _unpack(revision: str, folder: Path, aside: Path) -> Path:
    git = shutil.which("git")
    if git is None:
        raise GitMissing(base=revision)
    inside = folder if folder.is_dir() else folder.parent
    top = Path(_git(git, inside, revision, "rev-parse", "--show-toplevel").decode().strip())
    commit = _git(
        git, inside, revision, "rev-parse", "--verify", "--end-of-options", revision + "^{commit}"
    )
    path = folder.relative_to(top.resolve()).as_posix()
    content = _git(
        git, top, revision, "archive", "--format=tar", commit.decode().strip(), "--", path
    )
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(aside, filter="data")
    return aside / path


def _git(git: str, folder: Path, revision: str, *arguments: str) -> bytes:
    run = subprocess.run(  # noqa: S603 - the revision is an argument of git, never an option
        [git, "-C", str(folder), *arguments], capture_output=True, check=False
    )
    if run.returncode != 0:
        raise BaseUnknown(base=revision)
    return run.stdout
