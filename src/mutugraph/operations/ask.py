"""Answers a named question (docs/interfaces.md §3)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from mutugraph.engine.answers import Table
from mutugraph.errors import (
    IriInvalid,
    ParameterInvalid,
    QuestionUndated,
    UnknownName,
)
from mutugraph.iris import slug
from mutugraph.questions.binding import Terms, bind
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.days import day_asked
from mutugraph.questions.model import (
    DATE,
    INTEGERS,
    SCHEMA,
    Answered,
    ColumnType,
    Parameter,
    ParameterType,
    Question,
    Value,
)
from mutugraph.questions.typing import typed
from mutugraph.terms import XSD_DATE, XSD_INTEGER
from mutugraph.typography import keyboard

NOT_PRINTED = "non_imprimee"
_INTEGER = re.compile(r"\+?\d{1,9}\Z")
_Rows = tuple[tuple[tuple[Value, ...], ...], tuple[Mapping[str, NamedNode], ...]]
_YEAR = re.compile(r"[12]\d{3}\Z")


def ask(
    catalogue: Catalogue, id: str, params: Mapping[str, str] | None = None, date: str | None = None
) -> Answered:
    """The answer of a question, typed by its header.

    `params` are texts by name, as a user gives them, `epci` and `schema` among them
    (docs/interfaces.md §3); `date` is ISO 8601 or `aujourd-hui`, by default each schéma's own.
    Raises `UnknownName`, `ParameterInvalid`, `NameAmbiguous`, `QuestionUndated`, and what the
    engine raises.
    """
    question = catalogue.question(id)
    given = dict(params or {})
    date = given.pop(DATE, None) if date is None else date
    if date is not None and not question.dated:
        raise QuestionUndated(question=question.id)
    parameters = {name: _known(question, name) for name in given}
    asked = day_asked(date) if date is not None else None
    readings = catalogue.editions.chosen(given.get("epci"), given.get("schema"), asked)
    schemas = tuple(reading.edition.node for reading in readings)
    bound: dict[str, Terms] = {SCHEMA: schemas, DATE: tuple(_day(r.date) for r in readings)}
    shown: dict[str, int | str] = {}
    for name, text in given.items():
        parameter = parameters[name]
        if parameter.slot != SCHEMA:
            bound[parameter.slot] = _terms(catalogue, parameter, text, schemas)
        shown[name] = int(keyboard(text)) if parameter.type in INTEGERS else text
    answered = _answered(catalogue, question, bound) if readings else ((), ())
    used = readings[0].date if len(readings) == 1 and question.dated else asked
    revision, about = catalogue.workspace.revision, catalogue.about_of(schemas)
    return Answered(question, shown, used, revision, *answered, about, readings)


def _answered(catalogue: Catalogue, question: Question, bound: Mapping[str, Terms]) -> _Rows:
    """The typed rows, and the entities behind their cells; pages ask the same ones again."""
    text = bind(question.text, bound)
    cells = 2 * len(question.columns)
    return catalogue.kept(
        question.path,
        text,
        lambda: _typed(question, catalogue.table(text, question.path)),
        lambda made: cells * len(made[0]),
    )


def _typed(question: Question, table: Table) -> _Rows:
    columns = question.columns
    entities = [c.name for c in columns if c.type is ColumnType.ENTITE]
    rows, behind = [], []
    for row in table.dicts():
        rows.append(tuple(typed(row[c.name], c) for c in columns))
        named = ((name, row[f"{name}_iri"]) for name in entities)
        behind.append({name: term for name, term in named if isinstance(term, NamedNode)})
    return tuple(rows), tuple(behind)


def _known(question: Question, name: str) -> Parameter:
    parameter = question.parameter(name)
    if parameter is None:
        raise UnknownName.among("parametre", name, [p.name for p in question.parameters])
    return parameter


def _terms(
    catalogue: Catalogue, parameter: Parameter, text: str, schemas: tuple[NamedNode, ...]
) -> Terms:
    match parameter.type:
        case ParameterType.ACTION:
            if not _INTEGER.match(keyboard(text).strip()):
                raise ParameterInvalid(name=parameter.name, value=text, expected="1, 2, 3…")
            number = str(int(keyboard(text)))
            catalogue.names.find(parameter.type, number, schemas)
            return (Literal(number, datatype=XSD_INTEGER),)
        case ParameterType.EXERCICE:
            if not _YEAR.match(keyboard(text).strip()):
                raise ParameterInvalid(name=parameter.name, value=text, expected="AAAA")
            return (Literal(keyboard(text).strip(), datatype=XSD_INTEGER),)
        case ParameterType.TEXTE:
            return (Literal(text),)
        case ParameterType.COLLECTIVITE if _is_not_printed(text):
            return (catalogue.workspace.namespaces.term("mut:nonImprime"),)
        case _:
            return catalogue.names.find(parameter.type, text, schemas)


def _is_not_printed(text: str) -> bool:
    """The code, or its words as one would say them: `non imprimée`."""
    try:
        return slug(text.replace("_", " ")) == slug(NOT_PRINTED.replace("_", " "))
    except IriInvalid:
        return False


def _day(date: str | None) -> Literal | None:
    return Literal(date, datatype=XSD_DATE) if date else None
