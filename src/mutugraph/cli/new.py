"""`mutugraph new`: a prefilled workbook for any EPCI of the national list."""

from __future__ import annotations

from typing import Annotated

import typer

from mutugraph.cli.formats import book_writer
from mutugraph.cli.run import Run
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

    write = book_writer(output)
    with run.watched(message("cli_lecture")) as progress:
        progress("")
        book = new_book(run.workspace, epci, schema or None)
    run.deliver(write(book), output)
    return 0
