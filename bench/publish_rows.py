"""The publication: whole into an empty folder, then over it when one fact has changed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

from bench.measuring import Ground, Row, Rows, clock

_BIN = Path(sys.executable).parent
_FACT, _CHANGED = 'mut:agents "3"^^xsd:decimal ;', 'mut:agents "4"^^xsd:decimal ;'
_FEW = ("--syntaxes", "ttl")
_MOST_FILES, _MOST_MB = 20_000, 120
_TREES = ("def", "graphe", "jeu", "dumps")
_SUFFIXES = (".ttl", ".jsonld", ".nt", ".rdf", ".html")


def publication(ground: Ground) -> Rows:
    """Seconds of a core and files; the store is built before, but for the changed fact."""
    ground.built  # noqa: B018 - builds the store, as whoever published before has done
    place = ground.folder / "publication"
    yield _timed("publish, into an empty folder", _published(ground, place), 64)
    yield from _weighed(place)
    path = next(p for p in ground.workspace.data_files if _FACT in p.read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(_FACT, _CHANGED, 1), encoding="utf-8")
    try:
        times = _published(ground, place)
    finally:
        path.write_text(text, encoding="utf-8")
    yield _timed("publish, one fact changed", times, 5)
    turtle = ground.folder / "turtle"
    yield _timed("publish --syntaxes ttl", _published(ground, turtle, *_FEW), 64)
    yield from islice(_weighed(turtle), 2)


def _timed(what: str, times: tuple[float, float], most: int) -> Row:
    """A row of two times, a core's and the clock's; the core's is to be at most this."""
    worked, took = times
    told = f"at most {most} s"
    return Row(what, f"{worked:.0f} s, clock {took:.0f} s", told, worked / most, 1, at_most=True)


def _weighed(place: Path) -> Rows:
    """How many files and bytes: all, by class of what they are about, by suffix."""
    files = [(p.relative_to(place), p.stat().st_size) for p in place.rglob("*") if p.is_file()]
    size = sum(bytes for _, bytes in files) / 1e6
    count, told = len(files), f"at most {_MOST_FILES}"
    yield Row("the same, files", f"{count}", told, count / _MOST_FILES, 1, at_most=True)
    told = f"at most {_MOST_MB} MB"
    yield Row("the same, bytes", f"{size:.0f} MB", told, size / _MOST_MB, 1, at_most=True)
    for name in (_class, _suffix):
        found: dict[str, list[int]] = {}
        for path, bytes in files:
            found.setdefault(name(path), []).append(bytes)
        for kind, sizes in sorted(found.items(), key=lambda item: -sum(item[1])):
            told = f"{sum(sizes) / 1e6:.1f} MB"
            yield Row(f"  {kind}", f"{len(sizes)} files", told, None)


def _class(path: Path) -> str:
    """What a file is about: the tree of its address, and in `id` what kind of thing."""
    tree, *rest = path.parts
    if tree == "id" and "passage" in rest:
        return "id: passages"
    if tree == "id":
        return "id: law" if rest[0] == "droit" else "id: others"
    return tree if tree in _TREES else "pages, answers"


def _suffix(path: Path) -> str:
    return path.suffix if path.suffix in _SUFFIXES else "other suffixes"


def _published(ground: Ground, place: Path, *options: str) -> tuple[float, float]:
    """How long cores have worked for a publication, and how long it took."""
    command = [str(_BIN / "mutugraph"), "--workspace", str(ground.workspace.root), "-q"]
    settings = {**os.environ, "MUTUGRAPH_STORE": str(ground.settings.store)}
    before, began = clock(), time.perf_counter()
    subprocess.run(
        [*command, "publish", str(place), *options],
        check=True,
        env=settings,
        stdout=subprocess.DEVNULL,
    )
    return clock() - before, time.perf_counter() - began
