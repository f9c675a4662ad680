"""Walks what a user has of LEGI: archives as streams, folders, single files; one file at a time.

Nothing is ever extracted: a file is read where it stands, within a bound, and its name is only a
name. A name that would leave the folder it is unpacked in is refused all the same, since who made
it meant harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mutugraph.errors import FileMissing, FileUnreadable
from mutugraph.law.legi.faults import refused
from mutugraph.law.legi.tars import BROKEN, Entry, Tar, pieces
from mutugraph.law.legi.wordings import Place
from mutugraph.terms import natural_key

MOST_BYTES = 16 * 2**20  # of one file; the longest article of LEGI has some 2 MB
_ARCHIVES = (".tar.gz", ".tgz", ".tar")
_LOOSE = (".xml", ".json", ".dat")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a source; `read` gives its bytes, at once or never (the stream goes on)."""

    place: Place
    name: str
    size: int
    read: Callable[[], bytes]


def is_archive(path: Path) -> bool:
    """Whether a file is read as an archive, by its name."""
    return path.name.lower().endswith(_ARCHIVES)


def members(path: Path, progress: Callable[[int], None] = lambda _: None) -> Iterator[Member]:
    """Every file of a source, in its order; `progress` is told the bytes read of an archive.

    Raises `FileMissing`, `FileUnreadable`, `LegiUnreadable`.
    """
    try:
        if path.is_dir():
            yield from _in_folder(path)
        elif is_archive(path):
            yield from _in_archive(path, progress)
        elif path.exists():
            yield _loose(path, path.name)
        else:
            raise FileMissing(path=str(path))
    except OSError as error:
        raise FileUnreadable(path=str(path), detail=error.strerror or str(error)) from error


def _in_folder(folder: Path) -> Iterator[Member]:
    """The files below a folder; links are not followed."""
    ordered = sorted(folder.iterdir(), key=lambda one: natural_key(one.name))
    for path in ordered:
        if path.is_symlink() or path.name.startswith("."):
            continue
        if path.is_dir():
            yield from _in_folder(path)
        elif path.suffix.lower() in _LOOSE:
            yield _loose(path, path.as_posix())


def _loose(path: Path, name: str) -> Member:
    place, size = Place(str(path)), path.stat().st_size
    return Member(place, name, size, lambda: _bounded(path.read_bytes, size, place))


def _in_archive(path: Path, progress: Callable[[int], None]) -> Iterator[Member]:
    last = ""
    try:
        with path.open("rb") as raw:
            tar = Tar(_told(raw, progress))
            for entry in tar:
                last = entry.name
                _refuse_hostile(entry, path)
                if entry.plain:
                    yield _member(tar, entry, path)
    except BROKEN as error:
        raise refused(Place(str(path), last), "archive") from error


def _told(raw: BinaryIO, progress: Callable[[int], None]) -> Iterator[bytes]:
    for piece in pieces(raw):
        progress(raw.tell())
        yield piece


def _member(tar: Tar, entry: Entry, path: Path) -> Member:
    place, size = Place(str(path), entry.name), entry.size

    def read() -> bytes:
        try:
            return tar.read(size)
        except BROKEN as error:
            raise refused(place, "archive") from error

    return Member(place, entry.name, size, lambda: _bounded(read, size, place))


def _bounded(read: Callable[[], bytes], size: int, place: Place) -> bytes:
    if size > MOST_BYTES:
        raise refused(place, "gros", size // 2**20)
    return read()


def _refuse_hostile(entry: Entry, path: Path) -> None:
    name = entry.name.replace("\\", "/")
    leaves = name.startswith("/") or (".." in name and ".." in name.split("/"))
    if leaves or entry.refused:
        raise refused(Place(str(path), entry.name), "chemin")
