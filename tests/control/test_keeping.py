"""The file that runs leave one another: whole or none, of this program alone, of a bounded size."""

from __future__ import annotations

import os
import threading
from functools import partial
from pathlib import Path

import pytest

from mutugraph.control import kept
from mutugraph.control.changes import Changes
from mutugraph.control.kept import Kept
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

ROOT = Path(__file__).parents[2]


def _left(file: Path, program: str = "p") -> Kept:
    """A run that made one value, and left it."""
    run = Kept(file, program)
    assert run.made(lambda: b"found", "unit", "digest") == b"found"
    run.save()
    return Kept(file, program)


def test_what_a_run_made_is_not_made_again(tmp_path: Path) -> None:
    again = _left(tmp_path / "kept")
    assert again.made(pytest.fail, "unit", "digest") == b"found"
    assert again.found("unit", "another digest") is None


def test_nothing_is_what_was_found_too(tmp_path: Path) -> None:
    run = Kept(tmp_path / "kept", "p")
    run.made(bytes, "unit")
    run.save()
    assert Kept(tmp_path / "kept", "p").found("unit") == b""


def test_inputs_that_read_alike_side_by_side_are_told_apart() -> None:
    assert kept.digest("ab", "c") != kept.digest("a", "bc") != kept.digest("abc")


def test_another_program_begins_anew(tmp_path: Path) -> None:
    _left(tmp_path / "kept")
    assert Kept(tmp_path / "kept", "another").found("unit", "digest") is None


def test_a_file_that_is_not_as_it_was_written_is_none(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    _left(file)
    whole = file.read_bytes()
    changed = whole.replace(b"found", b"fount")
    for content in (b"", whole[:-1], whole + b"x", changed, b"\xff" * 64, whole[::-1], b"\n" * 9):
        file.write_bytes(content)
        assert _left(file).found("unit", "digest") == b"found"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    _left(tmp_path / "other")
    (tmp_path / "kept").symlink_to(tmp_path / "other")
    assert Kept(tmp_path / "kept", "p").found("unit", "digest") is None


def test_without_a_place_to_write_a_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the place of the folder")
    assert _left(tmp_path / "file" / "kept").found("unit", "digest") is None


def test_what_was_used_last_stays_longest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_BYTES", 30)
    for rank in range(4):
        run = Kept(tmp_path / "kept", "p")
        run.found("0")
        run.made(partial(b"ten bytes%d".__mod__, rank), str(rank))
        run.save()
    last = Kept(tmp_path / "kept", "p")
    assert [last.found(str(rank)) is not None for rank in range(4)] == [True, False, True, True]


def test_a_value_of_two_names_is_written_once(tmp_path: Path) -> None:
    run = Kept(tmp_path / "kept", "p")
    run.keep(b"." * 1_000, "one")
    run.keep(b"." * 1_000, "two")
    run.save()
    assert 1_000 < (tmp_path / "kept").stat().st_size < 2_000
    again = Kept(tmp_path / "kept", "p")
    assert again.found("one") == again.found("two") == b"." * 1_000


def test_runs_at_once_leave_a_whole_file(tmp_path: Path) -> None:
    def run(rank: int) -> None:
        own = Kept(tmp_path / "kept", "p")
        own.made(lambda: bytes([rank]) * 100_000, str(rank))
        own.save()

    threads = [threading.Thread(target=run, args=(rank,)) for rank in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [Kept(tmp_path / "kept", "p").found(str(rank)) for rank in range(8)]
    assert any(found)
    assert all(one in (None, bytes([rank]) * 100_000) for rank, one in enumerate(found))
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_what_a_killed_run_left_is_removed_but_not_what_one_is_writing(tmp_path: Path) -> None:
    left, being_written = tmp_path / ".kept-0a", tmp_path / ".kept-0b"
    left.write_bytes(b"half")
    being_written.write_bytes(b"half")
    os.utime(left, (0, 0))
    _left(tmp_path / "kept")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".kept-0b", "kept"]


def test_a_limit_and_the_program_decide_too() -> None:
    own = kept.program(Settings.read({}))
    assert own == kept.program(Settings.read({}))
    assert own != kept.program(Settings.read({"MUTUGRAPH_NESTING": "63"}))


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("SELECT ?s WHERE { ?s a mut:Service } # le service", False),
        ("SELECT ?s WHERE { ?s mut:a <forme/service-commun> }", False),
        ('SELECT ?s WHERE { ?s mut:a ?t FILTER(REGEX(?t, "[ \\u00A0]")) } # SERVICE', False),
        ("SELECT ?s WHERE { ?s mut:a ?t FILTER(?t < NOW()) }", True),
        ("SELECT ?s WHERE { ?s mut:a ?t } ORDER BYRAND()", True),
        ("SELECT ?s WHERE { ?s mut:a ?t FILTER(?t < \\u004eOW()) }", True),
        ('SELECT ?s WHERE { ?s mut:a "\\u0022, NOW() , \\u0022" }', True),
    ],
)
def test_an_answer_that_may_change_by_itself_is_not_kept(
    text: str, changes: bool, tmp_path: Path
) -> None:
    spaces = Workspace(ROOT).namespaces
    state = Changes(Kept(tmp_path / "kept", "p"), spaces.prefixes, {})
    state.answer(lambda: b"first", text)
    assert (state.answer(lambda: b"second", text) == b"second") == changes
