"""`mutugraph search`: entities, articles in any spelling, passages."""

from __future__ import annotations

from typing import Annotated

import typer

from mutugraph.cli.formats import one_of
from mutugraph.cli.run import Run
from mutugraph.cli.schemas import EpciOption, SchemaOption, chosen
from mutugraph.messages import message


def search(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="TEXTE")],
    epci: EpciOption = "",
    schema: SchemaOption = "",
    format: Annotated[str, typer.Option("--format", metavar="FORMAT")] = "table",
) -> int:
    """Searches the graph and the words of the document; an article's services with it."""
    from mutugraph.operations.resting import resting
    from mutugraph.operations.search import search as find
    from mutugraph.pages.found import as_json, as_text

    run: Run = context.obj
    of = chosen(epci, schema)
    form = one_of(format, ("table", "json"))
    found = find(run.catalogue, " ".join(text), **of)
    upheld = resting(run.catalogue, [hit.entity for hit in found.articles], **of)
    base = run.workspace.namespaces.ids
    run.write(as_json(found, upheld) if form == "json" else as_text(found, base, upheld))
    if not len(found):
        run.say(message("cli_aucun"))
        if found.nearest:
            run.say(message("recherche_vouliez_vous", texte=found.nearest))
    return 0
