"""Judges a folder of several EPCI's schémas, one EPCI at a time in each of some processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from pyoxigraph import Quad, RdfFormat, parse, serialize

from mutugraph.collector import look_rarely
from mutugraph.control.findings import Finding, Step, in_order
from mutugraph.control.many_epci import ManyEpci, Part
from mutugraph.control.rulebook import Rulebook
from mutugraph.control.steps import Run
from mutugraph.control.verdict import StepRun
from mutugraph.engine.ahead import cores
from mutugraph.errors import MutugraphError, StepFailed
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Judged:
    """What one part was found to be; all of it can go from one process to another.

    `named` is N-Quads. `failed` is the error that stopped it: its class and its facts.
    """

    findings: tuple[Finding, ...] = ()
    steps: tuple[StepRun, ...] = ()
    taken: tuple[str, ...] = ()
    named: bytes = b""
    failed: tuple[type[MutugraphError], dict[str, object]] | None = None


def judge_many_epci(
    workspace: Workspace,
    settings: Settings,
    folder: Path,
    schemas: Sequence[str],
    *,
    steps: Sequence[Step],
    advance: Advance | None = None,
) -> tuple[tuple[Finding, ...], tuple[StepRun, ...]]:
    """What the steps find in each EPCI and in what none has taken, and the time of each step.

    A step's time is the sum over the processes. `advance` hears how many parts are judged, of how
    many. Raises the errors of reading and of the rules, `StepFailed`: one part that cannot be
    judged is enough, the others are then not waited for.
    """
    total = len(schemas) + 1
    judged: list[Judged] = []
    pool = ProcessPoolExecutor(
        max_workers=min(cores(), len(schemas)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_Worker.start,
        initargs=(workspace.root, workspace.packaged, settings, folder, tuple(steps)),
    )
    try:
        for one in _ended([pool.submit(_Worker.epci, siren) for siren in schemas]):
            judged.append(one)
            _tell(advance, len(judged), total)
        taken = tuple(name for one in judged for name in one.taken)
        named = b"".join(one.named for one in judged)
        judged += _ended([pool.submit(_Worker.rest, taken, named)])
        _tell(advance, total, total)
    finally:
        pool.shutdown(cancel_futures=True)
    return in_order(f for one in judged for f in one.findings), _summed(judged, steps)


def _ended(futures: Sequence[Future[Judged]]) -> Iterator[Judged]:
    try:
        for future in as_completed(futures):
            judged = future.result()
            if judged.failed:
                kind, facts = judged.failed
                raise kind(**facts)
            yield judged
    except BrokenProcessPool as error:
        raise StepFailed(step="validate", detail=str(error)) from error


def _summed(judged: Sequence[Judged], steps: Sequence[Step]) -> tuple[StepRun, ...]:
    runs = [run for one in judged for run in one.steps]
    return tuple(
        StepRun(
            step,
            sum(run.seconds for run in runs if run.step is step),
            sum(run.findings for run in runs if run.step is step),
        )
        for step in steps
    )


def _tell(advance: Advance | None, done: int, total: int) -> None:
    if advance:
        advance(done, total)


@dataclass
class _Worker:
    """What one process keeps between two EPCI: the rules, and what all share."""

    folder: ManyEpci
    book: Rulebook
    settings: Settings
    steps: tuple[Step, ...]
    here: ClassVar[_Worker]

    @classmethod
    def start(
        cls, root: Path, packaged: bool, settings: Settings, folder: Path, steps: tuple[Step, ...]
    ) -> None:
        look_rarely()
        workspace = Workspace(root, packaged)
        cls.here = cls(ManyEpci(workspace, folder), Rulebook(workspace), settings, steps)

    @classmethod
    def epci(cls, siren: str) -> Judged:
        return cls.here._judged(lambda: cls.here.folder.epci(siren))

    @classmethod
    def rest(cls, taken: tuple[str, ...], named: bytes) -> Judged:
        quads = [Quad(*q) for q in parse(named, format=RdfFormat.N_QUADS)]
        return cls.here._judged(lambda: cls.here.folder.rest(taken, quads))

    def _judged(self, read: Callable[[], Part]) -> Judged:
        try:
            part = read()
            folders = (self.folder.folder, *(self.folder.folder / name for name in part.taken))
            run = Run(part.controlled, self.book, self.settings, folders)
            findings, steps = run.findings(self.steps)
        except MutugraphError as error:
            return Judged(failed=(type(error), dict(error.facts)))
        named = serialize(part.named, format=RdfFormat.N_QUADS) or b""
        return Judged(findings, steps, part.taken, named)
