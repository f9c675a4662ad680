"""`mutugraph new`: a prefilled workbook for any EPCI of the national list."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mutugraph.cli.formats import book_writer
from mutugraph.cli.run import Run
from mutugraph.messages import message


def new(
    context: typer.Context,
    epci: Annotated[str, typer.Argument(metavar="SIREN")],
    schema: Annotated[str, typer.Option("--schema", metavar="AAAA-AAAA")] = "",
    previous: Annotated[str, typer.Option("--from", metavar="ÉDITION")] = "",
    document: Annotated[str, typer.Option("--document", metavar="FICHIER")] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="FICHIER")] = "",
) -> int:
    """Writes the workbook: category, tax regime, members are filled in."""
    run: Run = context.obj
    from mutugraph.operations.new_book import new_book

    write = book_writer(output)
    with run.watched(message("cli_lecture")) as progress:
        progress("")
        book = new_book(
            run.workspace,
            epci,
            schema or None,
            previous=previous or None,
            document=Path(document) if document else None,
        )
    run.deliver(write(book), output)
    return 0
