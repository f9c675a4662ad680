"""`mutugraph visas`: a block of visas ready to paste, with warnings."""

from __future__ import annotations

from typing import Annotated

import typer

from mutugraph.cli.formats import file_format
from mutugraph.cli.run import Run
from mutugraph.cli.schemas import EpciOption, SchemaOption, chosen

_FORMATS = ("text", "json", "odt", "docx")


def visas(
    context: typer.Context,
    service: Annotated[str, typer.Argument(metavar="SERVICE")],
    acte: Annotated[str, typer.Option("--acte", metavar="TYPE")] = "deliberation",
    phase: Annotated[str, typer.Option("--phase", metavar="CODE")] = "",
    date: Annotated[str, typer.Option("--date", metavar="AAAA-MM-JJ")] = "",
    epci: EpciOption = "",
    schema: SchemaOption = "",
    format: Annotated[str, typer.Option("--format", metavar="FORMAT")] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="FICHIER")] = "",
) -> int:
    """Proposes the visas of an act about a service."""
    from mutugraph.operations.visas import visas as drafted
    from mutugraph.pages.visas import as_json, as_text

    run: Run = context.obj
    form = file_format(format, output, _FORMATS, "text")
    found = drafted(
        run.catalogue, service, acte, date or None, phase=phase or None, **chosen(epci, schema)
    )
    match form:
        case "json":
            run.deliver(as_json(found), output)
        case "text":
            run.deliver(as_text(found).encode(), output)
        case _:
            from mutugraph.pages.act_files import act_file

            run.deliver(act_file(found, form), output)
    return 0
