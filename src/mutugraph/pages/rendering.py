"""Renders templates: the one place of jinja2. A name that a template lacks is an error."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from mutugraph.messages import message
from mutugraph.pages.compiled import Compiled
from mutugraph.pages.site import Frame
from mutugraph.pages.validators import validators

TEMPLATES = Path(__file__).parent / "templates"
_NARROW = "\u202f"
_YEAR_MONTH = 2
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_MARKS = re.compile(r"^#+ |^[-*] |</?\w+(?: [^<>]*)?>")
_RAISED, _BULLET = re.compile(r"\^\{(\w+)\}"), re.compile(r"\s+■\s*")
_OPEN, _CLOSE = "\ue000", "\ue001"  # of the private use area: no document prints them
_DRAWN = re.compile(rf"(<[^<>]*>|[{_OPEN}{_CLOSE}])")
_EMPHASIS = re.compile(r"(\*{1,3})(?=\S)(.+?)(?<=\S)\1")


def page(template: str, frame: Frame, values: Mapping[str, object] | None = None) -> bytes:
    """The bytes of a page: its template, its frame, and the values that its presenter made."""
    made = environment().get_template(template).render(frame=frame, **(values or {}))
    return made.encode()


def compile_templates() -> None:
    """Compiles every page before it is asked for."""
    for name in environment().list_templates(extensions=("html",)):
        environment().get_template(name)


@cache
def environment() -> Environment:
    """The templates, compiled once; everything is escaped."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=Compiled(TEMPLATES, how=Path(__file__)),
    )
    made.filters |= {
        "jour": day,
        "nombre": number,
        "compte": counted,
        "somme": euros,
        "imprime": printed,
        "valideurs": validators,
        "capitalize_first": begun,
        "continued": continued,
    }
    made.globals |= {"phrase": message}
    return made


def euros(value: int | Decimal | str) -> str:
    """An amount of euros, to the euro, or to the cent where there are cents."""
    return f"{money(value)} €"


def money(value: int | Decimal | str) -> str:
    """An amount without its unit: to the unit, or to the hundredth where it is not whole."""
    amount = Decimal(value)
    shown = amount if amount == amount.to_integral_value() else amount.quantize(Decimal("0.01"))
    return number(shown)


def begun(text: str) -> str:
    """A sentence that begins with a capital; the rest of it is left as it is."""
    return text[:1].upper() + text[1:]


def continued(label: str) -> str:
    """A label within a sentence: without its capital; « EPCI », « ETP » and « L. » keep theirs."""
    first = label.partition(" ")[0].partition("'")[0]
    kept = (len(first) > 1 and first[1:] != first[1:].lower()) or first.endswith(".")
    return label if kept else label[:1].lower() + label[1:]


def day(text: str | None) -> str:
    """A date in words, at its own precision: a day, a month or a year (ISO 8601).

    What is no date, such as a school year (« 2013-2014 »), is left as it is.
    """
    if text is None or not _DATE.fullmatch(text):
        return text or ""
    parts = text.split("-")
    if len(parts) == 1:
        return parts[0]
    month = message(f"mois_{int(parts[1])}")
    if len(parts) == _YEAR_MONTH:
        return f"{month} {parts[0]}"
    found = datetime.date.fromisoformat("-".join(parts))
    return f"{'1er' if found.day == 1 else found.day} {month} {found.year}"


def printed(text: str, quoted: Iterable[str] = ()) -> Markup:
    """A line of the document's transcription (Markdown, HTML): its words, drawn as printed.

    The words that are `quoted`, verbatim, are marked.
    """
    bare = _MARKS.sub("", _sentinels(text, quoted)).strip()
    drawn = _EMPHASIS.sub(r"<em>\2</em>", str(escape(bare)))
    raised = _RAISED.sub(r"<sup>\1</sup>", drawn)
    broken = _BULLET.sub("<br>■ ", raised)
    return Markup("".join(_marks(broken)))  # noqa: S704 - escaped first


def _sentinels(text: str, quoted: Iterable[str]) -> str:
    """The text with a sign where quoted words begin and end; words that overlap are one stretch."""
    stretches: list[tuple[int, int]] = []
    found = ((text.find(words), len(words)) for words in quoted if words)
    for start, length in sorted(pair for pair in found if pair[0] >= 0):
        if stretches and start <= stretches[-1][1]:
            begun_at, end = stretches.pop()
            stretches.append((begun_at, max(end, start + length)))
        else:
            stretches.append((start, start + length))
    for start, end in reversed(stretches):
        text = f"{text[:start]}{_OPEN}{text[start:end]}{_CLOSE}{text[end:]}"
    return text


def _marks(drawn: str) -> Iterator[str]:
    """The signs as elements, closed before each other element and opened again after it."""
    inside = False
    for piece in _DRAWN.split(drawn):
        if piece in (_OPEN, _CLOSE):
            inside = piece == _OPEN
        elif inside and piece.strip() and not _DRAWN.fullmatch(piece):
            yield f"<mark>{piece}</mark>"
        else:
            yield piece


def counted(value: int | str, words: str) -> str:
    """A number and what it counts, each word of which takes an « s » from two on."""
    several = int(value) > 1
    return " ".join((number(value), *(f"{w}s" if several else w for w in words.split())))


def number(value: int | Decimal | str | None) -> str:
    """A number as French prints it: narrow space, decimal comma, the sign of minus."""
    if value is None:
        return ""
    shown = f"{Decimal(value):,f}"
    whole, _, rest = shown.partition(".")
    return whole.replace(",", _NARROW).replace("-", "−") + (f",{rest}" if rest else "")
