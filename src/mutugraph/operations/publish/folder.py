"""Where a publication is written: aside, whole, then put in the place of the former one.

`publication.json` says what was written, so that a later run keeps what has not changed (the same
file, not a copy of it), finds again what others added, and refuses a folder that is not its own.
"""

from __future__ import annotations

import json
import os
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path, PurePosixPath

from mutugraph.atomic import folder_aside
from mutugraph.errors import FileUnwritable, FolderForeign, NamesCollide
from mutugraph.operations.publish.taking import Taking, taking

MANIFEST = "publication.json"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the new publication; `kept` where it is the former one's own file."""

    path: str
    digest: str
    size: int
    kept: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where files are written, and the former publication with its digests; any process may.

    `sizes` are those of its files that are there already.
    """

    folder: Path
    place: Path
    former: Mapping[str, str]
    sizes: Mapping[str, int] = field(default_factory=dict, repr=False)
    _folders: set[str] = field(default_factory=set, init=False, repr=False, compare=False)

    def put(self, path: str, content: bytes) -> Written:
        """Writes a file; the same file as before stays the same one. Raises `OSError`."""
        digest = sha256(content).hexdigest()
        if self.former.get(path) == digest and self.keep(path, len(content)):
            return Written(path, digest, len(content), kept=True)
        target = self._ready(path)
        with suppress(FileNotFoundError):
            os.unlink(target)  # noqa: PTH108 - never into a file that the former publication has too
        with open(target, "xb") as file:  # noqa: PTH123 - paths as texts: there are thousands
            file.write(content)
        return Written(path, digest, len(content), kept=False)

    def keep(self, path: str, size: int | None = None) -> Written | None:
        """Takes the former file as it is, if it was as it was written, and is of this size."""
        found = self.sizes.get(path)
        if found is None or size not in (None, found):
            return None
        return Written(path, self.former[path], found, kept=True)

    def _ready(self, path: str) -> str:
        """Where a file is written; its folder is there."""
        folder = f"{self.folder}/{path.rpartition('/')[0]}"
        if folder not in self._folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        return f"{self.folder}/{path}"

    def read(self, path: str) -> bytes | None:
        """A file of the former publication; None where it is not as it was written."""
        try:
            with open(f"{self.place}/{path}", "rb") as file:  # noqa: PTH123 - as `put`
                content = file.read()
        except OSError:
            return None
        known = self.former.get(path)
        return content if sha256(content).hexdigest() == known else None


@dataclass
class Staged:
    """A publication that is being written; `manifest` is what the one in place says of itself."""

    folder: Path
    place: Path
    manifest: Mapping[str, object]
    taking: Taking
    digests: dict[str, str] = field(default_factory=dict)
    size: int = 0
    kept: int = 0
    _names: dict[str, str] = field(default_factory=dict)
    _folders: set[str] = field(default_factory=set)

    @cached_property
    def here(self) -> Place:
        """Where other processes write, once the files of the former publication are there."""
        return Place(self.folder, self.place, self.taking.former, self.taking.sizes)

    def write(self, path: str, content: bytes) -> None:
        """Writes a file. Raises `FileUnwritable` (through `staged`), and as `note`."""
        self.note(self.here.put(path, content))

    def note(self, written: Written) -> None:
        """Takes note of a file that was written.

        Raises `NamesCollide` where a disk that takes `Axe` and `axe` for one name (macOS, Windows,
        some stores) would lose a file or move one.
        """
        self._refuse_collision(written.path, written.digest)
        self.digests[written.path] = written.digest
        self.size += written.size
        self.kept += written.kept

    def _refuse_collision(self, path: str, digest: str) -> None:
        part = path
        while part:
            folded = unicodedata.normalize("NFC", part).casefold()
            other = self._names.setdefault(folded, part)
            if other != part and (part != path or self.digests.get(other) != digest):
                raise NamesCollide(path=part, other=other)
            part = part.rpartition("/")[0]
            if part in self._folders:
                return  # it and those that it is in have been looked at
        self._folders.update(map(str, PurePosixPath(path).parents))


@contextmanager
def staged(place: Path) -> Iterator[Staged]:
    """A folder to write in, which takes the place of the former one when all has gone well.

    Files that others added to the former publication are carried over. Raises `FolderForeign`
    where the folder is not empty and no publication wrote it, `FileUnwritable`.
    """
    place = place.resolve()
    manifest = manifest_of(place)
    _refuse_foreign(place, manifest)
    former, documents = strings(manifest, "fichiers"), strings(manifest, "sources")
    aside: Path | None = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _recover(place)
        aside = folder_aside(place)
        with taking(place, aside, former, documents) as begun:
            made = Staged(aside, place, manifest or {}, begun)
            yield made
        _leave(made, former.keys() - made.digests.keys())
        _carry_over(made, former)
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
    return None if found is None else strings(found, "fichiers")


def strings(manifest: Mapping[str, object] | None, key: str) -> Mapping[str, str]:
    """What a publication says of itself under a key."""
    found = (manifest or {}).get(key)
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def is_complete(place: Path, digests: Mapping[str, str]) -> bool:
    """Whether every file of a publication is still there."""
    return all((place / path).is_file() for path in digests)


def _refuse_foreign(place: Path, former: Mapping[str, object] | None) -> None:
    if former is not None or not place.exists():
        return
    if not place.is_dir():
        raise FolderForeign(path=str(place), files=(place.name,))
    found = sorted(child.name for child in place.iterdir())
    if found:
        raise FolderForeign(path=str(place), files=tuple(found[:_SHOWN]))


def _leave(made: Staged, gone: Iterable[str]) -> None:
    """What was taken and is published no more is not there, nor are folders of nothing else."""
    for path in gone:
        (made.folder / path).unlink(missing_ok=True)
        with suppress(OSError):
            for parent in (made.folder / path).parents:
                parent.rmdir()


def _carry_over(made: Staged, former: Mapping[str, str]) -> None:
    """What others added to the former publication (a CNAME, a `.nojekyll`) stays."""
    if not made.place.is_dir():
        return
    own = {*former, MANIFEST}
    for folder, folders, files in os.walk(made.place):
        inside = os.path.relpath(folder, made.place)
        start = "" if inside == os.curdir else f"{inside}/"
        links = [name for name in folders if os.path.islink(f"{folder}/{name}")]  # noqa: PTH114
        names = (f"{start}{one}" for one in (*files, *links))
        for name in (name for name in names if name not in own):
            path, target = made.place / name, made.folder / name
            if target.exists():
                continue
            if path.is_file() or path.is_symlink():
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
