"""`mutugraph mcp`: the catalogue as tools for an assistant, over the standard streams."""

from __future__ import annotations

import typer

from mutugraph.cli.run import Run
from mutugraph.errors import ExtraMissing


def mcp(context: typer.Context) -> int:
    """Answers an assistant until it closes the streams."""
    run: Run = context.obj
    try:
        import anyio

        from mutugraph.engine.forking import Place
        from mutugraph.mcp.stdio import answer_on_stdio
    except ModuleNotFoundError as error:
        raise ExtraMissing(extra="mcp", module=error.name) from error
    from mutugraph.workspace import PREFIXES

    place = None
    if not run.settings.engine:
        prefixes = run.workspace.root / PREFIXES
        place = Place(run.store().folder / "db", prefixes, run.settings.limits)
    anyio.run(answer_on_stdio, run.catalogue, place)
    return 0
