"""The files of the former publication, taken by a process of its own while the new one is begun.

Most of them are as they were, and to take forty thousand is a second of a core: nothing of it
depends on what changed. What is written after all takes the place of what was taken.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path

Sizes = list[int | None]


@dataclass(frozen=True)
class Taking:
    """What is being taken; it is `told` once."""

    former: Mapping[str, str]
    told: Connection

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """The size of each file that was taken, awaited; none where the process is lost."""
        try:
            found: Sizes = self.told.recv()
        except (EOFError, OSError):
            return {}
        return {path: n for path, n in zip(self.former, found, strict=True) if n is not None}


@contextmanager
def taking(
    place: Path, folder: Path, former: Mapping[str, str], documents: Collection[str]
) -> Iterator[Taking]:
    """The files of `place`, by their digests, into a folder: the same files, not copies of them.

    One that is not as it was written is not taken, but for the documents of identifiers, which are
    most of all, of which it is not looked at.
    """
    context = multiprocessing.get_context("fork")
    told, tell = context.Pipe(duplex=False)
    task = (str(place), str(folder), former, documents, tell)
    process = context.Process(target=_take, args=task, daemon=True)
    process.start()
    tell.close()
    try:
        yield Taking(former, told)
    finally:
        process.kill()
        process.join()
        told.close()


def _take(
    place: str, folder: str, former: Mapping[str, str], documents: Collection[str], tell: Connection
) -> None:
    ready, found = set[str](), Sizes()
    for path, digest in former.items():
        parent, (stem, _, suffix) = path.rpartition("/")[0], path.rpartition(".")
        if parent not in ready:
            os.makedirs(f"{folder}/{parent}", exist_ok=True)  # noqa: PTH103 - paths as texts
            ready.add(parent)
        source = f"{place}/{path}"
        seen = suffix != "html" and stem in documents
        found.append(_taken(source, f"{folder}/{path}", None if seen else digest))
    tell.send(found)


def _taken(source: str, target: str, digest: str | None) -> int | None:
    """The size of a file, taken; None where it is not, or has another digest than this one."""
    try:
        if digest is None:
            size = os.stat(source).st_size  # noqa: PTH116
        else:
            with open(source, "rb") as file:  # noqa: PTH123
                content = file.read()
            if sha256(content).hexdigest() != digest:
                return None
            size = len(content)
        os.link(source, target)
    except OSError:
        return None
    return size
