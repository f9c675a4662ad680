"""What of a workspace cannot be used, while the rest of it lives: `/sante`, `doctor`, `serve`."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from mutugraph.atomic import write_file
from mutugraph.control.deviations import FILE, read_deviations
from mutugraph.control.kept import Kept, program
from mutugraph.control.rulebook import Rulebook
from mutugraph.engine.building import store_place
from mutugraph.engine.discrepancies import FOLDER
from mutugraph.engine.embedded import refuse_malformed
from mutugraph.errors import MutugraphError, StorePlaceMissing
from mutugraph.headers import read_headed
from mutugraph.messages import explain
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

_SOUND = "sound.kept"
_PATIENCE_S, _LOOK_S = 10.0, 0.02


def faults(catalogue: Catalogue) -> tuple[MutugraphError, ...]:
    """One error for each file of questions, queries, shapes, rules or lists that is no such thing.

    Data, ontology and rules of derivation are not looked at: a store has been built from them.
    """
    return (*catalogue.faults, *_of_the_control(catalogue))


def announce(revision: str, shared: Path) -> None:
    """Says to the processes of a server that one of them notes the faults of a revision."""
    _noted(revision, shared).touch()


def sound_before(workspace: Workspace, settings: Settings) -> Kept | None:
    """The revisions in which this program has found no fault, kept where the stores are."""
    with suppress(StorePlaceMissing):
        return Kept(store_place(workspace, settings) / _SOUND, program(settings))
    return None


def note_faults(catalogue: Catalogue, shared: Path, sound: Kept | None = None) -> tuple[str, ...]:
    """The sentences of the faults, noted for the other processes of the server.

    A revision that is known to be `sound` is not read again; one that has faults is, each time.
    """
    revision = catalogue.workspace.revision
    sentences: tuple[str, ...] = ()
    if sound is None or sound.found(revision) is None:
        sentences = tuple(explain(fault) for fault in faults(catalogue))
        if sound is not None and not sentences and _unchanged(catalogue.workspace):
            sound.keep(b"", revision)
            sound.save()
    write_file(_noted(revision, shared), json.dumps(sentences).encode())
    return sentences


def sentences_of_faults(catalogue: Catalogue, shared: Path | None = None) -> tuple[str, ...]:
    """The sentences of the faults: as another process notes them, where that was announced."""
    noted = _noted(catalogue.workspace.revision, shared) if shared else None
    until = time.monotonic() + _PATIENCE_S
    while noted and noted.exists() and time.monotonic() < until:
        with suppress(OSError, ValueError):  # not written yet
            return tuple(json.loads(noted.read_bytes()))
        time.sleep(_LOOK_S)
    return tuple(explain(fault) for fault in faults(catalogue))


def _unchanged(workspace: Workspace) -> bool:
    return replace(workspace).revision == workspace.revision


def _noted(revision: str, shared: Path) -> Path:
    return shared / f"faults-{revision}"


def _of_the_control(catalogue: Catalogue) -> Iterator[MutugraphError]:
    workspace = catalogue.workspace
    book = Rulebook(workspace)
    path = workspace.root / "data" / "ttl" / FILE
    readers: tuple[Callable[[], object], ...] = (
        lambda: book.shapes,
        *(partial(_refuse_broken, workspace, path) for path in workspace.files(FOLDER, "rq")),
        lambda: read_deviations(path, workspace.name(path)),
        lambda: book.quality,  # what is wrong with them together, after what is with each
    )
    told = set()
    for read in readers:
        try:
            read()
        except MutugraphError as error:
            if error.facts.get("path") not in told:
                told.add(error.facts.get("path"))
                yield error


def _refuse_broken(workspace: Workspace, path: Path) -> None:
    headed = read_headed(path, workspace.name(path))
    refuse_malformed(headed.text, headed.path)
