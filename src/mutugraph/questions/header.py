"""Reads a question's header and checks it against its text, so that a wrong one never answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePosixPath
from typing import TypeVar

from mutugraph.errors import HeaderInvalid
from mutugraph.headers import Headed
from mutugraph.questions.binding import SLOT, slots_in
from mutugraph.questions.model import (
    DATE,
    SCHEMA,
    Column,
    ColumnType,
    Parameter,
    ParameterType,
    Question,
)
from mutugraph.questions.sentence import unknown_names

_SELECT = re.compile(r"^SELECT\s+((?:\?\w+\s+)+)(?:WHERE\s*)?\{", re.MULTILINE)
_ORDER = re.compile(r"^ORDER BY\b", re.MULTILINE)
_COMPANION = "_iri"
Kind = TypeVar("Kind", bound=StrEnum)


def question_of(headed: Headed) -> Question:
    """The question that a file states.

    Raises `HeaderInvalid` where a key is missing or unknown, where `returns` is not the SELECT, a
    parameter has no slot, the order is not given, or an entity column has no address beside it.
    """
    path = PurePosixPath(headed.path)
    question = Question(
        id=path.stem,
        theme=path.parent.name,
        summary=str(headed.required("summary", str)),
        description=str(headed.required("description", str)).strip(),
        own=tuple(_parameter(headed, item) for item in _items(headed, "params")),
        returns=tuple(_column(headed, item) for item in _items(headed, "returns")),
        example={str(k): str(v) for k, v in _mapping(headed, "example").items()},
        text=headed.text,
        path=headed.path,
        sentences=tuple(_sentences(headed)),
        when_empty=str(headed.header["when_empty"]) if "when_empty" in headed.header else None,
        view={str(k): str(v) for k, v in _mapping(headed, "view").items()},
    )
    _agrees(question, headed)
    return question


def _agrees(question: Question, headed: Headed) -> None:
    selected = _SELECT.search(question.text)
    names = [column.name for column in question.returns]
    if selected is None or [v.removeprefix("?") for v in selected[1].split()] != names:
        raise HeaderInvalid(
            path=headed.path, line=headed.line("returns"), detail="returns = SELECT"
        )
    others = [parameter.slot for parameter in question.own if parameter.slot != DATE]
    slots = [SCHEMA, *([DATE] if question.dated else []), *others]
    if sorted(slots_in(question.text)) != sorted(slots):
        raise HeaderInvalid(path=headed.path, line=headed.line("params"), detail=SLOT)
    if not _ORDER.search(question.text):
        raise HeaderInvalid(path=headed.path, line=1, detail="ORDER BY")
    for column in question.returns:
        if column.type is ColumnType.ENTITE and column.name + _COMPANION not in names:
            detail = f"{column.name}{_COMPANION}"
            raise HeaderInvalid(path=headed.path, line=headed.line("returns"), detail=detail)
    columns = [column.name for column in question.columns]
    for name in (n for told in question.sentences for n in unknown_names(told, columns)):
        raise HeaderInvalid(path=headed.path, line=headed.line("sentence"), detail=name)
    for name in question.example:
        if question.parameter(name) is None:
            raise HeaderInvalid(path=headed.path, line=headed.line("example"), detail=name)


def _sentences(headed: Headed) -> list[str]:
    """One template, or several of which the first that counts something is used."""
    given = headed.header.get("sentence", [])
    return [str(one) for one in given] if isinstance(given, list) else [str(given)]


def _items(headed: Headed, key: str) -> list[Mapping[str, object]]:
    items = headed.header.get(key, []) if key == "params" else headed.required(key, list)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise HeaderInvalid(path=headed.path, line=headed.line(key), detail=key)
    return items


def _mapping(headed: Headed, key: str) -> Mapping[str, object]:
    value = headed.header.get(key, {})
    if not isinstance(value, dict):
        raise HeaderInvalid(path=headed.path, line=headed.line(key), detail=key)
    return value


def _parameter(headed: Headed, item: Mapping[str, object]) -> Parameter:
    name = _text(headed, "params", item, "name")
    kind = _kind(headed, "params", item, ParameterType)
    return Parameter(
        name, kind, str(item.get("slot", name)), _text(headed, "params", item, "label")
    )


def _column(headed: Headed, item: Mapping[str, object]) -> Column:
    name = _text(headed, "returns", item, "name")
    kind = _kind(headed, "returns", item, ColumnType)
    unended, money = str(item.get("unended", "")), item.get("money") is True
    absent = str(item.get("absent", ""))
    return Column(name, kind, str(item.get("label", name)), unended, money, absent)


def _text(headed: Headed, key: str, item: Mapping[str, object], field: str) -> str:
    if not isinstance(item.get(field), str):
        raise HeaderInvalid(path=headed.path, line=headed.line(key), detail=f"{key}: {field}")
    return str(item[field])


def _kind(headed: Headed, key: str, item: Mapping[str, object], kinds: type[Kind]) -> Kind:
    try:
        return kinds(str(item.get("type")))
    except ValueError:
        known = " | ".join(kinds)
        raise HeaderInvalid(
            path=headed.path, line=headed.line(key), detail=f"type: {item.get('type')} ({known})"
        ) from None
