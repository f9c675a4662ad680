"""`mutugraph format`: the canonical layout of Turtle files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mutugraph.cli.run import Run, complain
from mutugraph.messages import explain, message


def format(
    context: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(metavar="CHEMIN")] = None,
    check: Annotated[bool, typer.Option("--check")] = False,
) -> int:
    """Writes the canonical layout; 1 where `--check` finds another, 2 where a file is refused."""
    from mutugraph.operations.format import format as lay_out

    run: Run = context.obj
    done = lay_out(run.workspace, [Path(path) for path in paths or ()], check=check)
    for name in done.changed:
        run.write(message("format_a_faire" if check else "format_fait", path=name) + "\n")
    for _, error in done.refused:
        complain(explain(error))
    counts = {"seen": done.seen, "changed": len(done.changed), "refused": len(done.refused)}
    run.say(message("format_bilan_controle" if check else "format_bilan", **counts))
    if done.refused:
        return 2
    return 1 if check and done.changed else 0
