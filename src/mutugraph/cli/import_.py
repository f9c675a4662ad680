"""`mutugraph import`: a workbook into the graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mutugraph.cli.formats import book_writer, one_of
from mutugraph.cli.run import Run
from mutugraph.messages import message


def import_(
    context: typer.Context,
    book: Annotated[str, typer.Argument(metavar="CLASSEUR")],
    document: Annotated[list[str] | None, typer.Option("--document", metavar="FICHIER")] = None,
    write: Annotated[bool, typer.Option("--write")] = False,
    remove: Annotated[bool, typer.Option("--remove")] = False,
    output: Annotated[str, typer.Option("-o", "--output", metavar="FICHIER")] = "",
    format: Annotated[str, typer.Option("--format", metavar="FORMAT")] = "text",
) -> int:
    """Tells faults by cell, else the changes; 1 where a fault blocks."""
    run: Run = context.obj
    from mutugraph.operations.import_book import import_book
    from mutugraph.pages.reports.importing import as_json, as_text

    chosen = one_of(format, ("text", "json"))
    writer = book_writer(output) if output else None
    with run.watched(message("cli_importation")) as progress:
        progress("")
        done = import_book(
            run.workspace,
            run.settings,
            Path(book),
            documents=[Path(one) for one in document or ()],
            write=write,
            remove=remove,
            annotate=bool(writer),
        )
    if writer and done.annotated:
        run.deliver(writer(done.annotated), output)
    run.write(as_json(done) if chosen == "json" else as_text(done))
    return int(done.refused)
