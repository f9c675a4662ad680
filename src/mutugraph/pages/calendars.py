"""An answer's days as a calendar (iCalendar, RFC 5545): one event for each full date.

The same answer of the same revision gives the same bytes: nothing says « now ».
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time

from icalendar import Calendar, Event
from pyoxigraph import NamedNode

from mutugraph.messages import message
from mutugraph.pages.code_words import worded
from mutugraph.questions.model import Answered, Column, ColumnType, Value

_DIGITS = 20
_EPOCH = date(1970, 1, 1)


def calendar(answered: Answered, codes: Mapping[str, str]) -> bytes:
    """The calendar of an answer: an event for each full date of each row, whole days.

    Its title is what the row is about, with the column's label where there are several dates; the
    other cells are its description, in words: `codes` are the labels of codes. An event keeps its
    UID as long as what it is about and its day are the same.
    """
    made = Calendar()
    made.add("prodid", "-//mutugraph//FR")
    made.add("version", "2.0")
    made.add("x-wr-calname", answered.question.summary)
    known: set[str] = set()
    for row, entities in zip(answered.rows, answered.entities, strict=True):
        for event in _events(answered, row, entities, codes):
            if event["uid"] not in known:
                known.add(event["uid"])
                made.add_component(event)
    return bytes(made.to_ical())


def _events(
    answered: Answered,
    row: tuple[Value, ...],
    entities: Mapping[str, NamedNode],
    codes: Mapping[str, str],
) -> Iterator[Event]:
    columns = answered.question.columns
    dated = [column for column in columns if column.type is ColumnType.DATE]
    cells = dict(zip((column.name for column in columns), row, strict=True))
    for column in dated:
        if (day := _day(cells[column.name])) is None:
            continue
        event = Event()
        title = next((str(v) for c, v in zip(columns, row, strict=True) if v and c != column), "")
        several = message("calendrier_titre", sujet=title, date=column.label)
        event.add("summary", several if len(dated) > 1 else title)
        event.add("dtstart", day)
        event.add("dtstamp", _stamp(answered))
        event.add("uid", _uid(answered, column, day, cells, entities))
        event.add("description", "\n".join(_described(columns, cells, column, codes)))
        if entities:
            event.add("url", next(iter(entities.values())).value)
        event.add("transp", "TRANSPARENT")
        yield event


def _described(
    columns: tuple[Column, ...],
    cells: Mapping[str, Value],
    dated: Column,
    codes: Mapping[str, str],
) -> Iterator[str]:
    for column in columns:
        value = cells[column.name]
        if column != dated and value is not None:
            yield message(
                "calendrier_ligne", colonne=column.label, valeur=worded(value, column, codes)
            )


def _uid(
    answered: Answered,
    column: Column,
    day: date,
    cells: Mapping[str, Value],
    entities: Mapping[str, NamedNode],
) -> str:
    """What the row is about, never its state: a duty that is met is the same duty."""
    about = [entity.value for entity in entities.values()]
    kinds = {column.name: column.type for column in answered.question.columns}
    said = [str(v) for name, v in cells.items() if kinds[name] is ColumnType.TEXTE]
    parts = (answered.question.id, column.name, day.isoformat(), *about, *said)
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_DIGITS]
    return f"{digest}@mutugraph"


def _stamp(answered: Answered) -> datetime:
    """The day of update of the data (RFC 5545 §3.8.7.2 asks for an instant)."""
    return datetime.combine(_day(answered.about.modified) or _EPOCH, time(), UTC)


def _day(value: Value) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None
