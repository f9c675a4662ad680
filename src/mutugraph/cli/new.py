"""`mutugraph new`: a prefilled workbook for any EPCI of the national list."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated

import typer

from mutugraph.cli.run import Run
from mutugraph.errors import UsageError
from mutugraph.messages import message


def new(
    context: typer.Context,
    epci: Annotated[str, typer.Argument(metavar="SIREN")],
    schema: Annotated[str, typer.Option("--schema", metavar="AAAA-AAAA")] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="FICHIER")] = "",
) -> int:
    """Writes the workbook: category, tax regime, members are filled in."""
    run: Run = context.obj
    from mutugraph.operations.new_book import new_book
    from mutugraph.workbook.writing import WRITERS

    writer = WRITERS.get(PurePath(output).suffix.lower())
    if writer is None:
        raise UsageError(argument=f"-o {output}".strip(), detail=message("classeur_extension"))
    with run.watched(message("cli_lecture")) as progress:
        progress("")
        book = new_book(run.workspace, epci, schema or None)
    run.deliver(writer(book), output)
    return 0
