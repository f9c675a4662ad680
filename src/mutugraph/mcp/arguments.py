"""What each tool takes, as JSON Schema: the same names as on the command line and over HTTP.

A list that is short enough to be read is an enumeration; a longer one is left to the names that the
catalogue knows, whose refusal gives the nearest.
"""

from __future__ import annotations

from collections.abc import Mapping

from mutugraph.engine.formats import GRAPH_FORMATS, RESULT_FORMATS
from mutugraph.errors import ParameterInvalid, UnknownName
from mutugraph.law.acts import Act
from mutugraph.messages import message
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import INTEGERS, ParameterType, Question

Schema = dict[str, object]
LONGEST_LIST = 60
_KINDS: Mapping[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "object": (dict,)}
_PLAIN = (ParameterType.TEXTE, ParameterType.DATE)


def arguments_of(tool: str, catalogue: Catalogue) -> Schema:
    """The arguments of a tool. Raises `UnknownName` with the nearest."""
    try:
        make = _ARGUMENTS[tool]
    except KeyError:
        raise UnknownName.among("outil", tool, _ARGUMENTS) from None
    properties, required = make(catalogue)
    return _object(properties, required)


def parameters_of(question: Question, catalogue: Catalogue) -> Schema:
    """The parameters of a question, typed as its header says."""
    properties = {p.name: _parameter(p.type, p.label, catalogue) for p in question.parameters}
    return _object(properties, ())


def checked(tool: str, given: Mapping[str, object], catalogue: Catalogue) -> dict[str, object]:
    """The arguments that were given, those that are null left out.

    Raises `UnknownName` for an argument that the tool has not, `ParameterInvalid` for one that is
    missing or of another type.
    """
    schema = arguments_of(tool, catalogue)
    properties, required = schema["properties"], schema["required"]
    assert isinstance(properties, dict) and isinstance(required, list)  # noqa: S101
    for name, value in given.items():
        if name not in properties:
            raise UnknownName.among("parametre", name, properties)
        kind = str(properties[name]["type"])
        is_wrong = not isinstance(value, _KINDS[kind]) or isinstance(value, bool)
        if value is not None and is_wrong:
            raise ParameterInvalid(name=name, value=str(value), expected=message(f"type_{kind}"))
    kept = {name: value for name, value in given.items() if value is not None}
    for name in required:
        if name not in kept:
            raise ParameterInvalid(name=name, value="", expected=message("argument_requis"))
    return kept


def _object(properties: Mapping[str, Schema], required: tuple[str, ...]) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


Arguments = tuple[dict[str, Schema], tuple[str, ...]]


def _questions(catalogue: Catalogue) -> Arguments:
    themes = sorted({question.theme for question in catalogue.questions.values()})
    return {"theme": _text("theme", themes), "texte": _text("texte")}, ()


def _ask(catalogue: Catalogue) -> Arguments:
    properties: dict[str, Schema] = {
        "question": _text("question", list(catalogue.questions)),
        "params": {"type": "object", "description": message("argument_params")},
        **_when_and_whose(catalogue),
        **_from(),
    }
    return properties, ("question",)


def _why(catalogue: Catalogue) -> Arguments:
    properties: dict[str, Schema] = {
        "service": _named(ParameterType.SERVICE, message("argument_service"), catalogue),
        "article": _text("article"),
        **_when_and_whose(catalogue),
    }
    return properties, ("service",)


def _visas(catalogue: Catalogue) -> Arguments:
    properties: dict[str, Schema] = {
        "service": _named(ParameterType.SERVICE, message("argument_service"), catalogue),
        "acte": _text("acte", [str(act) for act in Act]),
        **_when_and_whose(catalogue),
    }
    return properties, ("service",)


def _search(catalogue: Catalogue) -> Arguments:
    return {"texte": _text("texte"), **_whose(catalogue)}, ("texte",)


def _describe(catalogue: Catalogue) -> Arguments:
    return {"entite": _text("entite"), **_whose(catalogue), **_from()}, ("entite",)


def _sparql(_: Catalogue) -> Arguments:
    formats = [*RESULT_FORMATS, *GRAPH_FORMATS]
    properties = {"requete": _text("requete"), "format": _text("format", formats), **_from()}
    return properties, ("requete",)


_ARGUMENTS = {
    "questions": _questions,
    "ask": _ask,
    "why": _why,
    "visas": _visas,
    "search": _search,
    "describe": _describe,
    "sparql": _sparql,
}
TOOLS: tuple[str, ...] = tuple(_ARGUMENTS)


def _when_and_whose(catalogue: Catalogue) -> dict[str, Schema]:
    return {"date": _text("date"), **_whose(catalogue)}


def _whose(catalogue: Catalogue) -> dict[str, Schema]:
    epci = _named(ParameterType.EPCI, message("argument_epci"), catalogue)
    return {"epci": epci, "schema": _text("schema")}


def _from() -> dict[str, Schema]:
    return {"depuis": {"type": "integer", "minimum": 0, "description": message("argument_depuis")}}


def _text(name: str, values: list[str] | None = None) -> Schema:
    described: Schema = {"type": "string", "description": message(f"argument_{name}")}
    return described | ({"enum": values} if values else {})


def _named(kind: ParameterType, label: str, catalogue: Catalogue) -> Schema:
    """A name of the graph: listed where the list is short, never the only spelling accepted."""
    known = [name.label for name in catalogue.names.of(kind)]
    listed: Schema = {"examples": known} if 0 < len(known) <= LONGEST_LIST else {}
    return {"type": "string", "description": label} | listed


def _parameter(kind: ParameterType, label: str, catalogue: Catalogue) -> Schema:
    if kind in INTEGERS:
        return {"type": "integer", "description": label}
    if kind in _PLAIN:
        return {"type": "string", "description": label}
    return _named(kind, label, catalogue)
