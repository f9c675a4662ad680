"""Fifty EPCI, or the nation, by renaming the real graph: its shape is the real one.

What bears the SIREN of the real EPCI, or the code of one of its communes, is copied under other
numbers; what is shared (law, forms, the ontology) is there once.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, serialize

EPCI = int(os.environ.get("BENCH_EPCI", "50"))
SEED = 2015
_SIREN = re.compile(rb"(?<=[/\"])\d{9}(?=[/>\"])")
_COMMUNE = re.compile(rb"(?<=/)(\d{5})(?=[/>])")
_GRAPH = re.compile(rb" <[^<>]*> \.\n")
_NUMBERED = re.compile(r"(?<=[/\"<])200039865(?=[/>\"])")
_INSEE = re.compile(r"(?<=[/\"<])57\d{3}(?=[/>\"])")
_NAME = re.compile(rb'(Metz M\xc3\xa9tropole)(?=")')


Names = dict[str, str]


def lines_of(quads: Iterable[Quad]) -> list[bytes]:
    """The quads of the named graphs as lines of N-Quads."""
    named = [q for q in quads if not isinstance(q.graph_name, DefaultGraph)]
    return (serialize(named, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)


def copies(lines: list[bytes], count: int, *, seed: int = SEED) -> Iterator[bytes]:
    """The graph of `count` EPCI: the real one, then the others."""
    yield b"".join(lines)
    own = b"".join(line for line in lines if _SIREN.search(line) or _COMMUNE.search(line))
    numbers = random.Random(seed).sample(range(200_000_000, 250_000_000), count - 1)
    for number in numbers:
        yield _renamed(own, str(number).encode())


def _renamed(text: bytes, number: bytes) -> bytes:
    text = _SIREN.sub(number, text)
    text = _COMMUNE.sub(rb"\g<1>" + number, text)
    return _NAME.sub(rb"\g<1> " + number, text)


def store_of(lines: list[bytes], count: int, folder: Path) -> tuple[Path, int]:
    """A store of `count` EPCI on disk, its default graph the union; the store and its quads."""
    store = Store(str(folder))
    for part in copies(lines, count):
        add(store, part)
    store.flush()
    store.optimize()
    return folder, len(store)


def add(store: Store, lines: bytes) -> None:
    """Loads lines of N-Quads into a store, and into its default graph."""
    store.bulk_load(input=lines + _GRAPH.sub(b" .\n", lines), format=RdfFormat.N_QUADS)


def folder_of(data: Path, count: int, folder: Path, *, seed: int = SEED) -> Path:
    """The files of `count` EPCI as in `data/ttl`: the real one, then the others, renamed.

    Each has its folder, those of its communes' acts, and its own lines in the shared files.
    """
    owned = [path for path in data.iterdir() if path.is_dir() and path.name.isdigit()]
    shutil.copytree(data, folder)
    (folder / "ecarts-acceptes.csv").unlink(missing_ok=True)
    shared = [path for path in data.glob("*.ttl") if _NUMBERED.search(path.read_text())]
    shared = [path for path in shared if path.stem in ("communes", "epci", "lieux")]
    known = sorted({n for p in data.rglob("*.ttl") for n in _INSEE.findall(p.read_text())})
    codes = (f"{n:05}" for n in range(1, 100_000) if f"{n:05}" not in known)
    for number in random.Random(seed).sample(range(200_000_000, 250_000_000), count - 1):
        names = {code: next(codes) for code in known}

        def renamed(text: str, number: str = str(number), names: Names = names) -> str:
            return _INSEE.sub(lambda m: names[m[0]], _NUMBERED.sub(number, text))

        for home in owned:
            for path in home.rglob("*.ttl"):
                inside = path.relative_to(data)
                to = folder / renamed(f"/{inside.parts[0]}/")[1:-1] / Path(*inside.parts[1:])
                to.parent.mkdir(parents=True, exist_ok=True)
                to.write_text(renamed(path.read_text()))
        for path in shared:
            with (folder / path.name).open("a") as file:
                file.write("\n" + renamed(path.read_text()))
    return folder
