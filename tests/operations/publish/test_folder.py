"""A publication is whole or not there; what it did not write is never lost."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import pytest

from crashing import kill_at_every_step
from mutugraph.errors import FileUnwritable, FolderForeign, NamesCollide
from mutugraph.operations.publish import taking
from mutugraph.operations.publish.folder import MANIFEST, Staged, digests_in, staged


def write(place: Path, content: dict[str, bytes]) -> Staged:
    with staged(place) as made:
        for path, text in content.items():
            made.write(path, text)
        listed = ", ".join(f'"{path}": "{digest}"' for path, digest in made.digests.items())
        (made.folder / MANIFEST).write_text(f'{{"fichiers": {{{listed}}}}}', encoding="utf-8")
    return made


def test_a_new_folder_is_made_with_what_is_written(tmp_path: Path) -> None:
    write(tmp_path / "a" / "site", {"x/y.txt": b"1"})
    assert (tmp_path / "a" / "site" / "x" / "y.txt").read_bytes() == b"1"
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["site"]


def test_an_unchanged_file_stays_the_same_file(tmp_path: Path) -> None:
    place = tmp_path / "site"
    write(place, {"same": b"1", "other": b"2", "gone": b"3"})
    before = (place / "same").stat()
    made = write(place, {"same": b"1", "other": b"4"})
    assert made.kept == 1
    assert (place / "same").stat().st_ino == before.st_ino
    assert (place / "other").read_bytes() == b"4"
    assert not (place / "gone").exists()


def test_a_file_taken_from_the_former_publication_and_written_after_all_leaves_it_whole(
    tmp_path: Path,
) -> None:
    place = tmp_path / "site"
    write(place, {"a": b"1"})
    with staged(place) as made:
        assert made.here.keep("a") is not None
        made.write("a", b"2")
        assert (place / "a").read_bytes() == b"1"


def test_a_file_that_somebody_changed_is_not_taken_from_the_former_publication(
    tmp_path: Path,
) -> None:
    place = tmp_path / "site"
    write(place, {"a.html": b"1", "b.html": b"1"})
    (place / "a.html").write_bytes(b"2")
    with staged(place) as made:
        assert made.here.keep("a.html") is None
        assert made.here.keep("b.html") is not None
        made.write("a.html", b"1")
    assert (place / "a.html").read_bytes() == b"1"


def test_what_is_published_no_more_leaves_no_folder(tmp_path: Path) -> None:
    place = tmp_path / "site"
    write(place, {"a/b/gone": b"1", "c/gone": b"1", "c/same": b"1"})
    write(place, {"c/same": b"1"})
    assert sorted(p.name for p in place.iterdir()) == ["c", MANIFEST]
    assert [p.name for p in (place / "c").iterdir()] == ["same"]


def test_without_the_process_that_takes_the_publication_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "site"
    write(place, {"a": b"1", "gone": b"1"})
    monkeypatch.setattr(taking, "_taken", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    made = write(place, {"a": b"1"})
    assert made.kept == 0
    assert sorted(p.name for p in place.iterdir()) == ["a", MANIFEST]
    assert (place / "a").read_bytes() == b"1"


def test_an_interrupted_publication_leaves_the_former_one_whole(tmp_path: Path) -> None:
    place = tmp_path / "site"
    write(place, {"a": b"1"})

    def interrupted() -> None:
        with staged(place) as made:
            made.write("a", b"2")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (place / "a").read_bytes() == b"1"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_former_one_that_was_moved_aside_comes_back(tmp_path: Path) -> None:
    place = tmp_path / "site"
    write(place, {"a": b"1"})
    place.rename(tmp_path / ".site.former")
    write(place, {"b": b"2"})
    assert (place / "b").read_bytes() == b"2"
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_foreign_folder_that_is_not_empty_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious", encoding="utf-8")
    with pytest.raises(FolderForeign) as refused:
        write(tmp_path, {"a": b"1"})
    assert refused.value.facts["files"] == ("mine",)
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "precious"


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file", encoding="utf-8")
    with pytest.raises(FolderForeign):
        write(tmp_path / "site", {"a": b"1"})


def test_what_others_added_to_a_publication_is_carried_over(tmp_path: Path) -> None:
    place = tmp_path / "site"
    write(place, {"a": b"1"})
    (place / "CNAME").write_text("donnees.example.org", encoding="utf-8")
    write(place, {"a": b"2"})
    assert (place / "CNAME").read_text(encoding="utf-8") == "donnees.example.org"
    assert digests_in(place) is not None


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(FileUnwritable):
        write(tmp_path / "file" / "site", {"a": b"1"})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("def/Axe.ttl", "def/axe.ttl"),
        ("Def/a", "def/b"),
        ("é", "e\u0301"),
        ("ı/a", "ı/A"),
        ("ß", "SS"),
    ],
)
def test_two_names_that_are_one_on_many_disks_are_refused(
    tmp_path: Path, first: str, second: str
) -> None:
    with pytest.raises(NamesCollide), staged(tmp_path / "site") as folder:
        folder.write(first, b"1")
        folder.write(second, b"2")
    assert list(tmp_path.iterdir()) == []


def test_two_such_names_of_one_content_lose_nothing(tmp_path: Path) -> None:
    with staged(tmp_path / "site") as folder:
        folder.write("def/Axe.ttl", b"both")
        folder.write("def/axe.ttl", b"both")
    assert (tmp_path / "site" / "def" / "axe.ttl").read_bytes() == b"both"


def test_a_folder_of_the_former_s_name_that_is_no_publication_stays(tmp_path: Path) -> None:
    place, theirs = tmp_path / "site", tmp_path / ".site.former"
    theirs.mkdir()
    (theirs / "notes.txt").write_bytes(b"mine")
    with pytest.raises(FolderForeign):
        write(place, {"a": b"1"})
    assert (theirs / "notes.txt").read_bytes() == b"mine"


def test_a_link_that_others_added_stays_a_link(tmp_path: Path) -> None:
    place, secret = tmp_path / "site", tmp_path / "secret"
    secret.write_bytes(b"secret")
    write(place, {"a": b"1"})
    (place / "link").symlink_to(secret)
    write(place, {"a": b"2"})
    assert (place / "link").is_symlink()


def test_killed_at_any_moment_a_publication_is_the_former_or_the_new_one(tmp_path: Path) -> None:
    model, steps = tmp_path / "model", tmp_path / "steps"
    steps.mkdir()
    write(model / "site", {"x/a": b"1", "b": b"1"})
    (model / "site" / "CNAME").write_bytes(b"theirs")

    def check(folder: Path) -> None:
        former = folder / ".site.former"
        whole = folder / "site" if (folder / "site").exists() else former
        known = digests_in(whole)
        assert known is not None
        assert set(known) in ({"x/a", "b"}, {"x/a", "c"})
        assert all((whole / path).is_file() for path in known)
        write(folder / "site", {"x/a": b"3"})
        assert (folder / "site" / "CNAME").read_bytes() == b"theirs"
        assert not former.exists()

    killed = kill_at_every_step(
        steps,
        "import json\nfrom mutugraph.operations.publish.folder import MANIFEST, staged\n"
        "def write(place):\n"
        "    with staged(place) as made:\n"
        "        made.write('x/a', b'2'); made.write('c', b'2')\n"
        "        told = json.dumps({'fichiers': made.digests})\n"
        "        (made.folder / MANIFEST).write_text(told)\n",
        "write(folder / 'site')",
        lambda folder: shutil.copytree(model, folder, dirs_exist_ok=True),
        check,
    )
    assert killed > 10
