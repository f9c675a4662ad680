"""What `legi watch` finds, in words and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from mutugraph.messages import message
from mutugraph.operations.legi import Changed, Watched
from mutugraph.pages.dates import day_in_words
from mutugraph.pages.reports.legi import depending, rewording, shown

_STEP, _MORE = 2, 4


def as_text(watched: Watched, *, whole: bool = False) -> str:
    """The changes by article, with what depends on it."""
    return "".join(f"{' ' * indent}{line}\n" for indent, line in _lines(watched, whole))


def as_json(watched: Watched) -> bytes:
    """The same, whole; dates are ISO 8601, an absent one null."""
    told = {
        "revision": watched.revision,
        "depuis": _iso(watched.since),
        "jour": _iso(watched.day),
        "premier_etat": watched.first,
        "compares": watched.articles,
        "changements": [
            {
                "article": one.article,
                "type": one.case,
                "version": _iso(one.start),
                "message": sentence(one),
                "dans_le_graphe": one.known,
                "avant": list(one.before),
                "apres": list(one.after),
                "touche": [
                    {"type": kind, "objet": thing, "lien": link}
                    for kind, thing, link in one.touches
                ],
            }
            for one in watched.changes
        ],
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def sentence(one: Changed) -> str:
    """One change, without its article."""
    facts = {name: _told(value) for name, value in one.facts.items()}
    return message(f"legi_change_{one.case}", **facts)


def _lines(watched: Watched, whole: bool) -> Iterator[tuple[int, str]]:
    if watched.first:
        yield 0, message("legi_premier_etat", articles=watched.articles)
        return
    since = day_in_words(watched.since) if watched.since else message("legi_dernier_etat")
    if not watched.changes:
        yield 0, message("legi_rien_de_neuf", depuis=since, articles=watched.articles)
        return
    yield 0, message("legi_depuis", depuis=since, nombre=len(watched.changes))
    for article, group in groupby(watched.changes, key=lambda one: one.article):
        changes = list(group)
        yield 0, ""
        yield 0, article
        for one in changes:
            graph = message("legi_deja" if one.known else "legi_a_reporter")
            yield _STEP, f"{sentence(one)} {graph}"
            lines = rewording(one.before, one.after, whole=whole)
            yield from ((_MORE, line) for line in lines)
        if changes[0].touches:
            yield _STEP, message("legi_touche", choses=depending(changes[0].touches, whole=whole))


def _told(value: object) -> str:
    match value:
        case (start, end, state):
            return message("legi_periode", debut=shown(start), fin=shown(end), etat=state)
        case _:
            return shown(value)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
