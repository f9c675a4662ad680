"""`mutugraph validate`: the control, its verdict as exit code, its report in several formats."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from mutugraph.cli.formats import file_format, one_of
from mutugraph.cli.run import Run
from mutugraph.errors import UsageError
from mutugraph.messages import message

if TYPE_CHECKING:
    from enum import StrEnum

Kind = TypeVar("Kind", bound="StrEnum")


def validate(
    context: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(metavar="CHEMIN...")] = None,
    epci: Annotated[str, typer.Option("--epci", metavar="EPCI")] = "",
    schema: Annotated[str, typer.Option("--schema", metavar="ÉDITION")] = "",
    base: Annotated[str, typer.Option("--base", metavar="RÉVISION")] = "",
    only: Annotated[list[str] | None, typer.Option("--only", metavar="ÉTAPE")] = None,
    threshold: Annotated[str, typer.Option("--threshold", metavar="NIVEAU")] = "bloquant",
    format: Annotated[list[str] | None, typer.Option("--format", metavar="FORMAT")] = None,
    output: Annotated[list[str] | None, typer.Option("-o", "--output", metavar="FICHIER")] = None,
) -> int:
    """Controls the data; returns 1 where the control refuses."""
    run: Run = context.obj
    from mutugraph.control.aside import begun
    from mutugraph.control.findings import Severity, Step
    from mutugraph.control.many_epci import schemas_in
    from mutugraph.operations.validate import OF_THE_PROJECT, Extent
    from mutugraph.operations.validate import validate as validated
    from mutugraph.pages.reports import REPORT_FORMATS

    steps = [_one(Step, "--only", text) for text in only or ()]
    if paths and steps and set(steps) <= set(OF_THE_PROJECT):
        asked = " ".join(f"--only {step.value}" for step in steps)
        raise UsageError(argument=asked, detail=message("cli_etape_du_projet"))
    level = _one(Severity, "--threshold", threshold)
    deliveries = _deliveries(format or [], output or [], tuple(REPORT_FORMATS))
    extent = Extent(tuple(map(Path, paths or ())), epci or None, schema or None)
    engine = run.engine if run.settings.engine else None
    book = begun(run.workspace, run.settings)  # before what is shown has a thread
    control = partial(
        validated,
        run.workspace,
        run.settings,
        extent,
        base=base or None,
        only=steps,
        threshold=level,
        engine=engine,
        book=book,
    )
    title = message("cli_controle")
    if engine is None and not extent.of_one and schemas_in(extent.paths):
        with run.counted(title) as advance:
            report = control(advance=advance)
    else:
        with run.watched(title) as progress:
            report = control(progress=lambda step: progress(step.value))
    for name, file in deliveries:
        run.deliver(REPORT_FORMATS[name](report), file)
    return int(report.refused)


def _one(kind: type[Kind], option: str, text: str) -> Kind:
    try:
        return kind(text.lower())
    except ValueError:
        known = ", ".join(member.value for member in kind)
        detail = message("cli_parmi", valeurs=known)
        raise UsageError(argument=f"{option} {text}", detail=detail) from None


def _deliveries(
    formats: list[str], outputs: list[str], known: tuple[str, ...]
) -> list[tuple[str, str | None]]:
    """Each format with its file; a file alone says its format by its extension."""
    formats = [one_of(name, known) for name in formats]
    files: list[str | None] = [*outputs]
    if len(formats) > max(len(files), 1):
        raise UsageError(argument="--format", detail=message("cli_un_fichier_par_format"))
    alone = outputs[len(formats) :]
    named = [*formats, *(file_format("", f, known, "text", {"xml": "junit"}) for f in alone)]
    if not files:
        return [(named[0] if named else "text", None)]
    return list(zip(named, files, strict=True))
