"""The sentence that tells an answer: the header's `sentence`, filled by counting its rows.

`{service:service repose|services reposent}` counts the distinct values of a column and agrees with
the number; `{mode=deduit:déduit|déduits}` counts the rows with that value, and
`{objet@type=service:service|services}` the distinct values of a column in these rows;
`{lignes:lien|liens}` counts all rows. A part between brackets is left out where one of its counts
is nought.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mutugraph.questions.model import Answered

ROWS = "lignes"
_COUNT = re.compile(
    r"\{(?:(?P<of>\w+)@)?(?P<name>\w+)(?:=(?P<value>\w+))?:(?P<one>[^|{}]+)\|(?P<many>[^|{}]+)\}"
)
_PART = re.compile(r"\[([^\[\]]*)\]")


def sentence(answered: Answered) -> str | None:
    """What an answer says in one sentence, without its full stop; None where there is none."""
    template = answered.question.sentence
    if template is None or not answered.rows:
        return None
    parts = _PART.sub(lambda part: _filled(part[1], answered, whole=True), template)
    return _filled(parts, answered)


def unknown_names(template: str, columns: Iterable[str]) -> tuple[str, ...]:
    """What a template counts that is no column, and the braces that count nothing."""
    known = {ROWS, *columns}
    every = (name for m in _COUNT.finditer(template) for name in (m["of"], m["name"]) if name)
    named = tuple(name for name in every if name not in known)
    left = _PART.sub(r"\1", _COUNT.sub("", template))
    return (*named, *re.findall(r"[\[\]{}]", left))


def _filled(template: str, answered: Answered, *, whole: bool = False) -> str:
    counts = [_count(found, answered) for found in _COUNT.finditer(template)]
    if whole and not all(counts):
        return ""
    rest = iter(counts)
    return _COUNT.sub(lambda found: _agreed(found, next(rest)), template)


def _agreed(found: re.Match[str], count: int) -> str:
    return f"{count} {found['one'] if count < 2 else found['many']}"  # noqa: PLR2004


def _count(found: re.Match[str], answered: Answered) -> int:
    if found["name"] == ROWS:
        return len(answered.rows)
    names = [column.name for column in answered.question.columns]
    index, value = names.index(found["name"]), found["value"]
    rows = [row for row in answered.rows if not value or str(row[index]).lower() == value]
    if value and not found["of"]:
        return len(rows)
    counted = names.index(found["of"] or found["name"])
    return len({row[counted] for row in rows if row[counted] is not None})
