"""The local store: one immutable folder a revision, built aside, renamed, opened read-only.

`<place>/<revision>/db` is the database, `<place>/<revision>/store.json` says what built it. A
folder is complete or absent; a failed build leaves the others as they were, and so does any build
what is not ours (`engine.ownership`).
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad, Store

from mutugraph.atomic import folder_aside
from mutugraph.engine.derive import derive, read_rules
from mutugraph.engine.discrepancies import note_discrepancies
from mutugraph.engine.embedded import MOST_HELD, EmbeddedEngine, with_union
from mutugraph.engine.ownership import ABOUT, DATABASE, hold, is_held, is_ours, mark, remove
from mutugraph.engine.teaching import teach
from mutugraph.errors import (
    StoreBroken,
    StoreBuildFailed,
    StoreBusy,
    StoreDiskFull,
    StoreForeign,
    StorePlaceMissing,
)
from mutugraph.reference.stated import stated_quads
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

SCHEMA_VERSION = 4
KEPT = 3
LOCK_SECONDS = 120.0
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_ROOM_WORDS = ("no space left", "file too large", "quota exceeded")

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """A complete store: its folder, its revision, whether this run built it, what rules derived."""

    folder: Path
    revision: str
    fresh: bool
    quads: int
    derived: dict[str, int]

    def open(self, workspace: Workspace, settings: Settings) -> EmbeddedEngine:
        """An engine over it, while which it stays. Raises `StoreBroken`."""
        found = EmbeddedEngine.open(self.folder / DATABASE, workspace.namespaces, settings.limits)
        hold(self.folder, found)
        return found


def open_engine(workspace: Workspace, settings: Settings) -> EmbeddedEngine:
    """The embedded engine of a workspace, built first when it is stale; see `ensure_store`."""
    return ensure_store(workspace, settings).open(workspace, settings)


def held_engine(
    stated: Collection[Quad], workspace: Workspace, settings: Settings
) -> EmbeddedEngine:
    """An engine in memory, over all that follows from what is `stated`; nothing of it is kept.

    A store that is there serves only where memory has no room for another: the values joined in a
    cell have an order of their own in it, and an answer must have one from run to run. `stated` is
    all that the workspace states. Raises as `ensure_store`.
    """
    if len(stated) > MOST_HELD:
        return open_engine(workspace, settings)
    store = Store()
    _complete(store, stated, workspace, lambda _: None)
    return EmbeddedEngine(store, workspace.namespaces, settings.limits)


def ensure_store(
    workspace: Workspace, settings: Settings, *, progress: Progress | None = None
) -> Built:
    """The store of the workspace's revision: the one that is there, else a new one.

    `progress` is told the name of each file that is read and each rule that runs.
    Raises `StorePlaceMissing`, `StoreBusy`, `StoreBuildFailed`, `StoreDiskFull`, `StoreForeign`,
    and the errors of reading the files and of the rules; the stores built before are untouched.
    """
    place = store_place(workspace, settings)
    found = _built(place / workspace.revision)
    if found:
        return found
    with _locked(place):
        found = _built(place / workspace.revision)  # another process may have built it meanwhile
        if found:
            return found
        return _build(workspace, place, progress)


def ensure_sound_store(
    workspace: Workspace, settings: Settings, *, progress: Progress | None = None
) -> Built:
    """As `ensure_store`, but for a store that does not open, which is built again.

    One process at a time looks, so that none removes what another has just built.
    """
    built = ensure_store(workspace, settings, progress=progress)
    place = built.folder.parent
    with suppress(StoreBroken):
        built.open(workspace, settings)
        return built
    with _locked(place):
        found = _built(built.folder)
        if found:
            with suppress(StoreBroken):
                found.open(workspace, settings)
                return found
        return _build(workspace, place, progress)


def current_store(workspace: Workspace, settings: Settings) -> Built | None:
    """The complete store of the workspace's revision, if it is there; builds nothing."""
    return _built(store_place(workspace, settings) / workspace.revision)


def latest_store(workspace: Workspace, settings: Settings) -> Built | None:
    """The store that was built last, whatever its revision: what still serves after a failure."""
    found = (_built(folder) for folder in _newest_first(store_place(workspace, settings)))
    return next((built for built in found if built), None)


def store_place(workspace: Workspace, settings: Settings) -> Path:
    """The first folder that can be written: the setting, `.mutugraph/`, the user's cache.

    Raises `StorePlaceMissing`.
    """
    if settings.store is not None:
        candidates = [settings.store.resolve()]
    else:
        key = sha256(str(workspace.root).encode()).hexdigest()[:12]
        candidates = [settings.cache / key]
        if not workspace.packaged:
            candidates.insert(0, workspace.root / ".mutugraph")
    for place in candidates:
        if _writable(place):
            return place
    raise StorePlaceMissing(searched=tuple(str(place) for place in candidates))


def _build(workspace: Workspace, place: Path, progress: Progress | None) -> Built:
    """Builds a store in the place of what is there. Raises `StoreForeign` where that is not ours.

    Killed at any moment, it leaves a store that is whole or none, and what the next one removes.
    """
    target = place / workspace.revision
    if os.path.lexists(target) and not is_ours(target):
        raise StoreForeign(path=str(target))
    with _system_errors(place):
        aside = folder_aside(place / "building")
    try:
        with _system_errors(place):
            mark(aside)
            derived, quads = _fill(workspace, aside / DATABASE, progress or (lambda _: None))
            about = _identity() | {
                "revision": workspace.revision,
                "quads": quads,
                "derived": derived,
            }
            (aside / ABOUT).write_text(json.dumps(about, sort_keys=True), encoding="utf-8")
            if target.exists():  # of an older version of the program, or broken
                target.rename(place / f".old-{aside.name}")
            aside.rename(target)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    _forget_old(place, target)
    return Built(target, workspace.revision, True, quads, derived)


def _fill(workspace: Workspace, folder: Path, progress: Progress) -> tuple[dict[str, int], int]:
    quads = stated_quads(workspace, progress)
    # what rules derive is derived in memory, several times as quickly, where it has room there
    store = Store() if len(quads) <= MOST_HELD else Store(str(folder))
    derived, taught = _complete(store, quads, workspace, progress)
    if len(quads) <= MOST_HELD:
        held, store = store, Store(str(folder))
        store.bulk_extend(held)
    store.flush()
    store.optimize()
    return derived, len(quads) + sum(derived.values()) + taught


def _complete(
    store: Store, stated: Iterable[Quad], workspace: Workspace, progress: Progress
) -> tuple[dict[str, int], int]:
    """Fills a store with what is stated and what follows: what rules derived, what was taught."""
    rules = read_rules(workspace)
    store.bulk_extend(with_union(stated))
    for rule in rules:
        progress(rule.file.path)
    derived = derive(store, workspace, rules)
    note_discrepancies(store, workspace)
    return derived, teach(store, workspace)


def _built(folder: Path) -> Built | None:
    """The complete store of a folder, if this version of the program can open it."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        current = all(about[name] == value for name, value in _identity().items())
        named = about["revision"] == folder.name and not folder.is_symlink()
        if not current or not named or not (folder / DATABASE / "CURRENT").is_file():
            return None
        return Built(folder, about["revision"], False, about["quads"], about["derived"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _identity() -> dict[str, object]:
    return {"schema": SCHEMA_VERSION, "pyoxigraph": pyoxigraph.__version__}


@contextmanager
def _locked(place: Path) -> Iterator[None]:
    """One builder at a time; the others wait, and find its store. Raises `StoreBusy`."""
    deadline = time.monotonic() + LOCK_SECONDS
    try:
        descriptor = os.open(place / ".lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
    except OSError as error:
        detail = error.strerror or str(error)
        raise StoreBuildFailed(path=str(place / ".lock"), detail=detail) from error
    with os.fdopen(descriptor, "a") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise StoreBusy(path=str(place), seconds=int(LOCK_SECONDS)) from None
                time.sleep(0.05)
        yield


@contextmanager
def _system_errors(place: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        full = getattr(error, "errno", None) in _NO_ROOM or any(
            words in str(error).lower() for words in _NO_ROOM_WORDS
        )
        kind = StoreDiskFull if full else StoreBuildFailed
        raise kind(path=str(place), detail=detail) from error


def _writable(place: Path) -> bool:
    """Whether stores may be built there; a link that came with a workspace is not followed."""
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return not place.is_symlink() and os.access(place, os.W_OK | os.X_OK)


def _newest_first(place: Path) -> list[Path]:
    dated: list[tuple[float, Path]] = []
    for about in place.glob(f"*/{ABOUT}"):
        with suppress(OSError):  # another process may be removing it
            dated.append((about.stat().st_mtime, about.parent))
    return [folder for _, folder in sorted(dated, reverse=True)]


def _forget_old(place: Path, current: Path) -> None:
    """Removes all but the last few stores and those in use, and what interrupted builds left."""
    left = [*place.glob(".old-*"), *place.glob(".building-*")]
    others = [f for f in _newest_first(place) if f not in (current, *left) and is_ours(f)]
    for folder in (*others[KEPT - 1 :], *left):
        if not is_held(folder):
            remove(folder)
