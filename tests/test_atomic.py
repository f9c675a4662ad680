from pathlib import Path

import pytest

from mutugraph.atomic import write_file
from mutugraph.errors import FileUnwritable


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
