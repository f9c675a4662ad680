"""`mutugraph load`: builds the local store, or fills a remote server."""

from __future__ import annotations

from typing import Annotated

import typer

from mutugraph.cli.run import Run
from mutugraph.messages import message


def load(
    context: typer.Context,
    to: Annotated[str, typer.Option("--to", metavar="URL")] = "",
) -> int:
    """Builds the local store, or says that it is up to date; fills a remote server with `--to`."""
    from mutugraph.operations.load import load as build

    run: Run = context.obj
    if to:
        return _load_to(run, to)
    with run.watched(message("cli_construction")) as progress:
        built = build(run.workspace, run.settings, progress=progress)
    key = "load_construite" if built.fresh else "load_a_jour"
    run.write(message(key, path=built.folder, revision=built.revision, quads=built.quads) + "\n")
    for rule, count in built.derived.items():
        run.write(f"  {message('load_regle', rule=rule, count=count)}\n")
    return 0


def _load_to(run: Run, address: str) -> int:
    from mutugraph.operations.load import load_to

    with run.watched(message("load_envoi")) as progress:
        done = load_to(run.workspace, run.settings, address, progress=progress)
    run.write(
        message("load_envoyee", graphs=done.graphs, sent=done.sent, triples=done.triples) + "\n"
    )
    return 0
