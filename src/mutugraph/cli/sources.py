"""`mutugraph sources`: documents pinned, words located in them, passages placed and checked."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mutugraph.cli.formats import one_of
from mutugraph.cli.french import Verb
from mutugraph.cli.run import Run
from mutugraph.errors import ParameterInvalid, UsageError
from mutugraph.messages import message

if TYPE_CHECKING:
    from mutugraph.operations.sources.check import Checked
    from mutugraph.operations.sources.locate import Located
    from mutugraph.operations.sources.pin import Open
    from mutugraph.sources.location import Near
    from mutugraph.sources.passages import Misplaced
    from mutugraph.sources.sightings import Sighting
    from mutugraph.sources.text import Place

app = typer.Typer(rich_markup_mode=None)
_EXCERPT = 80


@app.command("check", cls=Verb)
def check(
    context: typer.Context,
    document: Annotated[str, typer.Argument(metavar="DOCUMENT")] = "",
) -> int:
    """Lists every passage that is not at its place; 1 where there is one."""
    from mutugraph.operations.sources.check import check_sources

    run: Run = context.obj
    checked = check_sources(run.catalogue, Path(document) if document else None)
    for one in checked:
        run.write("".join(f"{line}\n" for line in _lines(one)))
    return 0 if all(one.right for one in checked) else 1


@app.command("add", cls=Verb)
def add(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FICHIER")],
    epci: Annotated[str, typer.Option("--epci", metavar="EPCI")] = "",
    title: Annotated[str, typer.Option("--title", metavar="TITRE")] = "",
    date: Annotated[str, typer.Option("--date", metavar="AAAA-MM-JJ")] = "",
) -> int:
    """Pins a document: writes its text, and the data that tell it from any other."""
    from mutugraph.operations.sources.add import add_document

    run: Run = context.obj
    day = _day(date)
    done = add_document(run.catalogue, Path(file), epci=epci or None, title=title or None, date=day)
    facts = {"text": done.text, "lines": done.lines, "checksum": done.checksum}
    key = "sources_ajoute" if done.fresh else "sources_deja"
    run.write(message(key, **facts, data=done.data) + "\n")
    if done.reader:
        run.say(message("sources_lu_par", reader=done.reader))
    if done.undated:
        run.say(message("sources_sans_date", data=done.data))
    return 0


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise ParameterInvalid(name="date", value=text, expected="AAAA-MM-JJ") from error


@app.command("locate", cls=Verb)
def locate(
    context: typer.Context,
    text: Annotated[list[str], typer.Argument(metavar="MOTS")],
    document: Annotated[str, typer.Option("--document", metavar="DOCUMENT")] = "",
) -> int:
    """Says where words stand in the documents; where nowhere, what is nearest."""
    from mutugraph.operations.sources.locate import locate_words

    run: Run = context.obj
    words = " ".join(text)
    if not words.strip():
        raise UsageError(argument="MOTS", detail=message("sources_sans_mots"))
    for one in locate_words(run.catalogue, words, document or None):
        if not one.pinned:
            run.say(message("sources_autre", path=one.path))
        run.write("".join(f"{line}\n" for line in _located(one)))
    return 0


@app.command("pin", cls=Verb)
def pin(
    context: typer.Context,
    document: Annotated[str, typer.Option("--document", metavar="FICHIER")] = "",
) -> int:
    """Fills in the place of passages that have only their words; 1 where one is left without."""
    from mutugraph.operations.sources.pin import pin_passages

    run: Run = context.obj
    done = pin_passages(run.catalogue, Path(document) if document else None)
    ids = run.workspace.namespaces.ids
    for one in done.pinned:
        facts = {"file": one.file, "words": " ".join(one.words.split()), **_at(one.place)}
        run.write(
            message("sources_place", passage=one.passage.node.value.removeprefix(ids), **facts)
            + "\n"
        )
    for left in done.open:
        run.write("".join(f"{line}\n" for line in _open(left, ids)))
    run.say(message("sources_pin_bilan", pinned=len(done.pinned), open=len(done.open)))
    return 1 if done.open else 0


@app.command("coverage", cls=Verb)
def coverage(
    context: typer.Context,
    document: Annotated[str, typer.Option("--document", metavar="DOCUMENT")] = "",
    format: Annotated[str, typer.Option("--format", metavar="FORMAT")] = "table",
) -> int:
    """Lists what of the documents no fact rests on, and the share on which some do."""
    from mutugraph.cli.coverage_told import as_json, as_tables
    from mutugraph.operations.sources.cover import cover_documents
    from mutugraph.operations.sources.prove import count_proved

    run: Run = context.obj
    chosen = one_of(format, ("table", "json"))
    found = cover_documents(run.catalogue, document or None)
    for one in found:
        if not one.pinned:
            run.say(message("sources_non_couvert", name=one.name))
    proved = count_proved(run.catalogue)
    json = chosen == "json"
    run.write(as_json(found, proved, run.workspace.revision) if json else as_tables(found, proved))
    return 0


def _located(located: Located) -> list[str]:
    if located.found:
        return [message("sources_trouve", name=located.name, number=len(located.found))] + [
            f"  {_shown(one)}" for one in located.found
        ]
    lines = [message("sources_pas_trouve", name=located.name)]
    if located.cut:
        return [*lines, f"  {message('sources_coupe', shown=_shown(located.cut))}"]
    near = _nearest(located.nearest, located.near) if located.nearest else []
    return [*lines, *(f"  {line}" for line in near)]


def _open(left: Open, ids: str) -> list[str]:
    passage = left.passage
    words = " ".join(passage.words.split())
    name = passage.node.value.removeprefix(ids)
    lines = [message(f"sources_pin_{left.reason}", passage=name, words=words)]
    match left.reason.value:
        case "plusieurs":
            lines += [f"  {_shown(one)}" for one in left.places]
        case "coupe":
            lines += [f"  {message('sources_coupe', shown=_shown(one))}" for one in left.places]
        case "absent":
            lines += [f"  {line}" for one in left.places for line in _nearest(one, left.near)]
        case _:
            pass
    return lines


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
    return message(key, **_at(now))


def _at(place: Place) -> dict[str, str]:
    """The line of a place, or its first and last, and its offsets."""
    first, last = place.first_line, place.last_line
    lines = str(first) if first == last else f"{first}-{last}"
    return {"lines": lines, "place": f"{place.start}-{place.end}"}


def _shown(sighting: Sighting) -> str:
    """A place on one line: how it is cited, its offsets, the words among those around them."""
    words = [" ".join(part.split()) for part in (sighting.before, sighting.words, sighting.after)]
    where = message("sources_endroit", **_at(sighting.place))
    cited = f"{sighting.part}, {where}" if sighting.part else where
    facts = {"before": words[0], "words": words[1], "after": words[2]}
    return f"{cited} : {message('sources_autour', **facts)}"


def _nearest(sighting: Sighting, near: Near | None) -> list[str]:
    lines = [message("sources_proche", shown=_shown(sighting))]
    for one in near.differences if near else ():
        key = "sources_au_lieu" if one.asked and one.printed else "sources_en_plus"
        key = key if one.printed else "sources_en_moins"
        lines.append(f"  {message(key, asked=one.asked, printed=' '.join(one.printed.split()))}")
    return lines
