"""The control before a revision: one run, one verdict (docs/interfaces.md §4)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Quad

from mutugraph.control.controlled import Controlled
from mutugraph.control.deviations import FILE, Deviations, read_deviations
from mutugraph.control.edition import about_edition
from mutugraph.control.findings import Finding, Severity, Step
from mutugraph.control.kept import Kept
from mutugraph.control.many_epci import ManyEpci, schemas_in
from mutugraph.control.reading import read_beside, read_paths, read_workspace
from mutugraph.control.rereading import read_again
from mutugraph.control.rulebook import Rulebook
from mutugraph.control.steps import Run
from mutugraph.control.verdict import (
    Report,
    StepRun,
    against_base,
    counted,
    judged,
    sorted_new_first,
)
from mutugraph.engine.protocol import Engine
from mutugraph.settings import Settings
from mutugraph.sources.documents import source_folders
from mutugraph.workspace import Workspace

if TYPE_CHECKING:
    from mutugraph.control.processes import Advance

OF_THE_PROJECT = (Step.PUBLICATION, Step.QUESTIONS)
Progress = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Extent:
    """What a control judges: the workspace's data, unless this says otherwise.

    `paths` are someone else's files or folders. `epci` (a SIREN, a label or a slug) leaves the
    schémas of that EPCI alone, with the acts of its communes and what the shared files say of them;
    `schema`, the code of one of its éditions, what is found about that édition. `beside` judges the
    one file at `paths` among what the workspace has of the same authorities.
    """

    paths: tuple[Path, ...] = ()
    epci: str | None = None
    schema: str | None = None
    beside: bool = False

    @property
    def of_one(self) -> bool:
        """Whether one EPCI is judged without the others."""
        return self.epci is not None or self.schema is not None

    def steps(self, only: Sequence[Step] = ()) -> list[Step]:
        """Those of `only` (all by default) that run here."""
        left_out = OF_THE_PROJECT if self.paths else (Step.QUESTIONS,) if self.of_one else ()
        return [step for step in Step if step in (only or Step) and step not in left_out]


WHOLE = Extent()


class _Found(NamedTuple):
    findings: tuple[Finding, ...]
    runs: tuple[StepRun, ...]
    beside: tuple[str, ...] = ()


def validate(
    workspace: Workspace,
    settings: Settings,
    extent: Extent = WHOLE,
    *,
    base: str | None = None,
    only: Sequence[Step] = (),
    threshold: Severity = Severity.BLOCKING,
    engine: Engine | None = None,
    derived: tuple[Quad, ...] | None = None,
    book: Rulebook | None = None,
    today: datetime.date | None = None,
    progress: Progress | None = None,
    advance: Advance | None = None,
) -> Report:
    """Runs the control over what is in its extent.

    A folder of several EPCI's schémas is judged EPCI by EPCI, over all cores; `advance` hears how
    many are done. With `engine`, which holds them all anyway, it is judged as one.

    `base` is a folder or a revision of git; `only` the steps to run (all by default); `engine`
    answers the coherence rules and the questions in place of a store in memory, `derived` is what
    the rules derive, where it is known; `book` the rules, where they are being read; `today` is the
    day at which accepted deviations are valid. The base is judged by today's rules.

    Raises the errors of reading, of the rules' own files, `UnknownName`, `BaseUnknown`,
    `GitMissing`, `StepFailed`: never a verdict on half of the data.
    """
    start = perf_counter()
    book = book or Rulebook(workspace, Kept.of(workspace, settings))
    day = today or datetime.date.today()
    steps = extent.steps(only)
    deviations = _deviations(workspace, extent)
    ids = workspace.namespaces.ids
    found = _found(
        extent,
        book,
        settings,
        steps,
        engine=engine,
        derived=derived,
        progress=progress,
        advance=advance,
    )
    # of a part, the file of deviations has lines about others
    rules = () if extent.of_one or extent.beside else book.rules.items()
    ran = {code for code, rule in rules if rule.step in steps}
    about = deviations.findings(found.findings, ids, day, ran)
    findings = deviations.applied([*found.findings, *about], ids, day)
    if base is not None:
        data = extent.paths[0] if extent.paths else workspace.root / "data" / "ttl"
        own = [step for step in steps if step not in OF_THE_PROJECT]
        from mutugraph.control.base import base_folder  # noqa: PLC0415 - rarely asked

        with base_folder(base, data) as folder:
            before = _found(Extent((folder,)), book, settings, own).findings
        accepted = [f for f in findings if f.reason is not None]
        others = [f for f in findings if f.reason is None]
        kept = {f.fingerprint for f in accepted}
        findings = [
            *accepted,
            *against_base(others, (f for f in before if f.fingerprint not in kept)),
        ]
    if book.kept:
        book.kept.save()
    return Report(
        verdict=judged(findings, threshold),
        revision=workspace.revision,
        base=base,
        threshold=threshold,
        seconds=perf_counter() - start,
        steps=found.runs,
        counts=counted(findings),
        findings=sorted_new_first(findings),
        rules=book.rules,
        beside=found.beside,
    )


def _found(
    extent: Extent,
    book: Rulebook,
    settings: Settings,
    steps: Sequence[Step],
    *,
    engine: Engine | None = None,
    derived: tuple[Quad, ...] | None = None,
    progress: Progress | None = None,
    advance: Advance | None = None,
) -> _Found:
    """What the steps find, how long each took, and the names of those that a file stands beside."""
    workspace, paths = book.workspace, extent.paths
    among: tuple[str, ...] = ()
    if extent.beside or extent.of_one:
        engine = derived = None  # they know of all
    if extent.beside:
        controlled, owners = read_beside(workspace, paths[0])
        among = tuple(_named(controlled, owner) for owner in owners)
    elif extent.of_one:
        several = ManyEpci(workspace, paths[0] if paths else workspace.root / "data" / "ttl")
        siren = several.only if extent.epci is None else several.siren(extent.epci)
        controlled = several.epci(siren).controlled
    elif not engine and (schemas := schemas_in(paths)):
        from mutugraph.control.processes import judge_many_epci  # noqa: PLC0415 - rarely asked

        return _Found(
            *judge_many_epci(workspace, settings, paths[0], schemas, steps=steps, advance=advance)
        )
    elif paths or engine or book.kept is None:
        controlled = read_paths(workspace, paths) if paths else read_workspace(workspace)
    else:
        controlled = read_again(book, book.kept)
    folders = source_folders(workspace, () if extent.beside else paths)
    run = Run(controlled, book, settings, folders, engine, derived)
    findings, runs = run.findings(steps, progress)
    if extent.schema:
        findings = about_edition(run.derived, extent.schema, findings)
    return _Found(findings, runs, among)


def _named(controlled: Controlled, owner: str) -> str:
    """The name of an EPCI or of a commune, by its number."""
    known = (f"{controlled.namespaces.ids}{kind}/{owner}" for kind in ("epci", "commune"))
    return next((controlled.name(iri) for iri in known if iri in controlled.types), owner)


def _deviations(workspace: Workspace, extent: Extent) -> Deviations:
    if not extent.paths or extent.beside:
        path = workspace.root / "data" / "ttl" / FILE
        return read_deviations(path, workspace.name(path))
    path = extent.paths[0]
    folder = path if path.is_dir() else path.parent
    return read_deviations(folder / FILE, str(folder / FILE))
