"""Runs the steps of the control over what was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from time import perf_counter

from pyoxigraph import Quad

from mutugraph.control.controlled import Controlled
from mutugraph.control.findings import Finding, Step, in_order
from mutugraph.control.ground import Ground
from mutugraph.control.passages import ASKED, all_in_place, looked_at, passage_findings
from mutugraph.control.quality import quality_findings
from mutugraph.control.questions import question_findings
from mutugraph.control.reading import reading_findings
from mutugraph.control.rejudging import findings_again
from mutugraph.control.rereading import is_well_read
from mutugraph.control.rulebook import Rulebook
from mutugraph.control.shacl import shacl_findings
from mutugraph.control.verdict import StepRun
from mutugraph.engine.ahead import Ahead
from mutugraph.engine.protocol import Engine
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings

Progress = Callable[[Step], None]
_ASKING_NOTHING = (Step.READING, Step.SHACL)


@dataclass
class Run:
    """One run of some steps over some documents; each part is made when a step needs it.

    `known` is what the rules derive, where whoever has `remote` knows.
    """

    controlled: Controlled
    book: Rulebook
    settings: Settings
    folders: tuple[Path, ...] = ()
    remote: Engine | None = None
    known: tuple[Quad, ...] | None = None

    def findings(
        self, steps: Iterable[Step], progress: Progress | None = None
    ) -> tuple[tuple[Finding, ...], tuple[StepRun, ...]]:
        """What the steps find, and how long each took. A step that cannot end raises.

        What the store in memory is asked is answered beside, while the steps that ask nothing of it
        run first: the time of a step is that for which the run stayed with it.
        """
        wanted, found, runs = tuple(steps), list[Finding](), list[StepRun]()
        with self._announced(wanted):
            for step in sorted(wanted, key=lambda step: step not in _ASKING_NOTHING):
                if progress:
                    progress(step)
                start = perf_counter()
                own = in_order(self._step(step))
                runs.append(StepRun(step, perf_counter() - start, len(own)))
                found += own
        if self.controlled.changes and {*wanted} == {*Step}:
            self.controlled.changes.judged()
        return in_order(found), tuple(sorted(runs, key=lambda run: wanted.index(run.step)))

    @contextmanager
    def _announced(self, steps: tuple[Step, ...]) -> Iterator[None]:
        """Begins to answer what the steps will ask, in the order in which they will."""
        changes = self.controlled.changes
        if self.remote is not None or {*steps} <= {*_ASKING_NOTHING}:
            yield
            return
        with self._local as ahead:
            quality = [one for step in steps for one in self.book.quality if one.rule.step is step]
            ahead.begin(one.file.text for one in quality)
            if Step.QUESTIONS in steps:
                ahead.begin(one.text for one in self.book.questions[1])
            if Step.SHACL in steps and not (changes and changes.former_known):
                _ = self.book.judging  # which no statement is needed for
            _ = self.book.rules, self.book.workspace.revision  # as for the report
            yield

    def _step(self, step: Step) -> Iterator[Finding]:
        match step:
            case Step.READING:
                if not is_well_read(self.controlled):
                    yield from reading_findings(self.derived)  # the places are derived
            case Step.SHACL:
                yield from self._shacl()
            case Step.QUESTIONS:
                faults, questions = self.book.questions
                yield from faults
                yield from question_findings(self.engine, questions)
            case Step.PASSAGES:
                yield from self._quality(step)
                yield from self._passages()
            case _:
                yield from self._quality(step)

    def _shacl(self) -> Iterator[Finding]:
        changes = self.controlled.changes
        if changes is None:
            return shacl_findings(self.derived, self.book.shapes)
        return findings_again(self.derived, self.book, changes, self._local.engine)

    def _passages(self) -> Iterator[Finding]:
        catalogue = Catalogue(self.book.workspace, self._local)
        if changes := self.controlled.changes:

            def made() -> bytes:
                return b"%d" % all_in_place(catalogue, self.folders)

            def touched() -> bool:
                return any(changes.touch(catalogue.internal_text(id)) for id in ASKED)

            looked = looked_at(catalogue, self.folders)
            if changes.made(made, touched, "passages", *looked) == b"1":
                return iter(())
        return passage_findings(self.derived, catalogue, self.folders)

    def _quality(self, step: Step) -> Iterator[Finding]:
        rules = [one for one in self.book.quality if one.rule.step is step]
        return quality_findings(self.derived, self.engine, rules)

    @property
    def engine(self) -> Engine:
        """The engine of the coherence steps: the one that was given, else one in memory."""
        return self.remote or self._local

    def _ground(self) -> Ground:
        limits = replace(self.settings.limits, query_bytes=2**20)
        return Ground(self.controlled, self.book.workspace, self.book.derivation, limits)

    @cached_property
    def _local(self) -> Ahead[Ground]:
        return Ahead(self._ground)

    @cached_property
    def derived(self) -> Controlled:
        """The documents with what the rules derive from them, which are judged too."""
        known = self._local.engine.derived if self.known is None else self.known
        return replace(self.controlled, derived=known)
