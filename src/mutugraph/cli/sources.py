"""`mutugraph sources check`: every passage is found again at its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mutugraph.cli.french import Verb
from mutugraph.cli.run import Run
from mutugraph.messages import message

if TYPE_CHECKING:
    from mutugraph.operations.sources import Checked
    from mutugraph.sources.passages import Misplaced
    from mutugraph.sources.text import Place

app = typer.Typer(rich_markup_mode=None)
_EXCERPT = 80


@app.command("check", cls=Verb)
def check(
    context: typer.Context,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT")] = "",
) -> int:
    """Lists every passage that is not at its place; 1 where there is one."""
    from mutugraph.operations.sources import check_sources

    run: Run = context.obj
    checked = check_sources(run.catalogue, Path(document) if document else None)
    for one in checked:
        run.write("".join(f"{line}\n" for line in _lines(one)))
    return 0 if all(one.right for one in checked) else 1


def _lines(checked: Checked) -> list[str]:
    lines = []
    if not checked.pinned:
        facts = {"path": checked.path, "found": checked.found, "expected": checked.expected}
        lines.append(message("sources_empreinte", **facts))
    for misplaced in checked.misplaced:
        lines += [_where(misplaced), f"  {_now(misplaced)}"]
    right = checked.passages - len(checked.misplaced)
    facts = {"path": checked.path, "right": right, "passages": checked.passages}
    return [*lines, message("sources_bilan", **facts)]


def _where(misplaced: Misplaced) -> str:
    passage, said = misplaced.passage, misplaced.passage.place
    words = " ".join(passage.words.split())
    if len(words) > _EXCERPT:
        words = words[:_EXCERPT] + "…"
    place = f"{said.start}-{said.end}" if said else "?"
    label = passage.label or passage.node.value
    facts = {"label": label, "words": words, "place": place, "passage": passage.node.value}
    return message("sources_passage", **facts)


def _now(misplaced: Misplaced) -> str:
    key = f"sources_{misplaced.fault}"
    if not misplaced.found:
        return message(key)
    now = misplaced.found[0]
    return message(key, lines=lines_of(now), place=f"{now.start}-{now.end}")


def lines_of(place: Place) -> str:
    """The line of a place, or its first and last."""
    first, last = place.first_line, place.last_line
    return str(first) if first == last else f"{first}-{last}"
