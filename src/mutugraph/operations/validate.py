"""The control before a revision: one run, one verdict (docs/interfaces.md §4)."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from pyoxigraph import Quad

from mutugraph.control.base import base_folder
from mutugraph.control.controlled import Controlled
from mutugraph.control.deviations import FILE, Deviations, read_deviations
from mutugraph.control.edition import about_edition
from mutugraph.control.findings import Finding, Severity, Step
from mutugraph.control.kept import Kept
from mutugraph.control.many_epci import ManyEpci, schemas_in
from mutugraph.control.processes import Advance, judge_many_epci
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

OF_THE_PROJECT = (Step.PUBLICATION, Step.QUESTIONS)
Progress = Callable[[Step], None]


def validate(
    workspace: Workspace,
    settings: Settings,
    *,
    paths: Sequence[Path] = (),
    epci: str | None = None,
    schema: str | None = None,
    beside: bool = False,
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
    """Runs the control over the workspace's data, or over someone else's files at `paths`.

    A folder of several EPCI's schémas is judged EPCI by EPCI, over all cores; `advance` hears how
    many are done. With `engine`, which holds them all anyway, it is judged as one.

    `epci` (a SIREN, a label or a slug) judges the schémas of that EPCI alone, with the acts of its
    communes and what the shared files say of them; `schema`, the code of one of its éditions, keeps
    what is found about that édition.

    `beside` judges the one file at `paths` among what the workspace has of the same authorities.

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
    wanted = [step for step in Step if step in (only or Step)]
    alone = epci is not None or schema is not None
    left_out = OF_THE_PROJECT if paths else (Step.QUESTIONS,) if alone else ()
    steps = [step for step in wanted if step not in left_out]
    deviations = _deviations(workspace, () if beside else paths)
    ids = workspace.namespaces.ids
    among: tuple[str, ...] = ()
    if beside:
        controlled, owners = read_beside(workspace, paths[0])
        among = tuple(_named(controlled, owner) for owner in owners)
        run = Run(controlled, book, settings, source_folders(workspace, ()))
        found, runs = run.findings(steps, progress)
    elif alone:
        found, runs = _of_one(book, settings, paths, steps, asked=(epci, schema), progress=progress)
    else:
        found, runs = _found(
            book,
            settings,
            paths,
            steps,
            engine=engine,
            derived=derived,
            progress=progress,
            advance=advance,
        )
    # of a part, the file of deviations has lines about others
    rules = () if alone or beside else book.rules.items()
    ran = {code for code, rule in rules if rule.step in steps}
    about = deviations.findings(found, ids, day, ran)
    findings = deviations.applied([*found, *about], ids, day)
    if base is not None:
        data = paths[0] if paths else workspace.root / "data" / "ttl"
        own = [step for step in steps if step not in OF_THE_PROJECT]
        before = _base_findings(base, data, book, settings, own)
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
        steps=runs,
        counts=counted(findings),
        findings=sorted_new_first(findings),
        rules=book.rules,
        beside=among,
    )


def _named(controlled: Controlled, owner: str) -> str:
    """The name of an EPCI or of a commune, by its number."""
    known = (f"{controlled.namespaces.ids}{kind}/{owner}" for kind in ("epci", "commune"))
    return next((controlled.name(iri) for iri in known if iri in controlled.types), owner)


def _base_findings(
    base: str, data: Path, book: Rulebook, settings: Settings, steps: Sequence[Step]
) -> list[Finding]:
    """What the same steps find in the base of what is in `data`."""
    with base_folder(base, data) as folder:
        found, _ = _found(book, settings, [folder], steps)
    return list(found)


def _found(
    book: Rulebook,
    settings: Settings,
    paths: Sequence[Path],
    steps: Sequence[Step],
    *,
    engine: Engine | None = None,
    derived: tuple[Quad, ...] | None = None,
    progress: Progress | None = None,
    advance: Advance | None = None,
) -> tuple[tuple[Finding, ...], tuple[StepRun, ...]]:
    """What the steps find in the workspace's data or in `paths`, and how long each took."""
    workspace = book.workspace
    schemas = () if engine else schemas_in(paths)
    if schemas:
        return judge_many_epci(workspace, settings, paths[0], schemas, steps=steps, advance=advance)
    if paths or engine or book.kept is None:
        controlled = read_paths(workspace, paths) if paths else read_workspace(workspace)
    else:
        controlled = read_again(book, book.kept)
    folders = source_folders(workspace, paths)
    return Run(controlled, book, settings, folders, engine, derived).findings(steps, progress)


def _of_one(
    book: Rulebook,
    settings: Settings,
    paths: Sequence[Path],
    steps: Sequence[Step],
    *,
    asked: tuple[str | None, str | None],
    progress: Progress | None,
) -> tuple[tuple[Finding, ...], tuple[StepRun, ...]]:
    """What the steps find about one EPCI, or one of its éditions."""
    workspace, (epci, schema) = book.workspace, asked
    several = ManyEpci(workspace, paths[0] if paths else workspace.root / "data" / "ttl")
    part = several.epci(several.siren(epci) if epci is not None else several.only)
    run = Run(part.controlled, book, settings, source_folders(workspace, paths))
    found, runs = run.findings(steps, progress)
    return (about_edition(run.derived, schema, found) if schema else found), runs


def _deviations(workspace: Workspace, paths: Sequence[Path]) -> Deviations:
    if not paths:
        path = workspace.root / "data" / "ttl" / FILE
        return read_deviations(path, workspace.name(path))
    folder = paths[0] if paths[0].is_dir() else paths[0].parent
    return read_deviations(folder / FILE, str(folder / FILE))
