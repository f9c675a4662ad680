"""Times, rows of the table, and the real graph that they are measured on."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import Quad, Store

from mutugraph.engine.building import Built, ensure_store
from mutugraph.settings import Settings
from mutugraph.workspace import FOLDERS, Workspace

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what was measured, ours and the reference's, their ratio, the ratio to reach."""

    what: str
    ours: str
    reference: str
    ratio: float | None
    target: float | None = None
    at_most: bool = False

    @property
    def verdict(self) -> str:
        if self.ratio is None or self.target is None:
            return ""
        reached = self.ratio <= self.target if self.at_most else self.ratio >= self.target
        return "ok" if reached else "MISSED"

    def __str__(self) -> str:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} x"
        sign = "<=" if self.at_most else ">="
        target = "" if self.target is None else f"{sign} {self.target:g}"
        cells = f"{self.ours:>22} {self.reference:>24} {ratio:>10} {target:>8}"
        return f"{self.what:<44}{cells}  {self.verdict}"


class Ground:
    """The repository's files and their store, in a folder that goes when the run ends."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="mutugraph-bench-")
        self.folder = Path(self._folder.name)
        for name in FOLDERS:  # a copy: someone may be editing the files meanwhile
            shutil.copytree(ROOT / name, self.folder / "workspace" / name)
        self.workspace = Workspace(self.folder / "workspace")
        self.settings = Settings(store=self.folder / "store")

    @cached_property
    def built(self) -> Built:
        return ensure_store(self.workspace, self.settings)

    @cached_property
    def quads(self) -> list[Quad]:
        return list(Store.read_only(str(self.built.folder / "db")))

    def close(self) -> None:
        self._folder.cleanup()


def seconds(work: Callable[[], object], *, times: int = 1) -> float:
    """The median time of some runs."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return statistics.median(found)


def against(what: str, ours: float, reference: float, target: float, name: str) -> Row:
    """A row of two times: how many times quicker ours is."""
    return Row(what, f"{ours:.3f} s", f"{name} {reference:.3f} s", reference / ours, target)


Rows = Iterator[Row]
