"""`mutugraph visas`: a block of visas ready to paste, with warnings."""

from __future__ import annotations

from typing import Annotated

import typer

from mutugraph.cli.formats import one_of
from mutugraph.cli.run import Run
from mutugraph.cli.schemas import EpciOption, SchemaOption, chosen


def visas(
    context: typer.Context,
    service: Annotated[str, typer.Argument(metavar="SERVICE")],
    acte: Annotated[str, typer.Option("--acte", metavar="TYPE")] = "deliberation",
    date: Annotated[str, typer.Option("--date", metavar="AAAA-MM-JJ")] = "",
    epci: EpciOption = "",
    schema: SchemaOption = "",
    format: Annotated[str, typer.Option("--format", metavar="FORMAT")] = "text",
) -> int:
    """Proposes the visas of an act about a service."""
    from mutugraph.operations.visas import visas as drafted
    from mutugraph.pages.visas import as_json, as_text

    run: Run = context.obj
    form = one_of(format, ("text", "json"))
    found = drafted(run.catalogue, service, acte, date or None, **chosen(epci, schema))
    run.write(as_json(found) if form == "json" else as_text(found))
    return 0
