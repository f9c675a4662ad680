"""The words of codes: those of the graph's lists, else those of the interface."""

from __future__ import annotations

from collections.abc import Mapping

from mutugraph.engine.answers import SEPARATOR
from mutugraph.messages import message, sentences
from mutugraph.questions.model import Column, ColumnType, Value

_RULE = "regle"
PART = "partie"  # a column of the codes of the document's sections
_SHEET = "fiche-"


def label(code: str, codes: Mapping[str, str]) -> str:
    """The label of a code: the graph's, else that of the interface, else its own words."""
    if code in codes:
        return codes[code]
    key = f"code_{code}"
    return message(key) if key in sentences() else code.replace("_", " ")


def word_of(column: str, code: str, codes: Mapping[str, str]) -> str:
    """The label of a code; a column may word one otherwise than the list that has it too.

    A rule of law keeps its code before its name: reasonings are cited by it.
    """
    own = f"code_{column}_{code}"
    if own in sentences():
        return message(own)
    if column == _RULE:
        return f"{code} · {codes[code]}" if code in codes else code
    return label(code, codes)


def part_words(code: str) -> str:
    """A section of the document as it is cited: « §2.3 », « fiche 14 », « délibération »."""
    if code[:1].isdigit():
        return f"§{code}"
    if code.startswith(_SHEET) and code.removeprefix(_SHEET).isdigit():
        return message("partie_fiche", numero=int(code.removeprefix(_SHEET)))
    key = f"partie_{code}"
    return message(key) if key in sentences() else code.replace("-", " ")


def worded(value: Value, column: Column, codes: Mapping[str, str]) -> Value:
    """A cell as people read it: the labels of its codes, any other value as it is."""
    if column.name == PART and isinstance(value, str):
        return part_words(value)
    if column.type is not ColumnType.CODE or not isinstance(value, str):
        return value
    return SEPARATOR.join(word_of(column.name, code, codes) for code in value.split(SEPARATOR))
