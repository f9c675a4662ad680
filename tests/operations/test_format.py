from collections.abc import Callable
from pathlib import Path

import pytest

from mutugraph.errors import FileMissing, TurtleComments, TurtleSyntax
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
