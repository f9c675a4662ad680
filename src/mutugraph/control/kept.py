"""What a run of the control leaves for the next: values, each by the digest of all it is made of.

One file beside the stores, written whole or not at all, so that two runs at once do not meet: the
last one's stands. It is bound to the program that wrote it, and to its own digest: of another
program, cut short or changed, it is as if there were none. Where it can be neither read nor written
the control works without it (docs/decisions/0012-what-a-control-leaves.md).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph

from mutugraph.atomic import write_file
from mutugraph.engine.building import store_place
from mutugraph.errors import FileUnwritable, StorePlaceMissing
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

FILE = "control.kept"
MOST_BYTES = 32 * 2**20
_PACKAGE = Path(__file__).parent.parent
_MARK = b"mutugraph-control"
_LONG_S = 3600
_DECIDES = (".py", ".toml")


class Kept:
    """Values by the digest of all that they are made of; what no run has used is left out last."""

    def __init__(self, file: Path, program: str) -> None:
        self._file, self._program = file, program
        self._former = dict(_read(file, program))
        self._used: dict[str, bytes] = {}
        self._new = False
        self._expected: Connection | None = None

    @classmethod
    def of(cls, workspace: Workspace, settings: Settings) -> Kept | None:
        """What was kept where the stores of a workspace are; None where there is no such place."""
        with suppress(StorePlaceMissing):
            return cls(store_place(workspace, settings) / FILE, program(settings))
        return None

    @property
    def used(self) -> Mapping[str, bytes]:
        """The values of this run, for another process."""
        return self._used

    def expect(self, values: Connection) -> None:
        """Notes where the values come from that another process makes."""
        self._expected = values

    def receive(self) -> None:
        """Takes them, once they have come; none where that process has failed."""
        if self._expected is not None:
            with self._expected as values, suppress(EOFError):
                self._used |= values.recv()
                self._new = True
            self._expected = None

    def made(self, make: Callable[[], bytes], *inputs: str) -> bytes:
        """What `make` gives, or gave in a former run of the same inputs: all that it depends on."""
        found = self.found(*inputs)
        return self.keep(make(), *inputs) if found is None else found

    def found(self, *inputs: str) -> bytes | None:
        """What was made of these inputs, if any run has kept it."""
        key = digest(*inputs)
        if key not in self._used and key in self._former:
            self._used[key] = self._former[key]
        return self._used.get(key)

    def keep(self, value: bytes, *inputs: str) -> bytes:
        """Keeps what was made of these inputs, and gives it back."""
        self._used[digest(*inputs)] = value
        self._new = True
        return value

    def save(self) -> None:
        """Keeps what this run used, and of the former what there is room for; see the module."""
        if not self._new:
            return
        places: dict[bytes, int] = {}  # of each value, which several keys may have
        index, size = dict[str, tuple[int, int]](), 0
        for key, value in (
            *self._used.items(),
            *self._former.items(),
        ):
            if key in index:
                continue
            if value not in places:
                if size + len(value) > MOST_BYTES and key not in self._used:
                    break
                places[value] = size
                size += len(value)
            index[key] = places[value], len(value)
        body = json.dumps(index).encode() + b"\n" + b"".join(places)
        with suppress(FileUnwritable):
            write_file(self._file, _head(self._program, body) + body, within=self._file.parent)
        _forget_cut_short(self._file)


def digest(*parts: str) -> str:
    """The digest of some texts, in their order."""
    found = sha256()
    for part in parts:
        content = part.encode()
        found.update(b"%d:" % len(content))
        found.update(content)
    return found.hexdigest()


def program(settings: Settings) -> str:
    """What decides a value beside what it is made of: the program, its libraries, its limits."""
    found = sha256(f"{sys.version} {pyoxigraph.__version__} {settings.limits}".encode())
    every = (f"{folder}/{name}" for folder, _, names in os.walk(_PACKAGE) for name in names)
    for path in sorted(path for path in every if path.endswith(_DECIDES)):
        found.update(path.removeprefix(str(_PACKAGE)).encode())
        found.update(Path(path).read_bytes())
    return found.hexdigest()


def _forget_cut_short(file: Path) -> None:
    """Removes what runs that were killed while they wrote have left, long enough ago."""
    for aside in file.parent.glob(f".{file.name}-*"):
        with suppress(OSError):
            if time.time() - aside.lstat().st_mtime > _LONG_S:
                aside.unlink()


def _head(program: str, body: bytes) -> bytes:
    return b"%s %s %s\n" % (_MARK, program.encode(), sha256(body).hexdigest().encode())


def _read(file: Path, program: str) -> dict[str, bytes]:
    """The values of a file that a run of this program wrote; none where it is anything else."""
    try:
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as opened:
            head, content = opened.readline(len(_MARK) + 256), opened.read()
    except OSError:
        return {}
    if head != _head(program, content):
        return {}
    index, _, values = content.partition(b"\n")
    known: dict[tuple[int, int], bytes] = {}
    found = {}
    for key, (start, length) in json.loads(index).items():
        place = start, length
        if place not in known:
            known[place] = values[start : start + length]
        found[key] = known[place]
    return found
