"""`mutugraph mcp`: the catalogue as tools for an assistant, over the standard streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from mutugraph.cli.run import Run
from mutugraph.errors import ExtraMissing

if TYPE_CHECKING:
    from mutugraph.mcp.querying import Ask


def mcp(context: typer.Context) -> int:
    """Answers an assistant until it closes the streams."""
    run: Run = context.obj
    try:
        import anyio

        from mutugraph.mcp.server import mcp_server
        from mutugraph.mcp.stdio import answer_on_stdio
    except ModuleNotFoundError as error:
        raise ExtraMissing(extra="mcp") from error
    ...
    return 0
