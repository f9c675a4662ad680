"""The catalogue of questions, and one question: its lists, its answer, what lies behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from mutugraph.iris import slug
from mutugraph.operations.ask import NOT_PRINTED
from mutugraph.pages.answers import table_of
from mutugraph.pages.reading import Reader
from mutugraph.pages.visit import View, Visit
from mutugraph.questions.model import Answered, Parameter, ParameterType, Question
from mutugraph.questions.sentence import sentence
from mutugraph.terms import natural_key

FORMATS = ("csv", "xlsx", "ods", "json", "md", "tsv")


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list: what it sends, what it says, how many rows it yields."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter of the form; a date has no choices."""

    name: str
    label: str
    is_date: bool
    value: str
    choices: tuple[Choice, ...] = ()

    @property
    def chosen(self) -> Choice | None:
        """The choice in force."""
        return next((c for c in self.choices if c.chosen), None)


def catalogue(visit: Visit) -> View:
    """The questions by theme."""
    questions = visit.site.catalogue.questions.values()
    themes = [(theme, tuple(group)) for theme, group in groupby(questions, lambda q: q.theme)]
    return {"themes": tuple(themes)}


def given(visit: Visit) -> dict[str, str]:
    """The parameters of the query string; a list left on « all » sends an empty one."""
    return {name: value for name, value in visit.query.items() if value}


def question(visit: Visit) -> View:
    """One question, answered. Raises what `ask` raises."""
    asked = visit.site.catalogue.question(visit.segments["id"])
    params = given(visit)
    date = params.pop("date", None)
    answered = reader_of(visit).ask(asked.id, params, date)
    fields = tuple(_fields(visit, asked, params, answered))
    pairs = {**params, **({"date": date} if date else {})}
    query = f"?{urlencode(pairs)}" if pairs else ""
    return {
        "question": asked,
        "fields": fields,
        "sentence": sentence(answered),
        "table": table_of(answered, visit, query=query),
        "formats": FORMATS,
        "query": query,
        "date": answered.date,
        "date_given": date is not None,
        "text": asked.text,
    }


def reader_of(visit: Visit) -> Reader:
    """Without a schéma in the address, a question means every schéma in the store."""
    return visit.reader if visit.frame.schema else Reader(visit.site.catalogue)


def _fields(
    visit: Visit, asked: Question, params: Mapping[str, str], answered: Answered
) -> Iterator[Field]:
    for parameter in asked.parameters:
        if parameter.type is ParameterType.EPCI and len(visit.site.schemas) < 2:  # noqa: PLR2004
            continue
        value = params.get(parameter.name, "")
        if parameter.type is ParameterType.DATE:
            yield Field(parameter.name, parameter.label, True, answered.date or "")
        else:
            choices = tuple(_choices(visit, asked, parameter, params))
            yield Field(parameter.name, parameter.label, False, value, choices)


def _choices(
    visit: Visit, asked: Question, parameter: Parameter, params: Mapping[str, str]
) -> Iterator[Choice]:
    """The choices that yield something, the other parameters being as they are."""
    others = {name: value for name, value in params.items() if name != parameter.name}
    names = [column.name for column in asked.columns]
    if parameter.name not in names:
        return
    index = names.index(parameter.name)
    rows = reader_of(visit).ask(asked.id, others).rows
    counts = Counter(row[index] for row in rows)
    current = params.get(parameter.name, "")
    for value, count in sorted(
        counts.items(), key=lambda item: (item[0] is None, natural_key(str(item[0])))
    ):
        sent = _sent(value, parameter)
        if sent is not None:
            label = _label(visit, value, parameter)
            yield Choice(sent, label, count, current in (sent, str(value)))


def _sent(value: object, parameter: Parameter) -> str | None:
    if value is None:
        return NOT_PRINTED if parameter.type is ParameterType.COLLECTIVITE else None
    if parameter.type in (ParameterType.ACTION, ParameterType.ARTICLE, ParameterType.TEXTE):
        return str(value)
    return slug(str(value))


def _label(visit: Visit, value: object, parameter: Parameter) -> str:
    if value is None:
        return ""
    if parameter.name == "action":
        service = next((s.label for s in visit.site.sheets if s.number == str(value)), "")
        return f"{value} · {service}" if service else str(value)
    return str(value)
