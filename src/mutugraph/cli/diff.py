"""`mutugraph diff`: what changes between two bases, in sentences."""

from __future__ import annotations

from typing import Annotated

import typer

from mutugraph.cli.formats import file_format
from mutugraph.cli.run import Run
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

    chosen = file_format(format, output, DIFF_FORMATS, "text")
    with run.watched(message("cli_comparaison")) as progress:
        progress("")
        difference = compare(run.workspace, before, after, impact=impact)
    run.deliver(DIFF_FORMATS[chosen](difference), output or None)
    return 0
