"""`mutugraph legi`: the chronologies of the graph replayed on LEGI."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from mutugraph.atomic import write_file
from mutugraph.cli.formats import one_of
from mutugraph.cli.french import Verb
from mutugraph.cli.run import Run
from mutugraph.errors import ParameterInvalid
from mutugraph.messages import message

app = typer.Typer(rich_markup_mode=None)
Sources = Annotated[list[str], typer.Argument(metavar="SOURCE")]
NoneOn = Annotated[list[str] | None, typer.Option("--none-on", metavar="AAAA-MM-JJ")]
PatchFile = Annotated[str, typer.Option("--patch", metavar="FICHIER")]
Format = Annotated[str, typer.Option("--format", metavar="FORMAT")]


@app.command("check", cls=Verb)
def check(
    context: typer.Context,
    sources: Sources,
    none_on: NoneOn = None,
    patch: PatchFile = "",
    format: Format = "text",
) -> int:
    """Compares every chronology with a source; 1 where one differs."""
    from mutugraph.operations.legi import check_legi, proposed_patch
    from mutugraph.pages.reports.legi import as_json, as_text

    run: Run = context.obj
    chosen = one_of(format, ("text", "json"))
    with _reading(run) as progress:
        found = check_legi(
            run.catalogue, _paths(sources), without=_days(none_on), progress=progress
        )
    proposed = proposed_patch(run.catalogue, found) if patch or chosen == "json" else ""
    if patch:
        _write_patch(run, proposed, patch)
    run.write(as_json(found, proposed) if chosen == "json" else as_text(found, whole=run.verbose))
    return 0 if found.agreed else 1


@app.command("import", cls=Verb)
def import_(context: typer.Context, sources: Sources, none_on: NoneOn = None) -> int:
    """Keeps the texts of the watched articles in the workspace."""
    from mutugraph.operations.legi import import_legi

    run: Run = context.obj
    with _reading(run) as progress:
        done = import_legi(
            run.catalogue, _paths(sources), without=_days(none_on), progress=progress
        )
    facts = {"folder": done.folder, "articles": done.articles, "texts": done.texts}
    run.write(message("legi_importe", **facts) + "\n")
    if done.without:
        run.say(message("legi_sans_texte", without=done.without))
    return 0


@app.command("watch", cls=Verb)
def watch(
    context: typer.Context, sources: Sources, none_on: NoneOn = None, format: Format = "text"
) -> int:
    """Tells what changed since the state noted last; 1 where something did."""
    from mutugraph.operations.legi import watch_legi
    from mutugraph.pages.reports.legi_watch import as_json, as_text

    run: Run = context.obj
    chosen = one_of(format, ("text", "json"))
    with _reading(run) as progress:
        found = watch_legi(
            run.catalogue, _paths(sources), without=_days(none_on), progress=progress
        )
    run.write(as_json(found) if chosen == "json" else as_text(found, whole=run.verbose))
    return 1 if found.changes else 0


def _write_patch(run: Run, patch: str, path: str) -> None:
    if patch:
        write_file(Path(path), patch.encode())
        run.say(message("legi_correctif", path=path))
    else:
        run.say(message("legi_correctif_vide"))


def _paths(sources: Sequence[str]) -> list[Path]:
    return [Path(one).expanduser() for one in sources]


def _days(texts: Sequence[str] | None) -> frozenset[datetime.date]:
    days = set()
    for text in texts or ():
        try:
            days.add(datetime.date.fromisoformat(text))
        except ValueError as error:
            raise ParameterInvalid(name="none-on", value=text, expected="AAAA-MM-JJ") from error
    return frozenset(days)


@contextmanager
def _reading(run: Run) -> Iterator[Callable[[str, int, int], None]]:
    with run.counted(message("legi_lecture", name="LEGI")) as counted:
        yield lambda _name, done, total: counted(done // 2**20, total // 2**20)
