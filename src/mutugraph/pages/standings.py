"""The verdict on a service in sentences, for a page, a terminal, a file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from mutugraph.law.standing import Holding, Standing, Verdict
from mutugraph.messages import message
from mutugraph.pages.dates import day_in_words
from mutugraph.pages.validators import validators

_WAYS = ("cite", "deduit", "externe")


def verdict(standing: Standing) -> str:
    """The sentence that a jurist reads first."""
    facts = {"origine": day_in_words(standing.origin), "articles": _named(standing.held)}
    if standing.day == standing.origin and standing.held:
        return message("verdict_jour_de_l_acte", **facts)
    if standing.day < standing.origin and standing.verdict is not Verdict.NEVER:
        key = "avant_fonde" if standing.held else "avant_sans_fondement"
        return message(f"verdict_{key}", **facts)
    if standing.lost:
        return " ; ".join(_otherwise(standing)) + "."
    return message(f"verdict_{standing.verdict}", **facts)


def sentences(standing: Standing, end: str = "") -> tuple[str, ...]:
    """The verdict, then what goes with it in one sentence, if anything does; `end` as below."""
    beside = " ; ".join(reserves(standing, end))
    return (verdict(standing), *([f"{beside[:1].upper()}{beside[1:]}."] if beside else []))


def reserves(standing: Standing, end: str = "") -> Iterator[str]:
    """What goes with it: changes, ways, validation, how far the law is known, the schéma's end.

    `end` is the last year, month or day of the schéma (ISO 8601), empty where it is not printed.
    """
    changed = [h for h in standing.held if h.changes and not h.new]
    if changed and standing.day > standing.origin:
        told = [_agreed("verdict_fois", h.changes, article=h.label) for h in changed]
        yield message("verdict_modifie", articles=_together(told))
    ways = [way for way in _WAYS if way in standing.modes]
    if ways:
        linked = _together([message(f"verdict_lien_{way}") for way in ways])
        by = validators(standing.validations)
        partly = "valide_en_partie" if standing.unvalidated else "valide"
        key = partly if by else "cite" if ways == ["cite"] else "non_valide"
        yield message(f"verdict_{key}", lien=linked, par=by)
    if standing.known:
        yield message("verdict_connu", jour=day_in_words(standing.known))
    if len(standing.not_known) == len(standing.held) > 0 and standing.known:
        yield message("verdict_au_dela")
    elif standing.not_known:
        yield message("verdict_au_dela_de", articles=_together(standing.not_known))
    if end and standing.day.isoformat()[: len(end)] > end:
        yield message("verdict_terme", fin=_period(end))


def _otherwise(standing: Standing) -> Iterator[str]:
    since = message("verdict_depuis", jour=day_in_words(standing.since)) if standing.since else ""
    lost = _agreed("verdict_perdu", len(standing.lost), articles=_together(standing.lost))
    yield message(
        "verdict_autrement" if standing.held else "verdict_plus_fonde", perdu=lost + since
    )
    for key, held in (
        ("verdict_desormais", [h for h in standing.held if h.new]),
        ("verdict_encore", [h for h in standing.held if not h.new]),
    ):
        if held:
            yield _agreed(key, len(held), articles=_named(held))


def _agreed(key: str, count: int, **facts: object) -> str:
    return message(f"{key}_un" if count == 1 else f"{key}_plusieurs", nombre=count, **facts)


def _named(held: Sequence[Holding]) -> str:
    return _together([holding.label for holding in held])


def _together(names: Sequence[str]) -> str:
    *others, last = names or [""]
    return message("mot_et", debut=", ".join(others), fin=last) if others else last


def _period(end: str) -> str:
    whole = len(end) == len("2020-01-01")
    return day_in_words(datetime.date.fromisoformat(end)) if whole else end
