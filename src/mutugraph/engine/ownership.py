"""Which folders of a store's place this program made: it removes no other.

A store is marked before anything is written into it, holds nothing but what a store is made of, and
nothing of it is a link. Whatever else stands there (a copy that someone keeps, a folder of another
program that has a `store.json` too) is left as it is. So is a store that a process has open.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import weakref
from contextlib import suppress
from pathlib import Path

ABOUT, DATABASE = "store.json", "db"
MARK = "CACHEDIR.TAG"  # https://bford.info/cachedir/: what saves files leaves such a folder out
_SIGNATURE = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# A store that mutugraph built from files, and can build again.\n"
)
_DESCRIBED = {"schema", "pyoxigraph", "revision", "quads", "derived"}
_OF_ROCKSDB = re.compile(
    r"CURRENT|IDENTITY|LOCK|LOG(\.old\.\d+)?|(MANIFEST|OPTIONS)-\d+(\.dbtmp)?|\d+\.(sst|log|blob|dbtmp)"
)


def mark(folder: Path) -> None:
    """Says that a new, empty folder is ours. Raises `OSError`."""
    (folder / MARK).write_text(_SIGNATURE, encoding="utf-8")


def is_ours(folder: Path) -> bool:
    """Whether this program made all that a folder holds. False where that cannot be told."""
    try:
        if folder.is_symlink() or not folder.is_dir():
            return False
        inside = {path.name: path for path in folder.iterdir()}
        if not inside.keys() <= {MARK, ABOUT, DATABASE} or any(map(_linked, inside.values())):
            return False
        if DATABASE in inside and not all(map(_of_database, inside[DATABASE].iterdir())):
            return False
        return _marked(folder) or _described(folder)
    except OSError:
        return False


def remove(folder: Path) -> bool:
    """Removes a folder that is ours, or empty; says whether it is gone.

    The mark goes last: killed meanwhile, what is left is still ours. Empty is what a build left
    that was killed before its first file.
    """
    with suppress(OSError):
        if is_ours(folder):
            shutil.rmtree(folder / DATABASE, ignore_errors=True)
            (folder / ABOUT).unlink(missing_ok=True)
            (folder / MARK).unlink(missing_ok=True)
        folder.rmdir()
    return not folder.exists()


def hold(folder: Path, user: object) -> None:
    """Has a store stay as long as `user` lives, and this process: see `is_held`."""
    with suppress(OSError):
        descriptor = os.open(folder / ABOUT, os.O_RDONLY | os.O_NOFOLLOW)
        weakref.finalize(user, os.close, descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)


def is_held(folder: Path) -> bool:
    """Whether some process of this machine has a store open. False where that cannot be told."""
    try:
        descriptor = os.open(folder / ABOUT, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return False


def _linked(path: Path) -> bool:
    return path.is_symlink()


def _of_database(path: Path) -> bool:
    return not path.is_symlink() and path.is_file() and bool(_OF_ROCKSDB.fullmatch(path.name))


def _marked(folder: Path) -> bool:
    try:
        return (folder / MARK).read_text(encoding="utf-8") == _SIGNATURE
    except (OSError, UnicodeDecodeError):
        return False


def _described(folder: Path) -> bool:
    """A store of a former version, which had no mark: complete, and of the name that it says."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    told = isinstance(about, dict) and about.keys() == _DESCRIBED
    return told and about["revision"] == folder.name
