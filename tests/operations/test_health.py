"""The faults of the files are read by one process of a server, and known to the others."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from pathlib import Path
from threading import Timer

import pytest
from pyoxigraph import Store

from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.operations import health
from mutugraph.operations.health import announce, note_faults, sentences_of_faults, sound_before
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings
from mutugraph.workspace import FOLDERS, Workspace

BROKEN = "queries/quality/lien-mort.rq"


@pytest.fixture
def broken(repository: Workspace, tmp_path: Path) -> Catalogue:
    root = tmp_path / "workspace"
    for name in FOLDERS:
        shutil.copytree(repository.root / name, root / name)
    (root / BROKEN).write_text("", encoding="utf-8")
    workspace = Workspace(root)
    return Catalogue(workspace, EmbeddedEngine(Store(), workspace.namespaces))


def test_what_one_process_notes_the_others_do_not_read_again(
    broken: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(broken.workspace.revision, tmp_path)
    noted = note_faults(broken, tmp_path)
    assert [sentence.partition(":")[0] for sentence in noted] == [BROKEN]
    monkeypatch.setattr(health, "faults", None)
    assert sentences_of_faults(broken, tmp_path) == noted


def test_what_is_announced_is_waited_for(
    broken: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    announce(broken.workspace.revision, tmp_path)
    monkeypatch.setattr(health, "faults", lambda _: ())
    note = Timer(0.3, note_faults, [broken, tmp_path])
    began = time.monotonic()
    note.start()
    assert sentences_of_faults(broken, tmp_path) == ()
    assert 0.2 < time.monotonic() - began < health._PATIENCE_S
    note.join()


@pytest.mark.parametrize("announced", [True, False])
def test_what_nobody_notes_is_read(
    broken: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, announced: bool
) -> None:
    monkeypatch.setattr(health, "_PATIENCE_S", 0.1)
    if announced:
        announce(broken.workspace.revision, tmp_path)
    found = sentences_of_faults(broken, tmp_path)
    assert [sentence.partition(":")[0] for sentence in found] == [BROKEN]


def test_a_revision_without_fault_is_not_read_again(
    broken: Catalogue, settings: Settings, tmp_path: Path
) -> None:
    """A file that breaks afterwards makes another revision, and is told at each start."""
    workspace = broken.workspace
    own = replace(settings, store=tmp_path / "stores")

    def told() -> tuple[tuple[str, ...], bool]:
        now = Catalogue(replace(workspace), broken.engine)
        sentences = note_faults(now, tmp_path, sound_before(now.workspace, own))
        return tuple(s.partition(":")[0] for s in sentences), "faults" in vars(now)

    assert [told(), told()] == [((BROKEN,), True), ((BROKEN,), True)]
    (workspace.root / BROKEN).unlink()
    assert [told(), told()] == [((), True), ((), False)]
    (workspace.root / BROKEN).write_text("", encoding="utf-8")
    assert told() == ((BROKEN,), True)
