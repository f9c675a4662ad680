"""Times, rows of the table, and the real graph that they are measured on."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import Quad, Store

from mutugraph.engine.building import Built, ensure_store
from mutugraph.settings import Settings
from mutugraph.turtle import read
from mutugraph.workspace import FOLDERS, Workspace

ROOT = Path(__file__).parent.parent
_WHOLE = 100
# from a small process: a child begins with the peak of the one that it is forked from
_APART = """
import resource, subprocess, sys, time
began = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
took = time.perf_counter() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, took)
"""


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
    """The repository's files and their store, in a folder of the run.

    Each group has its own object, in its own process: the first that needs the store builds it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not (folder / "workspace").exists():  # a copy: someone may be editing the files
            for name in FOLDERS:
                shutil.copytree(ROOT / name, folder / "workspace" / name)
        self.workspace = Workspace(folder / "workspace")
        self.settings = Settings(store=folder / "store")

    @cached_property
    def built(self) -> Built:
        return ensure_store(self.workspace, self.settings)

    @cached_property
    def statements(self) -> list[Quad]:
        """The quads of the files, before any rule."""
        space = self.workspace
        files = [*space.ontology_files, *space.data_files]
        return [q for p in files for q in read(p, name=p.name, graph=space.graph(p)).quads]

    @cached_property
    def quads(self) -> list[Quad]:
        return list(Store.read_only(str(self.built.folder / "db")))


@dataclass(frozen=True, slots=True)
class Used:
    """What a command came to: its exit code, seconds of a core, MB at the most, and of a clock."""

    code: int
    worked: float
    memory: float
    clock: float


def apart(command: Sequence[str | Path], folder: Path, **environment: str) -> Used:
    """Runs a command in a folder, as from a shell. Raises where it cannot be run."""
    done = subprocess.run(
        [sys.executable, "-c", _APART, *command],
        cwd=folder,
        env=os.environ | environment,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    code, *figures = done.stdout.split()
    return Used(int(code), *map(float, figures))


def clock() -> float:
    """The seconds that cores have worked for this process and the children it has waited for.

    A busy machine makes a wall clock tell of its other work; this one much less.
    """
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def seconds(work: Callable[[], object], *, times: int = 1) -> float:
    """The best time of some runs, by `clock`."""
    return best(work, times=times)[0]


def best(*works: Callable[[], object], times: int = 1) -> list[float]:
    """The best time of each work by `clock`, run in turns: the machine is as busy for all."""
    found = [float("inf")] * len(works)
    for _ in range(times):
        for rank, work in enumerate(works):
            began = clock()
            work()
            found[rank] = min(found[rank], clock() - began)
    return found


def patient(work: Callable[[], object], limit: int) -> tuple[float, str]:
    """The time of a work in a process of its own, stopped at the limit, and a word for its end.

    A core's time, in seconds. The word is empty, `>` where it was stopped, `failed` where it
    raised.
    """
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        with suppress(BaseException):
            work()
            os._exit(0)
        os._exit(1)
    _, status, used = os.wait4(child, 0)
    if os.WIFSIGNALED(status):
        return float(limit), ">"
    return used.ru_utime + used.ru_stime, "" if os.WEXITSTATUS(status) == 0 else "failed"


def against(what: str, ours: float, reference: float, target: float, name: str) -> Row:
    """A row of two times: how many times quicker ours is."""
    return Row(what, f"{ours:.3f} s", f"{name} {reference:.3f} s", reference / ours, target)


def most(what: str, found: float, limit: float, unit: str, *told: str) -> Row:
    """A row of one figure that is to be no more than a limit: how much of it it takes."""
    shown = f"{found:.0f} {unit}" if found >= _WHOLE else f"{found:.3g} {unit}"
    known = ", ".join((f"at most {limit:g} {unit}", *told))
    return Row(what, shown, known, found / limit, 1, at_most=True)


Rows = Iterator[Row]
