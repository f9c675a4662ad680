from collections.abc import Callable
from pathlib import Path

import pytest

from mutugraph.errors import FileMissing, FileOutside, TurtleComments, TurtleSyntax
from mutugraph.operations.format import format
from mutugraph.workspace import Workspace

TinyWorkspace = Callable[..., Workspace]
LOOSE = "<http://a> <http://b>   1 .\n"


def test_a_file_is_written_once_and_then_left_alone(tiny: TinyWorkspace) -> None:
    workspace = tiny({"data/ttl/a.ttl": LOOSE})
    path = workspace.root / "data/ttl/a.ttl"
    assert format(workspace, [path]).changed == ("data/ttl/a.ttl",)
    assert format(workspace, [path]).changed == ()


def test_check_writes_nothing(tiny: TinyWorkspace) -> None:
    workspace = tiny({"data/ttl/a.ttl": LOOSE})
    path = workspace.root / "data/ttl/a.ttl"
    assert format(workspace, [path], check=True).changed == ("data/ttl/a.ttl",)
    assert path.read_text() == LOOSE


def test_refused_files_do_not_stop_the_others(tiny: TinyWorkspace) -> None:
    files = {"a.ttl": LOOSE, "b.ttl": "# note\n" + LOOSE, "c.ttl": "<x:a> <x:b>", "d.ttl": LOOSE}
    workspace = tiny({f"data/ttl/{name}": text for name, text in files.items()})
    done = format(workspace, [workspace.root / "data/ttl"])
    assert done.seen == 4
    assert done.changed == ("data/ttl/a.ttl", "data/ttl/d.ttl")
    assert [type(error) for _, error in done.refused] == [TurtleComments, TurtleSyntax]
    assert (workspace.root / "data/ttl/b.ttl").read_text() == files["b.ttl"]


def test_a_byte_order_mark_and_windows_lines_are_another_layout(tiny: TinyWorkspace) -> None:
    workspace = tiny({"data/ttl/a.ttl": LOOSE})
    path = workspace.root / "data/ttl/a.ttl"
    format(workspace, [path])
    laid_out = path.read_bytes()
    for other in (b"\xef\xbb\xbf" + laid_out, laid_out.replace(b"\n", b"\r\n")):
        path.write_bytes(other)
        assert format(workspace, [path]).changed
        assert path.read_bytes() == laid_out


def test_without_a_path_the_files_of_the_workspace_are_meant(tiny: TinyWorkspace) -> None:
    workspace = tiny({"data/ttl/a.ttl": LOOSE, "shapes/s.ttl": LOOSE, "queries/q.ttl": LOOSE})
    assert set(format(workspace, check=True).changed) >= {"data/ttl/a.ttl", "shapes/s.ttl"}
    assert "queries/q.ttl" not in format(workspace, check=True).changed


def test_a_path_that_does_not_exist_is_told(tiny: TinyWorkspace, tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        format(tiny(), [tmp_path / "rien.ttl"])


@pytest.mark.parametrize("named", [(), ("data/ttl",), ("data/ttl/link.ttl",)])
def test_a_link_out_of_the_workspace_is_neither_read_nor_written(
    tiny: TinyWorkspace, tmp_path: Path, named: tuple[str, ...]
) -> None:
    workspace = tiny({"data/ttl/a.ttl": LOOSE})
    theirs = tmp_path / "theirs.ttl"
    theirs.write_text(LOOSE, encoding="utf-8")
    (workspace.root / "data/ttl/link.ttl").symlink_to(theirs)
    done = format(workspace, [workspace.root / name for name in named])
    assert [(name, type(error)) for name, error in done.refused] == [
        ("data/ttl/link.ttl", FileOutside)
    ]
    assert theirs.read_text(encoding="utf-8") == LOOSE


def test_a_link_out_of_a_folder_that_is_named_is_refused(
    tiny: TinyWorkspace, tmp_path: Path
) -> None:
    folder, theirs = tmp_path / "folder", tmp_path / "theirs.ttl"
    folder.mkdir()
    theirs.write_text(LOOSE, encoding="utf-8")
    (folder / "link.ttl").symlink_to(theirs)
    (folder / "own.ttl").write_text(LOOSE, encoding="utf-8")
    done = format(tiny(), [folder])
    assert [type(error) for _, error in done.refused] == [FileOutside]
    assert done.changed == (str(folder / "own.ttl"),)
    assert theirs.read_text(encoding="utf-8") == LOOSE
