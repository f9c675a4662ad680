"""`mutugraph why`: the chain of justification of a service."""

from __future__ import annotations

from typing import Annotated

import typer

from mutugraph.cli.formats import one_of
from mutugraph.cli.run import Run
from mutugraph.cli.schemas import EpciOption, SchemaOption, chosen


def why(
    context: typer.Context,
    service: Annotated[str, typer.Argument(metavar="SERVICE")],
    article: Annotated[str, typer.Argument(metavar="ARTICLE")] = "",
    date: Annotated[str, typer.Option("--date", metavar="AAAA-MM-JJ")] = "",
    epci: EpciOption = "",
    schema: SchemaOption = "",
    format: Annotated[str, typer.Option("--format", metavar="FORMAT")] = "text",
) -> int:
    """Tells why a service rests on an article, or does not."""
    from mutugraph.law.legi.keeping import KeptTexts
    from mutugraph.law.legi.quoting import quoted
    from mutugraph.operations.why import standing_named
    from mutugraph.operations.why import why as explained
    from mutugraph.pages.proofs import told
    from mutugraph.pages.proofs_brief import brief
    from mutugraph.pages.proofs_json import proof_as_json
    from mutugraph.pages.standings import sentences

    run: Run = context.obj
    form = one_of(format, ("text", "json"))
    where, day = chosen(epci, schema), date or None
    found = explained(run.catalogue, service, article or None, day, **where)
    verdict = sentences(*standing_named(run.catalogue, service, day, **where))
    if form == "json":
        run.write(proof_as_json(found, verdict))
    elif run.verbose:
        run.write(told(found, verdict))
    else:
        texts, ids = KeptTexts(run.workspace.root), run.workspace.namespaces.ids
        run.write(brief(found, lambda basis: quoted(texts, ids, basis, found.day), verdict))
    return 0
