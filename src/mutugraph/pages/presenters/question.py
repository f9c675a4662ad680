"""The catalogue of questions, and one question: its lists, its answer, what lies behind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from mutugraph.iris import slug
from mutugraph.messages import message
from mutugraph.pages.answers import table_of
from mutugraph.pages.arranging import arranged, is_arrangement
from mutugraph.pages.exports import formats_of
from mutugraph.pages.folding import folded
from mutugraph.pages.presenters.choosing import Choice, choices_of
from mutugraph.pages.reading import Reader
from mutugraph.pages.reserves import known_at
from mutugraph.pages.site import WITHIN
from mutugraph.pages.visit import View, Visit
from mutugraph.questions.editions import EVERY
from mutugraph.questions.model import (
    SCHEMA,
    Answered,
    Parameter,
    ParameterType,
    Question,
)
from mutugraph.questions.sentence import named, sentence

FORMATS = ("csv", "xlsx", "ods", "json", "md", "tsv")


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
    own = {n: value for n, value in visit.query.items() if value and n != WITHIN}
    return {n: value for n, value in own.items() if not is_arrangement(n)}


def question(visit: Visit) -> View:
    """One question, answered. Raises what `ask` raises."""
    asked = visit.site.catalogue.question(visit.segments["id"])
    params = given(visit)
    date = params.pop("date", None)
    answered = reader_of(visit).ask(asked.id, params, date)
    fields = tuple(_fields(visit, asked, params, answered))
    pairs = {**params, **({"date": date} if date else {})}
    query = f"?{urlencode(pairs)}" if pairs else ""
    table = table_of(answered, visit, query=query)
    return {
        "question": asked,
        "fields": fields,
        "about": _about(fields, answered),
        "sentence": sentence(answered),
        "answer": arranged(answered, table, visit.frame),
        "folds": folded(answered, table, visit.frame),
        "formats": [*FORMATS, *(set(formats_of(asked)) - {*FORMATS})],
        "query": query,
        "date": answered.date,
        "known": _known(visit, answered),
        "date_given": date is not None,
        "text": asked.text,
    }


def _about(fields: Iterable[Field], answered: Answered) -> str:
    """What was chosen, where the sentence does not name it itself."""
    told = named(answered)
    told |= {"action"} if "service" in told else set()
    chosen = ((f, f.chosen) for f in fields if f.name not in told)
    labels = [(c.label or message("question_non_imprimee", liste=f.label)) for f, c in chosen if c]
    return ", ".join(labels)


def _known(visit: Visit, answered: Answered) -> tuple[str, ...]:
    """Up to which day the law of the articles that it names is known."""
    articles = [row["article"] for row in answered.entities if "article" in row]
    return known_at(visit.site.catalogue, articles, answered.date)


def reader_of(visit: Visit) -> Reader:
    """Without a schéma in the address, a question means every schéma in the store."""
    return visit.reader if visit.frame.schema else Reader(visit.site.catalogue)


def _fields(
    visit: Visit, asked: Question, params: Mapping[str, str], answered: Answered
) -> Iterator[Field]:
    for parameter in asked.parameters:
        value = params.get(parameter.name, "")
        if parameter.slot == SCHEMA:
            schemas = tuple(_schemas(visit, parameter, params))
            if len(schemas) > 1:
                yield Field(parameter.name, parameter.label, False, value, schemas)
            continue
        if parameter.type is ParameterType.ACTION and not visit.site.numbered(visit.frame.schema):
            continue
        if parameter.type is ParameterType.DATE:
            yield Field(parameter.name, parameter.label, True, answered.date or "")
        else:
            choices = tuple(choices_of(visit, reader_of(visit), asked, parameter, params))
            if choices or value:
                yield Field(parameter.name, parameter.label, False, value, choices)


def _schemas(visit: Visit, parameter: Parameter, params: Mapping[str, str]) -> Iterator[Choice]:
    """The EPCI of the store, or the editions, where there is more than one."""
    editions = visit.site.catalogue.editions
    if parameter.type is ParameterType.EPCI:
        known = {e.siren or e.epci.value: e.epci_label for e in editions}
        known = {} if visit.frame.schema else known
    else:
        epci = visit.frame.schema.siren if visit.frame.schema else params.get("epci")
        known = {r.edition.code: r.edition.code for r in editions.chosen(epci, EVERY)}
        known |= {EVERY: message("question_toutes_editions")} if len(known) > 1 else {}
    value = params.get(parameter.name, "")
    for sent, label in known.items():
        yield Choice(sent, label, None, value in (sent, label, slug(label)))
