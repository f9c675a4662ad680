"""Types the cells of an answer as the header says, whatever the engine wrote."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from mutugraph.engine.answers import Term, in_order
from mutugraph.errors import AnswerMistyped
from mutugraph.questions.model import Column, ColumnType, Value

_TRUE = frozenset({"true", "1"})


def typed(term: Term | None, column: Column) -> Value:
    """The value of a cell; None where nothing is bound. Raises `AnswerMistyped`."""
    text = _text(term)
    if text is None or (text == "" and column.type is not ColumnType.TEXTE):
        return None
    try:
        return _converted(text, column.type)
    except (InvalidOperation, ValueError) as error:
        raise AnswerMistyped(column=column.name, value=text, expected=str(column.type)) from error


def _converted(text: str, kind: ColumnType) -> Value:
    match kind:
        case ColumnType.ENTIER:
            return int(Decimal(text))
        case ColumnType.NOMBRE:
            return _number(text)
        case ColumnType.BOOLEEN:
            return text in _TRUE
        case ColumnType.LISTE:
            return in_order(text) or None
        case ColumnType.ACTIONS:
            return in_order(text, ",") or None
        case _:
            return text


def _text(term: Term | None) -> str | None:
    match term:
        case None:
            return None
        case NamedNode() | Literal():
            return term.value
        case _:
            return str(term)


def _number(text: str) -> int | Decimal:
    """`14.0` is 14, `0.80` is 0.8: the value, not the typography."""
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else value.normalize()
