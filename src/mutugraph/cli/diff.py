"""`mutugraph diff`: what changes between two bases, in sentences."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated

import typer

from mutugraph.cli.run import Run
from mutugraph.errors import UsageError
from mutugraph.messages import message


def diff(
    context: typer.Context,
    before: Annotated[str, typer.Argument(metavar="AVANT")],
    after: Annotated[str, typer.Argument(metavar="APRÈS")],
    format: Annotated[str, typer.Option("--format", metavar="FORMAT")] = "",
    impact: Annotated[bool, typer.Option("--impact")] = False,
    output: Annotated[str, typer.Option("-o", "--output", metavar="FICHIER")] = "",
) -> int:
    """Compares two bases; 0 whether or not anything changes."""
    run: Run = context.obj
    from mutugraph.operations.diff import diff as compare
    from mutugraph.pages.reports.difference import DIFF_FORMATS

    chosen = format or PurePath(output).suffix.removeprefix(".")
    chosen = chosen if format or chosen in DIFF_FORMATS else "text"
    if chosen not in DIFF_FORMATS:
        detail = message("cli_parmi", valeurs=", ".join(DIFF_FORMATS))
        raise UsageError(argument=f"--format {format}", detail=detail)
    with run.watched(message("cli_comparaison")) as progress:
        progress("")
        difference = compare(run.workspace, before, after, impact=impact)
    run.deliver(DIFF_FORMATS[chosen](difference), output or None)
    return 0
