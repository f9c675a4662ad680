"""Runs the steps of the control over what was read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from time import perf_counter

from pyoxigraph import Store

from mutugraph.control.built_in import built_in_rules
from mutugraph.control.controlled import Controlled
from mutugraph.control.findings import Finding, Step, in_order
from mutugraph.control.passages import passage_findings
from mutugraph.control.quality import QualityRule, quality_findings, read_quality_rules
from mutugraph.control.questions import question_findings
from mutugraph.control.reading import reading_findings
from mutugraph.control.rules import Rule
from mutugraph.control.shacl import shacl_findings
from mutugraph.control.shapes import Shapes, read_shapes
from mutugraph.control.verdict import StepRun
from mutugraph.engine.ahead import Ahead
from mutugraph.engine.derive import read_rules, run_rules
from mutugraph.engine.embedded import EmbeddedEngine, with_union
from mutugraph.engine.protocol import Engine
from mutugraph.model.files import read_file
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

Progress = Callable[[Step], None]


@dataclass(frozen=True)
class Rulebook:
    """Every rule of a workspace: its shapes, its quality queries, those of the steps themselves."""

    workspace: Workspace

    @cached_property
    def shapes(self) -> Shapes:
        """The shapes. Raises `ShapeInvalid`, `ShapeWithoutMessage`, `ShapeCyclic`."""
        space = self.workspace
        ontology = (read_file(space, path) for path in space.ontology_files)
        documents = (read_file(space, path) for path in space.shape_files)
        return read_shapes(documents, space.namespaces, ontology)

    @cached_property
    def quality(self) -> tuple[QualityRule, ...]:
        """The quality queries. Raises `HeaderInvalid`, `SeveritiesInvalid`."""
        return read_quality_rules(self.workspace)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by its code."""
        quality = (one.rule for one in self.quality)
        every = (*built_in_rules(), *self.shapes.rules(), *quality)
        return {rule.code: rule for rule in sorted(every, key=lambda rule: rule.code)}


@dataclass
class Run:
    """One run of some steps over some documents; each part is made when a step needs it."""

    controlled: Controlled
    book: Rulebook
    settings: Settings
    folders: tuple[Path, ...] = ()
    remote: Engine | None = None

    def findings(
        self, steps: Iterable[Step], progress: Progress | None = None
    ) -> tuple[tuple[Finding, ...], tuple[StepRun, ...]]:
        """What the steps find, and how long each took. A step that cannot end raises.

        What the store in memory is asked is answered beside: the time of a step is that for which
        the run stayed with it.
        """
        wanted, found, runs = tuple(steps), list[Finding](), list[StepRun]()
        with self._announced(wanted):
            for step in wanted:
                if progress:
                    progress(step)
                start = perf_counter()
                own = in_order(self._step(step))
                runs.append(StepRun(step, perf_counter() - start, len(own)))
                found += own
        return in_order(found), tuple(runs)

    @contextmanager
    def _announced(self, steps: tuple[Step, ...]) -> Iterator[None]:
        """Begins to answer what the steps will ask, in the order in which they will."""
        quality = [one for step in steps for one in self.book.quality if one.rule.step is step]
        if self.remote is not None or not (quality or Step.QUESTIONS in steps):
            yield
            return
        with self._local as ahead:
            ahead.begin(one.file.text for one in quality)
            if Step.QUESTIONS in steps:
                ahead.begin(one.text for one in self._catalogue.questions.values())
            yield

    def _step(self, step: Step) -> Iterator[Finding]:
        match step:
            case Step.READING:
                if any(True for _ in reading_findings(self.controlled)):
                    yield from reading_findings(self.derived)  # the places are derived
            case Step.SHACL:
                yield from shacl_findings(self.derived, self.book.shapes)
            case Step.QUESTIONS:
                yield from question_findings(self._catalogue)
            case Step.PASSAGES:
                yield from self._quality(step)
                catalogue = Catalogue(self.book.workspace, self._local)
                yield from passage_findings(self.derived, catalogue, self.folders)
            case _:
                yield from self._quality(step)

    def _quality(self, step: Step) -> Iterator[Finding]:
        rules = [one for one in self.book.quality if one.rule.step is step]
        return quality_findings(self.derived, self.engine, rules)

    @property
    def engine(self) -> Engine:
        """The engine of the coherence steps: the one that was given, else one in memory."""
        return self.remote or self._local

    @cached_property
    def _catalogue(self) -> Catalogue:
        return Catalogue(self.book.workspace, self.engine)

    def _filled(self) -> EmbeddedEngine:
        space = self.book.workspace
        store = Store()
        store.bulk_extend(with_union((*self.controlled.quads, *self.controlled.around)))
        run_rules(store, space, read_rules(space))
        limits = replace(self.settings.limits, query_bytes=2**20)
        return EmbeddedEngine(store, space.namespaces, limits)

    @cached_property
    def _local(self) -> Ahead:
        return Ahead(self._filled)

    @cached_property
    def derived(self) -> Controlled:
        """The documents with what the rules derive from them, which are judged too."""
        space = self.book.workspace
        graphs = [space.derived_graph(rule.id) for rule in read_rules(space)]
        quads = (q for g in graphs for q in self._local.engine.quads(g))
        return replace(self.controlled, derived=tuple(quads))
