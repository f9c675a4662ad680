import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from crashing import kill_at_every_step
from mutugraph.atomic import write_file, write_files
from mutugraph.engine.building import ensure_store
from mutugraph.errors import FileOutside, FileUnwritable
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


def test_of_several_files_none_is_written_where_one_cannot_be(tmp_path: Path) -> None:
    first, gone = tmp_path / "a", tmp_path / "gone"
    first.write_bytes(b"old")
    gone.write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileUnwritable):
        write_files({first: b"new", gone: None, tmp_path / "folder" / "x" / "y": b"new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "folder", "gone"]
    assert first.read_bytes() == b"old"


def test_a_disk_that_fills_changes_none_of_several_files(tmp_path: Path) -> None:
    files = {tmp_path / name: b"new" * size for name, size in (("a", 10), ("b", 1000))}
    for path in files:
        path.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(FileUnwritable):
            write_files(files)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"old"}
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("link", ["data/a", "data"])
def test_a_link_that_leads_out_is_refused_before_anything_changes(
    tmp_path: Path, link: str
) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    (inside / "data").mkdir(parents=True)
    outside.mkdir()
    (outside / "a").write_bytes(b"theirs")
    (inside / "b").write_bytes(b"old")
    if link == "data":
        (inside / "data").rmdir()
        (inside / "data").symlink_to(outside)
    else:
        (inside / "data" / "a").symlink_to(outside / "a")
    for content in (b"ours", None):
        with pytest.raises(FileOutside):
            write_files({inside / "b": b"new", inside / "data/a": content}, within=inside)
    assert ((outside / "a").read_bytes(), (inside / "b").read_bytes()) == (b"theirs", b"old")


def test_killed_at_any_moment_each_file_is_whole_and_none_is_lost(tmp_path: Path) -> None:
    def prepare(folder: Path) -> None:
        for name in ("a", "b", "gone"):
            (folder / name).write_bytes(b"old")

    def check(folder: Path) -> None:
        found = {name: (folder / name).read_bytes() for name in ("a", "b")}
        assert set(found.values()) <= {b"old", b"new"}
        assert (folder / "gone").exists() or set(found.values()) == {b"new"}

    killed = kill_at_every_step(
        tmp_path,
        "from mutugraph.atomic import write_files",
        "write_files({folder / 'a': b'new', folder / 'b': b'new', folder / 'gone': None})",
        prepare,
        check,
    )
    assert killed > 4
