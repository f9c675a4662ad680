import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mutugraph.atomic import write_file
from mutugraph.engine.building import ensure_store
from mutugraph.errors import FileUnwritable
from mutugraph.operations.publish.folder import staged
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

TinyWorkspace = Callable[..., Workspace]


def test_a_file_is_written_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "a", tmp_path / "b"
    link.symlink_to(target)
    write_file(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_full_device_is_told() -> None:
    with pytest.raises(FileUnwritable):
        write_file(Path("/dev/full"), b"x" * 10_000)


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    with pytest.raises(FileUnwritable):
        write_file(tmp_path, b"a folder is no file")
    with pytest.raises(FileUnwritable):
        write_file(tmp_path / "absent" / "a", b"x")
    assert list(tmp_path.iterdir()) == []


def not_as_wanted(folder: Path, umask: int) -> list[Path]:
    """The files of a folder and below whose rights are others than the umask gives.

    RocksDB gives its own files fewer rights to the group than the umask would: no more than that.
    """
    paths = [*folder.rglob("*")]
    wanted = {path: (0o777 if path.is_dir() else 0o666) & ~umask for path in paths}
    found = {path: path.stat().st_mode & 0o777 for path in paths}
    of_rocksdb = [path for path in paths if "db" in path.parts[-2:]]
    return [p for p in paths if found[p] != (wanted[p] & 0o755 if p in of_rocksdb else wanted[p])]


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002, 0o027])
def test_whatever_is_written_has_the_rights_that_the_umask_gives(
    tmp_path: Path, tiny: TinyWorkspace, umask: int
) -> None:
    data = '<https://example.org/graph/id/a> <http://purl.org/dc/terms/title> "a" .\n'
    workspace = tiny({"data/ttl/a.ttl": data})
    made = tmp_path / "made"
    before = os.umask(umask)
    try:
        made.mkdir()
        write_file(made / "file", b"new")
        with staged(made / "publication") as folder:
            folder.write("page.html", b"<p>")
        ensure_store(workspace, Settings.read({}, store=made / "store"))
    finally:
        os.umask(before)
    assert not_as_wanted(made, umask) == []
