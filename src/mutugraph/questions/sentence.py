"""The sentence that tells an answer: the header's `sentence`, filled by counting its rows.

- `{service:service repose|services reposent}` counts the distinct values of a column (entities,
  where it has some) and agrees with the number; a third form, `|* repose`, is used where there is
  one value alone, `*` being it;
- `{mode=deduit:déduit|déduits}` counts the rows with that value (`=*`, with any), `{ecart!=0:…}`
  those with another, `{objet@type=service:service|services}` the distinct values of a column in
  these rows; `{lignes:lien|liens}` counts all rows;
- between brackets, counts that a comma separates are a list: those that are nought are left out,
  the last comes after « et », and where one counts all that stands before it the number is not said
  twice. Such a part is left out where it counts nothing, or what was asked fixes what it counts;
- of several templates, the first whose counts outside brackets count something is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mutugraph.messages import message
from mutugraph.questions.model import DATE, SCHEMA, Answered

ROWS = "lignes"
VALUE = "*"
_COUNT = re.compile(
    r"\{(?:(?P<of>\w+)@)?(?P<name>\w+)(?:(?P<not>!)?=(?P<value>\w+|\*))?"
    r":(?P<one>[^|{}]+)\|(?P<many>[^|{}]+)(?:\|(?P<alone>[^|{}]+))?\}"
)
_PART = re.compile(r"\[([^\[\]]*)\]")
_CHOOSING = ("epci", SCHEMA, DATE)
_PARTED = (" : ", ", dont ")  # before a list of adjectives: where one says all, it follows the noun


def sentence(answered: Answered) -> str | None:
    """What an answer says in one sentence, without its full stop; None where there is none."""
    template = _chosen(answered)
    if template is None:
        return None
    told, at, before = "", 0, 0
    for part in _PART.finditer(template):
        outside = template[at : part.start()]
        counts = [_count(found, answered) for found in _COUNT.finditer(outside)]
        before = counts[-1] if counts else before
        told += _COUNT.sub(lambda found: _said(found, answered), outside)
        told += _listed(part[1], answered, before)
        at = part.end()
    return told + _COUNT.sub(lambda found: _said(found, answered), template[at:])


def named(answered: Answered) -> frozenset[str]:
    """The columns whose one value the sentence says in its place."""
    template = _chosen(answered) or ""
    return frozenset(
        found["of"] or found["name"]
        for found in _COUNT.finditer(_PART.sub("", template))
        if VALUE in (found["alone"] or "") and _count(found, answered) == 1
    )


def unknown_names(template: str, columns: Iterable[str]) -> tuple[str, ...]:
    """What a template counts that is no column, and the braces that count nothing."""
    known = {ROWS, *columns}
    every = (name for m in _COUNT.finditer(template) for name in (m["of"], m["name"]) if name)
    unknown = tuple(name for name in every if name not in known)
    left = _PART.sub(r"\1", _COUNT.sub("", template))
    return (*unknown, *re.findall(r"[\[\]{}]", left))


def _chosen(answered: Answered) -> str | None:
    """The first template whose counts outside brackets count something, else the last."""
    if not answered.rows:
        return None
    for template in answered.question.sentences:
        if all(_count(found, answered) for found in _COUNT.finditer(_PART.sub("", template))):
            return template
    return answered.question.sentences[-1] if answered.question.sentences else None


@dataclass(frozen=True, slots=True)
class _Item:
    words: str
    count: int
    whole: bool


def _listed(part: str, answered: Answered, before: int) -> str:
    """A part between brackets: its lead, its counts as a list, what comes after."""
    found = list(_COUNT.finditer(part))
    lead, tail = part[: found[0].start()], part[found[-1].end() :]
    asked = {name for name in answered.params if name not in _CHOOSING}
    items = tuple(_items(found, answered))
    if not items or all(count["value"] and count["name"] in asked for count in found):
        return ""
    if asked and len(found) == 1 and not found[0]["value"] and items[0].count == 1:
        return ""
    if len(items) == 1 and items[0].whole and items[0].count == before:
        return f"{' ' if lead in _PARTED else lead}{items[0].words}{tail}"
    said = [f"{_number(item.count)} {item.words}" for item in items]
    *others, last = said
    told = message("mot_et", debut=", ".join(others), fin=last) if others else last
    return f"{lead}{told}{tail}"


def _items(found: Iterable[re.Match[str]], answered: Answered) -> Iterator[_Item]:
    for count in found:
        number = _count(count, answered)
        every = len(_things(count["of"], answered)) if count["of"] else len(answered.rows)
        if number:
            words = count["one"] if number == 1 else count["many"]
            yield _Item(words, number, bool(count["value"]) and number == every)


def _said(found: re.Match[str], answered: Answered) -> str:
    count = _count(found, answered)
    if count == 1 and found["alone"]:
        if VALUE not in found["alone"]:
            return found["alone"]
        places = _places(found, answered) if found["value"] else None
        (value,) = _things(found["of"] or found["name"], answered, places).values()
        return found["alone"].replace(VALUE, str(value))
    return f"{_number(count)} {found['one'] if count < 2 else found['many']}"  # noqa: PLR2004


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")


def _count(found: re.Match[str], answered: Answered) -> int:
    name, value = found["name"], found["value"]
    if name == ROWS:
        return len(answered.rows)
    if not value:
        return len(_things(name, answered))
    places = _places(found, answered)
    return len(_things(found["of"], answered, places) if found["of"] else places)


def _places(found: re.Match[str], answered: Answered) -> list[int]:
    """Which rows have the value, or another, or any."""
    index, value = _index(found["name"], answered), found["value"]
    return [
        place
        for place, row in enumerate(answered.rows)
        if row[index] is not None
        and (value == VALUE or (str(row[index]).lower() == value) is not bool(found["not"]))
    ]


def _things(
    name: str, answered: Answered, places: Iterable[int] | None = None
) -> dict[object, object]:
    """The distinct values of a column, in some rows or all, and what each is called.

    Two entities of one label are two.
    """
    index = _index(name, answered)
    found: dict[object, object] = {}
    for place in range(len(answered.rows)) if places is None else places:
        value = answered.rows[place][index]
        if value is not None:
            entity = answered.entities[place].get(name) if answered.entities else None
            found[entity or value] = value
    return found


def _index(name: str, answered: Answered) -> int:
    return [column.name for column in answered.question.columns].index(name)
