"""What must be said beside an answer: the day of the law, how sure its links are, what is known."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from mutugraph.law.provisions import Provision, not_replayed, version_at
from mutugraph.law.replayed import replayed
from mutugraph.law.validations import validations_of
from mutugraph.messages import message
from mutugraph.pages.dates import day_in_words
from mutugraph.pages.validators import validators
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Answered

_MODES = ("deduit", "externe", "indetermine")
_ARTICLE, _MODE, _SERVICE = "article", "mode", "service"


def day_read(answered: Answered) -> str:
    """At which day the law was read; nothing for an answer without a date."""
    if answered.dates:
        days = ", ".join(f"{e.title} : {date}" for e, date in answered.dates.items())
        return message("assistant_droit_lu_chacun", dates=days)
    if answered.date is None:
        return ""
    day = datetime.date.fromisoformat(answered.date)
    return message("assistant_droit_lu", date=day_in_words(day))


def reserves_of(catalogue: Catalogue, answered: Answered) -> list[str]:
    """How the links of an answer are established, and what of its law is not known."""
    found = list(_of_links(catalogue, answered))
    if answered.date is not None:
        nodes = (row[_ARTICLE] for row in answered.entities if _ARTICLE in row)
        found += known_at(catalogue, nodes, answered.date)
    return found


def known_at(
    catalogue: Catalogue, articles: Iterable[NamedNode], date: str | None
) -> tuple[str, ...]:
    """Up to which day the law of these articles is known, read at a date; nothing without one."""
    if date is None:
        return ()
    return tuple(known_until(replayed(catalogue, articles), datetime.date.fromisoformat(date)))


def known_until(provisions: Iterable[Provision], day: datetime.date) -> Iterator[str]:
    """Up to which day the versions that are read are known, and which are not at that day."""
    all_read = tuple(dict.fromkeys(provisions))
    left = ", ".join(p.label for p in not_replayed(all_read, day))
    versions = (version_at(provision, day) for provision in all_read)
    days = [v.replayed for v in versions if v is not None and v.replayed is not None]
    if days:
        key = "assistant_droit_connu_sauf" if left else "assistant_droit_connu"
        yield message(key, jour=day_in_words(min(days)), articles=left)
    elif left:
        yield message("pourquoi_reserve", articles=left)


def _of_links(catalogue: Catalogue, answered: Answered) -> Iterator[str]:
    names = [column.name for column in answered.question.columns]
    if _MODE not in names:
        return
    modes = {row[names.index(_MODE)] for row in answered.rows}
    found = [message(f"reserve_lien_{mode}") for mode in _MODES if mode in modes]
    yield from found
    if not found:
        return
    services = {row[_SERVICE] for row in answered.entities if _SERVICE in row}
    validations = validations_of(catalogue, sorted(services, key=str))
    for one in validations:
        told = {"service": one.label, "par": validators([one])}
        key = "reserve_validation_regles" if one.rules else "reserve_validation"
        yield message(key, regles=", ".join(one.rules), **told)
    yield message("reserve_autres_non_valides" if validations else "reserve_non_valide")
