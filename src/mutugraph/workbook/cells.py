"""A literal as a cell, and a cell as a literal: numbers as printed, dates as dates, yes and no."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import partial

from pyoxigraph import Literal, NamedNode

from mutugraph.messages import message
from mutugraph.model.description import Kind, PropertyDescription
from mutugraph.namespaces import Namespaces
from mutugraph.terms import XSD_BOOLEAN, XSD_DATE, XSD_DECIMAL, XSD_INTEGER, XSD_STRING
from mutugraph.workbook.book import Content

SEPARATOR = " ; "
_ESCAPED = " ;; "
_FRENCH = "fr"
_OLDEST = 1900  # spreadsheets know no day before
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_MONTH = re.compile(r"\d{4}-\d\d\Z")
_YEAR = re.compile(r"\d{4}\Z")
_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z")
_YES, _NO = {"oui", "vrai", "true", "x", "1"}, {"non", "faux", "false", "0"}


class CellInvalid(ValueError):
    """A cell that is not what its column holds; `code` is the key of the sentence."""

    def __init__(self, code: str, value: str) -> None:
        super().__init__(code)
        self.code = code
        self.value = value


def write_literal(literal: Literal) -> Content:
    """The cell of one literal; what a spreadsheet would change is a text."""
    text = literal.value
    kind = literal.datatype
    if kind == XSD_BOOLEAN and text in ("true", "false"):
        return message("classeur_oui" if text == "true" else "classeur_non")
    if kind in (XSD_INTEGER, XSD_DECIMAL):
        if number_text(_number(text)) == text:
            return Decimal(text)
        return text.replace(".", ",")
    if kind == XSD_DATE and _DAY.match(text) and int(text[:4]) >= _OLDEST:
        return datetime.date.fromisoformat(text)
    return text


def read_literal(content: Content, one: PropertyDescription, namespaces: Namespaces) -> Literal:
    """The literal of one cell. Raises `CellInvalid`."""
    text = cell_text(content)
    if one.kind is Kind.ANY or one.type is None:
        return _any(text, namespaces)
    local = one.type.rpartition("#")[2]
    if local == "langString":
        return Literal(text, language=_FRENCH)
    if one.pattern and not re.search(one.pattern, text):
        text = _printed_day(text, one.pattern)
    parse = _PARSERS.get(local)
    return Literal(parse(text) if parse else text, datatype=NamedNode(one.type))


def cell_text(content: Content) -> str:
    """What a cell says, as a person would write it in a text."""
    match content:
        case None:
            return ""
        case bool():
            return message("classeur_oui" if content else "classeur_non")
        case int() | Decimal():
            return number_text(Decimal(content))
        case datetime.date():
            return content.isoformat()
        case str():
            return content.strip()


def number_text(number: Decimal) -> str:
    """A number without exponent, its digits as they are."""
    return f"{number.normalize():f}" if number else "0"


def is_yes(content: Content) -> bool:
    """Whether a cell says yes, as people write it."""
    return cell_text(content).lower() in _YES


def join(parts: list[str]) -> str:
    """Several values as one cell."""
    return SEPARATOR.join(part.replace(SEPARATOR, _ESCAPED) for part in parts)


def split(content: Content) -> list[str]:
    """The values of one cell."""
    parts = re.split(r" ;(?!;)(?: |\Z)", cell_text(content))
    return [p.replace(_ESCAPED, SEPARATOR).strip() for p in parts if p.strip()]


def _number(text: str) -> Decimal:
    """The number as a spreadsheet keeps it: a double, written as short as it can be."""
    try:
        return Decimal(repr(float(text)))
    except (ValueError, InvalidOperation):
        return Decimal("NaN")


def _parsed(text: str, sort: str) -> str:
    bare = _SPACES.sub("", text).replace("−", "-")
    if not _NUMBER.match(bare):
        raise CellInvalid("classeur_nombre", text)
    written = bare.replace(",", ".").removeprefix("+")
    if sort != "decimal" and "." in written:
        raise CellInvalid("classeur_entier", text)
    return written


def _boolean(text: str) -> str:
    lowered = text.lower()
    if lowered in _YES | _NO:
        return "true" if lowered in _YES else "false"
    raise CellInvalid("classeur_booleen", text)


def _day(text: str) -> str:
    french = _FRENCH_DAY.match(text)
    written = f"{french[3]}-{french[2]:0>2}-{french[1]:0>2}" if french else text
    try:
        if _DAY.match(written):
            return datetime.date.fromisoformat(written).isoformat()
    except ValueError:
        pass
    raise CellInvalid("classeur_date", text)


def _printed_day(text: str, pattern: str) -> str:
    """A day where a column takes a date at the precision that is printed; another text as it is."""
    dated = re.search(pattern, "2018-01-01") and not re.search(pattern, "aaaa-01-01")
    if not dated:
        return text
    try:
        return _day(text)
    except CellInvalid:
        raise CellInvalid("classeur_date_imprimee", text) from None


def _matching(text: str, pattern: re.Pattern[str], sort: str) -> str:
    if not pattern.match(text):
        raise CellInvalid(f"classeur_{sort}", text)
    return text


def _any(text: str, namespaces: Namespaces) -> Literal:
    """A date at the precision that is printed (day, month, year), else a text."""
    if _FRENCH_DAY.match(text) or _DAY.match(text):
        return Literal(_day(text), datatype=XSD_DATE)
    if _MONTH.match(text):
        return Literal(text, datatype=namespaces.term("xsd:gYearMonth"))
    if _YEAR.match(text):
        return Literal(text, datatype=namespaces.term("xsd:gYear"))
    return Literal(text, datatype=XSD_STRING)


_PARSERS: Mapping[str, Callable[[str], str]] = {
    "integer": partial(_parsed, sort="integer"),
    "nonNegativeInteger": partial(_parsed, sort="integer"),
    "decimal": partial(_parsed, sort="decimal"),
    "boolean": _boolean,
    "date": _day,
    "gYear": partial(_matching, pattern=_YEAR, sort="annee"),
    "gYearMonth": partial(_matching, pattern=_MONTH, sort="mois"),
}
