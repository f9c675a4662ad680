"""`mutugraph describe`: all that is known of one entity."""

from __future__ import annotations

from typing import Annotated

import typer

from mutugraph.cli.formats import file_format
from mutugraph.cli.run import Run
from mutugraph.cli.schemas import EpciOption, SchemaOption, chosen


def describe(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ENTITE")],
    epci: EpciOption = "",
    schema: SchemaOption = "",
    format: Annotated[str, typer.Option("--format", metavar="FORMAT")] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="FICHIER")] = "",
) -> int:
    """Tells all that is known of one entity."""
    from mutugraph.engine.formats import EXTENSIONS, GRAPH_FORMATS
    from mutugraph.operations.describe import describe as tell
    from mutugraph.operations.describe import describe_as
    from mutugraph.pages.described import as_json, as_text

    run: Run = context.obj
    of = chosen(epci, schema)
    match file_format(format, output, ("table", "json", *GRAPH_FORMATS), "table", EXTENSIONS):
        case "table":
            content = as_text(tell(run.catalogue, name, **of), run.workspace.namespaces).encode()
        case "json":
            content = as_json(tell(run.catalogue, name, **of))
        case graph:
            content = describe_as(run.catalogue, name, graph, **of)
    run.deliver(content, output)
    return 0
