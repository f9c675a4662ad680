"""`mutugraph load`: builds the local store."""

from __future__ import annotations

import typer

from mutugraph.cli.run import Run
from mutugraph.messages import message


def load(context: typer.Context) -> int:
    """Builds the local store, or says that it is up to date."""
    from mutugraph.operations.load import load as build

    run: Run = context.obj
    with run.watched(message("cli_construction")) as progress:
        built = build(run.workspace, run.settings, progress=progress)
    key = "load_construite" if built.fresh else "load_a_jour"
    run.write(message(key, path=built.folder, revision=built.revision, quads=built.quads) + "\n")
    for rule, count in built.derived.items():
        run.write(f"  {message('load_regle', rule=rule, count=count)}\n")
    return 0
