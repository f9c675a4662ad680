"""Where a publication is written: aside, whole, then put in the place of the former one.

`publication.json` says what was written, so that a later run keeps what has not changed (the same
file, not a copy of it), finds again what others added, and refuses a folder that is not its own.
"""

from __future__ import annotations

import json
import os
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath

from mutugraph.atomic import folder_aside
from mutugraph.errors import FileUnwritable, FolderForeign, NamesCollide

MANIFEST = "publication.json"
_SHOWN = 5


@dataclass
class Staged:
    """A publication that is being written; `former` are the digests of the one in place."""

    folder: Path
    place: Path
    former: Mapping[str, str]
    digests: dict[str, str] = field(default_factory=dict)
    size: int = 0
    kept: int = 0
    _names: dict[str, str] = field(default_factory=dict)

    def write(self, path: str, content: bytes) -> None:
        """Writes a file; the same file as before stays the same one.

        Raises `FileUnwritable`, and `NamesCollide` where a disk that takes `Axe` and `axe` for one
        name (macOS, Windows, some stores) would lose a file or move one.
        """
        digest = sha256(content).hexdigest()
        self._refuse_collision(PurePosixPath(path), digest)
        target = self.folder / PurePosixPath(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        if self.former.get(path) == digest and _linked(self.place / path, target, len(content)):
            self.kept += 1
        else:
            target.write_bytes(content)
        self.digests[path] = digest
        self.size += len(content)

    def _refuse_collision(self, path: PurePosixPath, digest: str) -> None:
        for part in (path, *path.parents):
            folded = unicodedata.normalize("NFC", str(part)).casefold()
            other = self._names.setdefault(folded, str(part))
            if other != str(part) and (part != path or self.digests.get(other) != digest):
                raise NamesCollide(path=str(part), other=other)


@contextmanager
def staged(place: Path) -> Iterator[Staged]:
    """A folder to write in, which takes the place of the former one when all has gone well.

    Files that others added to the former publication are carried over. Raises `FolderForeign`
    where the folder is not empty and no publication wrote it, `FileUnwritable`.
    """
    place = place.resolve()
    former = digests_in(place)
    _refuse_foreign(place, former)
    aside: Path | None = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _recover(place)
        aside = folder_aside(place)
        made = Staged(aside, place, former or {})
        yield made
        _carry_over(made)
        _swap(aside, place)
    except OSError as error:
        raise FileUnwritable(path=str(place), detail=error.strerror or str(error)) from error
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)


def manifest_of(place: Path) -> Mapping[str, object] | None:
    """What the publication in place says of itself; None where there is none."""
    try:
        found = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("fichiers"), dict) else None


def digests_in(place: Path) -> Mapping[str, str] | None:
    """The digests of the publication in place; None where there is none."""
    found = manifest_of(place)
    files = found.get("fichiers") if found else None
    return {str(k): str(v) for k, v in files.items()} if isinstance(files, dict) else None


def is_complete(place: Path, digests: Mapping[str, str]) -> bool:
    """Whether every file of a publication is still there."""
    return all((place / path).is_file() for path in digests)


def _refuse_foreign(place: Path, former: Mapping[str, str] | None) -> None:
    if former is not None or not place.exists():
        return
    if not place.is_dir():
        raise FolderForeign(path=str(place), files=(place.name,))
    found = sorted(child.name for child in place.iterdir())
    if found:
        raise FolderForeign(path=str(place), files=tuple(found[:_SHOWN]))


def _linked(source: Path, target: Path, size: int) -> bool:
    """Whether the former file could be taken as it is."""
    try:
        if source.stat().st_size != size:
            return False
        os.link(source, target)
    except OSError:
        return False
    return True


def _carry_over(made: Staged) -> None:
    """What others added to the former publication (a CNAME, a `.nojekyll`) stays."""
    if not made.place.is_dir():
        return
    for path in made.place.rglob("*"):
        name = path.relative_to(made.place).as_posix()
        known = name in made.former or name == MANIFEST
        target = made.folder / name
        if (path.is_file() or path.is_symlink()) and not known and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target, follow_symlinks=False)


def _swap(aside: Path, place: Path) -> None:
    """Two renamings: killed between them, the next run puts the former one back."""
    old = _old(place)
    if place.exists():
        place.rename(old)
    aside.rename(place)
    _discard(old)


def _recover(place: Path) -> None:
    """What a run that was killed left; a folder of that name which is no publication stays."""
    old = _old(place)
    if not os.path.lexists(old):
        return
    with suppress(OSError):
        old.rmdir()  # empty: all but itself was gone
        return
    if old.is_symlink() or digests_in(old) is None:
        raise FolderForeign(path=str(old), files=(old.name,))
    if not place.exists():
        old.rename(place)
    _discard(old)


def _discard(old: Path) -> None:
    """Removes a publication, and last what says that it is one: killed meanwhile, it still is."""
    if not old.exists():
        return
    for path in old.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != MANIFEST:
            path.unlink()
    shutil.rmtree(old, ignore_errors=True)


def _old(place: Path) -> Path:
    return place.parent / f".{place.name}.former"
