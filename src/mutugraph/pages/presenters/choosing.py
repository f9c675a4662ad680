"""The choices of a question's lists: what each sends, what it says, how many rows it yields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from pyoxigraph import NamedNode

from mutugraph.engine.answers import SEPARATOR
from mutugraph.errors import MutugraphError
from mutugraph.iris import slug
from mutugraph.operations.ask import NOT_PRINTED
from mutugraph.pages.code_words import word_of
from mutugraph.pages.reading import Reader
from mutugraph.pages.visit import Visit
from mutugraph.questions.model import INTEGERS, Parameter, ParameterType, Question, Value
from mutugraph.terms import natural_key

_AS_TYPED = (*INTEGERS, ParameterType.ARTICLE, ParameterType.TEXTE)


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list: what it sends, what it says, how many rows it yields where counted."""

    value: str
    label: str
    count: int | None
    chosen: bool


def choices_of(
    visit: Visit, reader: Reader, asked: Question, parameter: Parameter, params: Mapping[str, str]
) -> Iterator[Choice]:
    """The choices that yield something, the other parameters being as they are."""
    others = {name: value for name, value in params.items() if name != parameter.name}
    counts = dict(_counts(visit, reader, asked, parameter, others))
    current = params.get(parameter.name, "")
    chosen = {current, _label_of(visit, parameter, current)} if current else set()
    for value in sorted(counts, key=lambda value: (value is None, natural_key(str(value)))):
        sent = _sent(value, parameter)
        if sent is not None:
            label = _label(visit, value, parameter)
            yield Choice(sent, label, counts[value], bool(chosen & {sent, str(value)}))


def _counts(
    visit: Visit,
    reader: Reader,
    asked: Question,
    parameter: Parameter,
    others: Mapping[str, str],
) -> Mapping[Value, int | None]:
    """What the column of that name holds; without one, the names that the answer's cells hold.

    An article that no cell names is one on which something depends, and is not counted.
    """
    names = [column.name for column in asked.columns]
    if parameter.type is ParameterType.ARTICLE and parameter.name not in names:
        return dict.fromkeys(_depended_on(visit))
    rows = reader.ask(asked.id, others).rows
    if parameter.name in names:
        index = names.index(parameter.name)
        return Counter(row[index] for row in rows)
    named = {name.label for name in visit.site.catalogue.names.of(parameter.type.value)}
    return Counter(label for row in rows for label in named & _told(row))


def _told(row: tuple[Value, ...]) -> set[str]:
    """The names that the cells of a row hold, one or several each."""
    return {part for value in row for part in str(value).split(SEPARATOR)}


def _depended_on(visit: Visit) -> Iterator[str]:
    schemas = (visit.frame.schema.entity,) if visit.frame.schema else ()
    slots = {"schema": tuple(NamedNode(iri) for iri in schemas)} if schemas else {}
    rows = visit.site.catalogue.internal("page-textes-dont-depend", **slots).dicts()
    found = {row["texte"] for row in rows}
    names = visit.site.catalogue.names.of(ParameterType.ARTICLE.value)
    return (name.label for name in names if name.entity in found)


def _label_of(visit: Visit, parameter: Parameter, text: str) -> str:
    """The label of the one that was asked, in whatever spelling."""
    names = visit.site.catalogue.names
    with suppress(MutugraphError, LookupError):
        found = set(names.find(parameter.type.value, text))
        return next(n.label for n in names.of(parameter.type.value) if n.entity in found)
    return text


def _sent(value: Value, parameter: Parameter) -> str | None:
    if value is None:
        return NOT_PRINTED if parameter.type is ParameterType.COLLECTIVITE else None
    if parameter.type in _AS_TYPED:
        return str(value)
    return slug(str(value))


def _label(visit: Visit, value: Value, parameter: Parameter) -> str:
    if value is None:
        return ""
    if parameter.type is ParameterType.NATURE:
        return word_of(parameter.name, str(value), visit.codes)
    if parameter.name == "action":
        service = next((s.label for s in visit.site.sheets if s.number == str(value)), "")
        return f"{value} · {service}" if service else str(value)
    return str(value)
