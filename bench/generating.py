"""Fifty EPCI, or the nation, by renaming the real graph: its shape is the real one.

What bears the SIREN of the real EPCI, or the code of one of its communes, is copied under other
numbers; what is shared (law, forms, the ontology) is there once.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, serialize

NATION = 1255
SEED = 2015
_SIREN = re.compile(rb"(?<=[/\"])\d{9}(?=[/>\"])")
_COMMUNE = re.compile(rb"(?<=/)(\d{5})(?=[/>])")
_GRAPH = re.compile(rb" <[^<>]*> \.\n")
_NAME = re.compile(rb'(Metz M\xc3\xa9tropole)(?=")')


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
        store.bulk_load(input=part + _GRAPH.sub(b" .\n", part), format=RdfFormat.N_QUADS)
    store.flush()
    store.optimize()
    return folder, len(store)
