"""`/openapi.json`: what generators of clients and contract testers read (OpenAPI 3.1).

The fixed part is `openapi.yaml`. Each question is a path of its own, typed as its header says: a
generated client has a function a question, with its parameters and the types of its columns.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mutugraph import __version__
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import INTEGERS, ColumnType, Parameter, ParameterType, Question

Json = dict[str, Any]
_FIXED = Path(__file__).with_name("openapi.yaml")
_CHOOSING = ("epci", "schema")
_DAY = r"^(\d{4}-\d{2}-\d{2}|aujourd-hui)$"
_TYPES = {
    ColumnType.ENTIER: "integer",
    ColumnType.NOMBRE: "number",
    ColumnType.BOOLEEN: "boolean",
}
_PROBLEM = {"$ref": "#/components/responses/Probleme"}


def openapi(catalogue: Catalogue, server: str) -> Json:
    """The whole description; `server` is the public address of the site, without a last slash."""
    return {
        **catalogue.once("openapi", lambda: _described(catalogue)),
        "servers": [{"url": server}],
    }


def _described(catalogue: Catalogue) -> Json:
    import yaml  # noqa: PLC0415 - for this document alone

    document = yaml.safe_load(_FIXED.read_text(encoding="utf-8"))
    answer = document["components"]["schemas"]["Reponse"]
    asked = {
        f"/questions/{question.id}.json": {"get": _asked(question, answer)}
        for question in catalogue.questions.values()
    }
    paths = {**document["paths"], **asked}
    licence = {**document["info"]["license"], "url": catalogue.about.licence}
    info = {**document["info"], "version": __version__, "license": licence}
    return {**document, "info": info, "paths": paths}


def _asked(question: Question, answer: Json) -> Json:
    """The operation of a question; `answer` is the schema of all answers."""
    parameters = [_parameter(one, question) for one in question.parameters]
    kinds = sorted({_TYPES.get(column.type, "string") for column in question.columns})
    cells = {"type": "array", "items": {"type": [*kinds, "null"]}}  # prefixItems: too few read it
    names = [column.name for column in question.columns]
    told = ", ".join(f"{column.name} ({column.label})" for column in question.columns)
    rows = {"type": "array", "items": cells, "description": told}
    columns = {"type": "array", "items": {"type": "string", "enum": names}, "minItems": len(names)}
    # a schema of its own: generators do not join two with allOf
    properties = {**answer["properties"], "columns": columns, "rows": rows}
    schema = {**answer, "properties": properties}
    return {
        "operationId": f"question-{question.id}",
        "tags": ["questions"],
        "summary": question.summary,
        "description": question.description,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": question.summary,
                "content": {"application/json": {"schema": schema}},
            },
            "default": _PROBLEM,
        },
    }


def _parameter(parameter: Parameter, question: Question) -> Json:
    if parameter.name in _CHOOSING:
        return {"$ref": f"#/components/parameters/{parameter.name.capitalize()}"}
    schema: Json = {"type": "string"}
    if parameter.type in INTEGERS:
        schema = {"type": "integer", "minimum": 1}
    elif parameter.type is ParameterType.DATE:
        schema = {"type": "string", "pattern": _DAY}
    described: Json = {"name": parameter.name, "in": "query", "description": parameter.label}
    given = question.example.get(parameter.name)
    example = {} if given is None else {"example": int(given) if given.isdigit() else given}
    return described | {"schema": schema} | example
