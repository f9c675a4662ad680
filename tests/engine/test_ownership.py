"""What stands in the place of the stores and is not ours is neither removed nor replaced."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from crashing import kill_at_every_step
from mutugraph.engine.building import Built, current_store, ensure_store, latest_store, store_place
from mutugraph.engine.ownership import MARK, is_ours, remove
from mutugraph.errors import StoreBuildFailed, StoreForeign
from mutugraph.operations.load import load
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

Tiny = Callable[..., Workspace]
DATA = {"data/ttl/a.ttl": "<urn:a> <urn:p> 1 ."}


@pytest.fixture
def built(tiny: Tiny, settings: Settings) -> Built:
    return ensure_store(tiny(DATA), settings)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


FOREIGN: dict[str, Callable[[Path], None]] = {
    "the description of another program": lambda f: _file(f / "store.json", "{}"),
    "a description that says the name of another": lambda f: _file(
        f / "store.json",
        '{"schema": 3, "pyoxigraph": "0", "revision": "x", "quads": 1, "derived": {}}',
    ),
    "a mark of another program": lambda f: _file(f / MARK, "Signature: 8a477f597d28d172789f06"),
    "notes": lambda f: _file(f / "notes.txt", "mine"),
    "a database that is none": lambda f: _file(f / "db" / "photos" / "1.jpg", "mine"),
}


def _file(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


NAMES = ("documents", ".old-", ".building-", "0123456789a")


def test_a_load_leaves_what_others_made(tiny: Tiny, settings: Settings, tmp_path: Path) -> None:
    place = tmp_path / "stores"
    for number, make in enumerate(FOREIGN.values()):
        for name in NAMES:
            make(place / f"{name}{number}")
    before = everything(place)
    given = replace(settings, store=place)
    for number in range(4):
        load(tiny({"queries/a.rq": str(number)} | DATA), given)
    assert before.items() <= everything(place).items()
    assert sum(is_ours(folder) for folder in place.iterdir()) == 3


@pytest.mark.parametrize("what", FOREIGN)
def test_what_stands_where_the_store_must_be_is_not_replaced(
    tiny: Tiny, settings: Settings, tmp_path: Path, what: str
) -> None:
    workspace, place = tiny(DATA), tmp_path / "stores"
    FOREIGN[what](place / workspace.revision)
    before = everything(place)
    with pytest.raises(StoreForeign):
        load(workspace, replace(settings, store=place))
    assert before.items() <= everything(place).items()
    assert list(place.glob(".building-*")) == []


def test_a_store_to_which_someone_added_a_file_is_kept(built: Built) -> None:
    (built.folder / "db" / "notes.txt").write_text("mine")
    assert not remove(built.folder)
    assert (built.folder / "db" / "notes.txt").read_text() == "mine"


def test_a_copy_under_another_name_is_no_store(
    built: Built, tiny: Tiny, settings: Settings
) -> None:
    kept = built.folder.with_name("before-the-council")
    shutil.copytree(built.folder, kept)
    shutil.rmtree(built.folder)
    assert latest_store(tiny(DATA), settings) is None


def test_a_store_of_a_version_without_a_mark_is_known_by_its_description(built: Built) -> None:
    (built.folder / MARK).unlink()
    assert is_ours(built.folder)
    about = json.loads((built.folder / "store.json").read_text())
    (built.folder / "store.json").write_text(json.dumps(about | {"more": 1}))
    assert not is_ours(built.folder)


def test_a_link_is_neither_a_store_nor_removed(
    built: Built, tiny: Tiny, settings: Settings, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere" / built.revision
    elsewhere.parent.mkdir()
    built.folder.rename(elsewhere)
    built.folder.symlink_to(elsewhere)
    before = everything(elsewhere)
    assert current_store(tiny(DATA), settings) is None
    assert not remove(built.folder)
    with pytest.raises(StoreForeign):
        ensure_store(tiny(DATA), settings)
    assert everything(elsewhere) == before


def test_a_workspace_cannot_lead_the_store_out_of_itself(
    tiny: Tiny, settings: Settings, tmp_path: Path
) -> None:
    workspace, home = tiny(DATA), tmp_path / "home"
    home.mkdir()
    (workspace.root / ".mutugraph").symlink_to(home)
    assert store_place(workspace, settings).parent == settings.cache
    load(workspace, settings)
    assert list(home.iterdir()) == []


def test_a_lock_that_is_a_link_is_not_followed(
    tiny: Tiny, settings: Settings, tmp_path: Path
) -> None:
    place = tmp_path / "stores"
    place.mkdir()
    (place / ".lock").symlink_to(tmp_path / "made")
    with pytest.raises(StoreBuildFailed):
        load(tiny(DATA), replace(settings, store=place))
    assert not (tmp_path / "made").exists()


def test_killed_at_any_moment_a_build_leaves_whole_stores_and_what_others_made(
    tiny: Tiny, settings: Settings, tmp_path: Path
) -> None:
    before, after, last = (tiny({"queries/a.rq": name} | DATA, name) for name in "bal")
    model = tmp_path / "model"
    damaged = load(after, replace(settings, store=model)).folder
    (damaged / "store.json").write_text("{")
    load(before, replace(settings, store=model))
    _file(model / "documents" / "store.json", "{}")
    steps = tmp_path / "steps"
    steps.mkdir()

    def check(folder: Path) -> None:
        given = replace(settings, store=folder / "stores")
        held = current_store(before, given)
        assert held is not None
        held.open(before, given)
        for workspace in (after, last):
            load(workspace, given)
        left = {path.name for path in (folder / "stores").iterdir()}
        revisions = {workspace.revision for workspace in (before, after, last)}
        assert left == {".lock", "documents", *revisions}

    killed = kill_at_every_step(
        steps,
        "from mutugraph.operations.load import load\nfrom mutugraph.settings import Settings\n"
        "from mutugraph.workspace import Workspace",
        f"load(Workspace(Path({str(after.root)!r})), Settings.read({{}}, store=folder / 'stores'))",
        lambda folder: shutil.copytree(model, folder / "stores"),
        check,
    )
    assert killed > 5
