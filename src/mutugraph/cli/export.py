"""`mutugraph export`: a schéma of the graph as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mutugraph.cli.formats import book_writer
from mutugraph.cli.run import Run
from mutugraph.messages import message

if TYPE_CHECKING:
    from mutugraph.workbook.merging import Exported
    from mutugraph.workspace import Workspace


def export(
    context: typer.Context,
    epci: Annotated[str, typer.Argument(metavar="SIREN")],
    schema: Annotated[str, typer.Option("--schema", metavar="ÉDITION")] = "",
    output: Annotated[str, typer.Option("-o", "--output", metavar="FICHIER")] = "",
) -> int:
    """Writes the workbook; says what it does not hold."""
    run: Run = context.obj
    from mutugraph.operations.export_book import export_book

    write = book_writer(output)
    with run.watched(message("cli_lecture")) as progress:
        progress("")
        done = export_book(run.workspace, epci, schema or None)
    run.deliver(write(done.book), output)
    if done.unheld:
        run.say(message("classeur_non_tenus"))
        for line in _unheld(done, run.workspace):
            run.say(f"  {line}")
    return 0


def _unheld(done: Exported, workspace: Workspace) -> list[str]:
    space = workspace.namespaces
    lines = []
    for one in done.unheld:
        subject, predicate = (
            getattr(term, "value", "") for term in (one.triple.subject, one.triple.predicate)
        )
        facts = {
            "sujet": subject.removeprefix(space.ids).removeprefix(space.base),
            "propriete": ":".join(space.split(predicate) or (predicate,)),
            "valeur": getattr(one.triple.object, "value", ""),
        }
        lines.append(message(one.reason, **facts))
    return list(dict.fromkeys(lines))
