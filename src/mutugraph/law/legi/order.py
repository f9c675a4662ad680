"""The order of a stock and its increments: by their stamps, without a day left out.

An increment says what has changed since the one before: with one missing, the rest would be read as
if nothing had happened that day, and nobody would know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from mutugraph.errors import FileMissing, LegiOutOfOrder
from mutugraph.law.legi.faults import refused
from mutugraph.law.legi.members import is_archive, members
from mutugraph.law.legi.wordings import Place
from mutugraph.terms import natural_key

_STAMP = re.compile(r"(?<!\d)(\d{8}-\d{6})(?!\d)")
_STOCK = re.compile(r"global|freemium", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """One archive, folder or file; `stamp` is when it was published, `stock` that it is whole."""

    path: Path
    stamp: datetime | None = None
    stock: bool = False


def ordered(
    paths: Sequence[Path], without: frozenset[date] = frozenset(), since: date | None = None
) -> tuple[Source, ...]:
    """The sources in the order given, archives in a folder in that of their stamps.

    `without` are the days on which nothing was published, `since` the day up to which a state is
    known already, which the first increment must follow. Raises `LegiOutOfOrder`, `FileMissing`,
    `LegiUnreadable`.
    """
    found = tuple(source for path in paths for source in _sources(path))
    archives = [source for source in found if is_archive(source.path)]
    first = next((s for s in archives if s.stamp is not None and not s.stock), None)
    if since and first and first is archives[0] and first.stamp is not None:
        missing = list(_between(since, first.stamp.date(), without))
        if missing:
            raise _disorder(first, "manque", since.isoformat(), missing)
    for before, after in pairwise(archives):
        if after.stock:
            raise _disorder(after, "stock")
        if before.stamp is None or after.stamp is None:
            continue
        if after.stamp <= before.stamp:
            raise _disorder(after, "ordre", before.path.name)
        missing = list(_between(before.stamp.date(), after.stamp.date(), without))
        if missing:
            raise _disorder(after, "manque", before.path.name, missing)
    return found


def _sources(path: Path) -> Iterator[Source]:
    if not path.exists():
        raise FileMissing(path=str(path))
    if not path.is_dir():
        yield _stamped(path) if is_archive(path) else Source(path)
        return
    inside = [one for one in path.iterdir() if one.is_file() and is_archive(one)]
    if not inside:
        yield Source(path)
        return
    stamped = [_stamped(one) for one in inside]
    yield from sorted(
        stamped, key=lambda s: (not s.stock, s.stamp or datetime.min, natural_key(s.path.name))
    )


def _stamped(path: Path) -> Source:
    """An archive with its stamp: that of its name, else of the folder that its files are in."""
    first = next(members(path), None)
    if first is None:
        raise refused(Place(str(path)), "vide")
    named, placed = _STAMP.search(path.name), _STAMP.match(first.name.partition("/")[0])
    found = named or placed
    stock = bool(_STOCK.search(path.name)) or found is None
    if found is None:
        return Source(path, None, stock)
    try:
        return Source(path, datetime.strptime(found[1], "%Y%m%d-%H%M%S"), stock)
    except ValueError as error:
        raise refused(Place(str(path), first.name), "date", found[1]) from error


def _between(last: date, next_: date, without: frozenset[date]) -> Iterator[date]:
    day = last + timedelta(days=1)
    while day < next_:
        if day not in without:
            yield day
        day += timedelta(days=1)


def _disorder(
    source: Source, detail: str, before: str = "", missing: Sequence[date] = ()
) -> LegiOutOfOrder:
    shown = ", ".join(day.isoformat() for day in missing[:7]) + ("…" if len(missing) > 7 else "")  # noqa: PLR2004
    return LegiOutOfOrder(
        path=source.path.name, detail=f"legi_{detail}", before=before, missing=shown
    )
