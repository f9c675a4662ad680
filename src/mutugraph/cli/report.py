"""`mutugraph report`: the yearly communication, to be completed in a word processor."""

from __future__ import annotations

from typing import Annotated

import typer

from mutugraph.cli.formats import file_format
from mutugraph.cli.run import Run
from mutugraph.cli.schemas import EpciOption, SchemaOption


def report(
    context: typer.Context,
    annee: Annotated[str, typer.Argument(metavar="ANNEE")],
    epci: EpciOption = "",
    schema: SchemaOption = "",
    format: Annotated[str, typer.Option("--format", metavar="FORMAT")] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="FICHIER")] = "",
) -> int:
    """Writes the report of a year."""
    from mutugraph.pages.yearly.composing import compose
    from mutugraph.pages.yearly.files import FORMATS, report_file

    run: Run = context.obj
    form = file_format(format, output, FORMATS, "md")
    made = compose(run.catalogue, annee, epci or None, schema or None)
    run.deliver(report_file(made, form), output or None)
    return 0
