"""Answers a named question (docs/interfaces.md §3)."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from mutugraph.engine.answers import Table
from mutugraph.errors import (
    HeaderInvalid,
    IriInvalid,
    ParameterInvalid,
    QuestionUndated,
    UnknownName,
)
from mutugraph.iris import slug
from mutugraph.questions.binding import bind
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Answered, ColumnType, Parameter, ParameterType, Question
from mutugraph.questions.typing import typed
from mutugraph.terms import XSD_DATE, XSD_INTEGER
from mutugraph.typography import keyboard

NOT_PRINTED = "non_imprimee"
_INTEGER = re.compile(r"\+?\d{1,9}\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
Terms = tuple[NamedNode | Literal, ...]


def ask(
    catalogue: Catalogue, id: str, params: Mapping[str, str] | None = None, date: str | None = None
) -> Answered:
    """The answer of a question, typed by its header.

    `params` are texts by name, as a user gives them; `date` is ISO 8601, by default that of the act
    on the schéma. Raises `UnknownName`, `ParameterInvalid`, `NameAmbiguous`, `QuestionUndated`, and
    what the engine raises.
    """
    question = catalogue.question(id)
    given = dict(params or {})
    date = given.pop("date", None) if date is None else date
    bound: dict[str, Terms] = {}
    shown: dict[str, int | str] = {}
    for name, text in given.items():
        parameter = _known(question, name)
        bound[parameter.slot] = _terms(catalogue, parameter, text)
        shown[name] = int(keyboard(text)) if parameter.type is ParameterType.ACTION else text
    used = _date(catalogue, question, date)
    for parameter in question.parameters:
        if parameter.type is ParameterType.DATE and used is not None:
            bound[parameter.slot] = (Literal(used, datatype=XSD_DATE),)
    table = catalogue.engine.query(bind(question.text, bound))
    if not isinstance(table, Table):
        raise HeaderInvalid(path=question.path, line=1, detail="SELECT")
    return _answered(catalogue, question, shown, used, table)


def _answered(
    catalogue: Catalogue,
    question: Question,
    shown: Mapping[str, int | str],
    date: str | None,
    table: Table,
) -> Answered:
    columns = question.columns
    entities = [c.name for c in columns if c.type is ColumnType.ENTITE]
    rows, behind = [], []
    for row in table.dicts():
        rows.append(tuple(typed(row[c.name], c) for c in columns))
        named = ((name, row[f"{name}_iri"]) for name in entities)
        behind.append({name: term for name, term in named if isinstance(term, NamedNode)})
    revision = catalogue.workspace.revision
    return Answered(question, shown, date, revision, tuple(rows), tuple(behind), catalogue.about)


def _known(question: Question, name: str) -> Parameter:
    parameter = question.parameter(name)
    if parameter is None:
        known: Sequence[str] = [p.name for p in question.parameters]
        nearest = difflib.get_close_matches(name, known, 3, cutoff=0.4) or known
        raise UnknownName(kind="parametre", name=name, nearest=tuple(nearest))
    return parameter


def _terms(catalogue: Catalogue, parameter: Parameter, text: str) -> Terms:
    match parameter.type:
        case ParameterType.ACTION:
            if not _INTEGER.match(keyboard(text).strip()):
                raise ParameterInvalid(name=parameter.name, value=text, expected="1, 2, 3…")
            number = str(int(keyboard(text)))
            catalogue.names.find(parameter.type, number)
            return (Literal(number, datatype=XSD_INTEGER),)
        case ParameterType.TEXTE:
            return (Literal(text),)
        case ParameterType.DATE:
            return (Literal(_day(text), datatype=XSD_DATE),)
        case ParameterType.COLLECTIVITE if _is_not_printed(text):
            return (catalogue.workspace.namespaces.term("mut:nonImprime"),)
        case _:
            return catalogue.names.find(parameter.type, text)


def _is_not_printed(text: str) -> bool:
    """The code, or its words as one would say them: `non imprimée`."""
    try:
        return slug(text.replace("_", " ")) == slug(NOT_PRINTED.replace("_", " "))
    except IriInvalid:
        return False


def _date(catalogue: Catalogue, question: Question, date: str | None) -> str | None:
    if not question.dated:
        if date is not None:
            raise QuestionUndated(question=question.id)
        return None
    return _day(date) if date is not None else catalogue.default_date


def _day(text: str) -> str:
    """An ISO 8601 day. Raises `ParameterInvalid`."""
    try:
        typed_day = keyboard(text).strip()
        if not _DAY.match(typed_day):
            raise ValueError(text)
        return datetime.date.fromisoformat(typed_day).isoformat()
    except ValueError:
        raise ParameterInvalid(name="date", value=text, expected="AAAA-MM-JJ") from None
