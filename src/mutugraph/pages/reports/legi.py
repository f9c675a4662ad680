"""What `legi check` and `legi watch` find, in words and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from mutugraph.law.legi.chronicles import Chronicle
from mutugraph.law.legi.differences import Difference
from mutugraph.law.legi.rewording import Piece, reworded
from mutugraph.messages import message
from mutugraph.operations.legi import Checked, Told
from mutugraph.pages.dates import day_in_words

SERVICE = "service"
_STEP, _MORE = 2, 4
_TOUCHED = ("type", "objet", "lien")
_MOST = 6  # paragraphs of a difference, things that an article touches


def as_text(checked: Checked, *, whole: bool = False) -> str:
    """The findings by article, heaviest first in each, then the count; `whole` cuts nothing."""
    return "".join(f"{' ' * indent}{line}\n" for indent, line in _lines(checked, whole))


def as_json(checked: Checked, patch: str) -> bytes:
    """The same, whole, with the patch; dates are ISO 8601, an absent one null."""
    told = {
        "verdict": "accord" if checked.agreed else "ecart",
        "revision": checked.revision,
        "jour": checked.day.isoformat() if checked.day else None,
        "compares": [one.article.label for one in checked.compared],
        "absents": [article.label for article in checked.absent],
        "numeros_repris": [
            {"article": article.label, "versions": [_iso(v.start) for v in other.versions]}
            for article, other in checked.others
        ],
        "constats": [
            {
                "code": str(one.difference.code),
                "gravite": str(one.severity),
                "article": one.difference.article.label,
                "version": _iso(one.difference.start),
                "message": sentence(one.difference),
                "fichier": str(one.difference.place) if one.difference.place else None,
                "avant": list(one.difference.before),
                "apres": list(one.difference.after),
                "touche": [
                    {"type": kind, "objet": thing, "lien": link}
                    for kind, thing, link in one.touches
                ],
            }
            for one in checked.told
        ],
        "correctif": patch or None,
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def sentence(difference: Difference) -> str:
    """One difference, in a sentence without its article."""
    facts = {name: shown(value) for name, value in difference.facts.items()}
    return message(f"legi_cas_{difference.case}", **facts)


def _lines(checked: Checked, whole: bool) -> Iterator[tuple[int, str]]:
    ordered = sorted(
        checked.told, key=lambda one: (one.difference.article.label, one.severity.rank)
    )
    for label, group in groupby(ordered, key=lambda one: one.difference.article.label):
        told = list(group)
        yield 0, label
        for one in told:
            yield from _finding(one, whole)
        touches = tuple(dict.fromkeys(pair for one in told for pair in one.touches))
        if touches:
            yield _STEP, message("legi_touche", choses=depending(touches, whole=whole))
    for article, other in checked.others:
        yield 0, _other(article.label, other)
    if checked.told or checked.others:
        yield 0, ""
    facts = {"compares": len(checked.compared), "ecarts": len(checked.told)}
    if checked.day is not None:
        yield 0, message("legi_jusqu_au", jour=day_in_words(checked.day), **facts)
    else:
        yield 0, message("legi_sans_jour", **facts)
    if checked.absent and not checked.stock:
        yield 0, message("legi_absents", nombre=len(checked.absent))
    if checked.agreed and checked.compared:
        yield 0, message("legi_accord")


def _finding(told: Told, whole: bool) -> Iterator[tuple[int, str]]:
    one = told.difference
    gravity = message(f"gravite_{told.severity}")
    yield (
        _STEP,
        message("legi_ligne", code=one.code, gravite=gravity, phrase=sentence(one)),
    )
    yield from ((_MORE, line) for line in rewording(one.before, one.after, whole=whole))
    if one.place is not None and whole:
        yield _MORE, message("legi_ou", place=one.place)


def rewording(before: Sequence[str], after: Sequence[str], *, whole: bool) -> Iterator[str]:
    """The paragraphs that differ, what changed in them between square brackets."""
    rows = [row for row in reworded(before, after) if row.changed] if before and after else []
    for row in rows if whole else rows[:_MOST]:
        if row.before:
            yield message("legi_retire", texte=_marked(row.before))
        if row.after:
            yield message("legi_ajoute", texte=_marked(row.after))


def _marked(pieces: Sequence[Piece]) -> str:
    """A paragraph with what changed between square brackets, where only a part did."""
    if all(piece.changed for piece in pieces):
        return "".join(piece.text for piece in pieces)
    return "".join(f"[{piece.text}]" if piece.changed else piece.text for piece in pieces)


def depending(touches: Sequence[tuple[str, str, str]], *, whole: bool) -> str:
    """What depends on an article, by type; services are all named."""
    by_kind: dict[str, list[str]] = {}
    for kind, thing, _ in touches:
        by_kind.setdefault(kind, []).append(thing)
    told = []
    for kind, things in by_kind.items():
        named = list(dict.fromkeys(things))
        cut = named if whole or kind == SERVICE else named[:_MOST]
        more = "…" if len(cut) < len(named) else ""
        told.append(f"{kind} ({len(named)}) {', '.join(cut)}{more}")
    return " ; ".join(told)


def _other(label: str, other: Chronicle) -> str:
    first, last = other.versions[0], other.versions[-1]
    return message(
        "legi_numero_repris", article=label, debut=shown(first.start), fin=shown(last.end)
    )


def shown(value: object) -> str:
    """A fact in words."""
    if value is None:
        return message("legi_aucune_fin")
    if isinstance(value, date):
        return day_in_words(value)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
