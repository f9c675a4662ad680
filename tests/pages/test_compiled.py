"""Templates are compiled once: another process finds their code, and never that of other words."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from mutugraph.pages.compiled import Compiled


class Reader(Environment):
    """Does not compile: what it renders was kept."""

    def compile(self, *arguments: object, **options: object) -> object:  # type: ignore[override]
        raise AssertionError(arguments)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "page.html").write_text("un {{ mot }}\n", encoding="utf-8")
    (tmp_path / "how").write_text("as it is", encoding="utf-8")
    return tmp_path


def rendered(folder: Path, kind: type[Environment] = Environment, **options: bool) -> str:
    kept = Compiled(folder, how=folder / "how")
    made = kind(loader=FileSystemLoader(folder), bytecode_cache=kept, **options)  # type: ignore[arg-type]
    return made.get_template("page.html").render(mot="mot")


def test_what_was_compiled_is_not_compiled_again(folder: Path) -> None:
    assert rendered(folder) == rendered(folder, Reader) == "un mot"


def test_a_template_that_has_changed_is_compiled_again(folder: Path) -> None:
    rendered(folder)
    (folder / "page.html").write_text("deux {{ mot }}", encoding="utf-8")
    assert rendered(folder) == "deux mot"


def test_so_is_every_template_when_what_says_how_has_changed(folder: Path) -> None:
    rendered(folder)
    (folder / "how").write_text("with its last line end", encoding="utf-8")
    assert rendered(folder, keep_trailing_newline=True) == "un mot\n"


@pytest.mark.parametrize("left", [b"", b"j2", b"something else", None])
def test_code_that_is_cut_short_is_made_again(folder: Path, left: bytes | None) -> None:
    rendered(folder)
    (file,) = (folder / "__pycache__").iterdir()
    file.write_bytes(file.read_bytes()[:-9] if left is None else left)
    assert rendered(folder) == rendered(folder, Reader) == "un mot"


def test_where_nothing_can_be_written_pages_are_the_same(folder: Path) -> None:
    (folder / "__pycache__").write_text("a file in the place of the folder", encoding="utf-8")
    assert rendered(folder) == "un mot"


def test_where_python_writes_no_code_neither_do_templates(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered(folder) == "un mot"
    assert not (folder / "__pycache__").exists()
