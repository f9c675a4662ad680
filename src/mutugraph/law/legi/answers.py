"""Reads answers of the Légifrance API (PISTE): `getArticleByCid`, `getArticle`, kept as files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

from mutugraph.law.legi.faults import refused
from mutugraph.law.legi.wordings import (
    NO_END,
    UNKNOWN_START,
    Author,
    Bounds,
    Cited,
    Place,
    Wording,
)

_DAY_MS, _EPOCH = 86_400_000, datetime(1970, 1, 1, tzinfo=UTC)
_KINDS = {"LOI": "loi", "ORDONNANCE": "ordonnance", "DECRET": "decret"}
_BLOCKS = frozenset({"p", "br", "div", "li", "tr", "blockquote"})
_ENDS = "ABROG"

Json = Mapping[str, object]


def read_answer(raw: bytes, place: Place) -> Iterator[Wording]:
    """The versions that an answer describes. Raises `LegiUnreadable`, also for an error page."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refused(place, "encodage", f"{raw[error.start]:#04x}") from error
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refused(place, "reponse" if text.lstrip()[:1] == "<" else "json", error) from error
    if not isinstance(answer, dict):
        raise refused(place, "reponse", type(answer).__name__)
    articles = answer.get("listArticle", [answer["article"]] if "article" in answer else None)
    if not isinstance(articles, list):
        told = answer.get("error") or answer.get("message") or answer.get("status") or ""
        raise refused(place, "reponse", str(told)[:80])
    if not articles or not all(isinstance(one, dict) for one in articles):
        raise refused(place, "sans_version")
    for one in articles:
        yield _wording(one, place)


def _wording(article: Json, place: Place) -> Wording:
    number = _text(article, "num")
    versions = tuple(_bounds(one, number, place) for one in _objects(article, "articleVersions"))
    titles = [*_objects(article, "textTitles"), *_objects(article, "textTitle")]
    content = _text(article, "texteHtml") or _text(article, "texte")
    return Wording(
        bounds=_bounds(article, number, place),
        text_id=next((_text(t, "cid") or _text(t, "id") for t in titles), ""),
        cid=_text(article, "cid") or None,
        previous=_text(article, "versionPrecedente") or None,
        paragraphs=tuple(_paragraphs(content, place)),
        nota=" ".join(_paragraphs(_text(article, "notaHtml") or _text(article, "nota"), place)),
        versions=versions,
        authors=tuple(dict.fromkeys(_authors(article, place))),
        cited=tuple(_cited(article)),
        place=place,
    )


def _bounds(values: Json, number: str, place: Place) -> Bounds:
    start, end = _day(values.get("dateDebut"), place), _day(values.get("dateFin"), place)
    own = _text(values, "numero") or _text(values, "num") or number
    return Bounds(_text(values, "id"), own, _text(values, "etat"), start, end)


def _day(value: object, place: Place) -> date | None:
    """A day from milliseconds since 1970, midnight there or here; the sentinels are None."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refused(place, "date", value)
    try:
        day = (_EPOCH + timedelta(days=(value + _DAY_MS / 2) // _DAY_MS)).date()
    except (OverflowError, ValueError) as error:
        raise refused(place, "date", value) from error
    return None if day in (NO_END, UNKNOWN_START) else day


def _authors(article: Json, place: Place) -> Iterator[Author]:
    for link in _objects(article, "lienModifications"):
        kind = _KINDS.get(_text(link, "natureText").upper())
        title = _text(link, "textTitle").replace("\u00b0", " ").split()
        number = next((word for word in title if word[:1].isdigit() and "-" in word), "")
        if kind and number and not _text(link, "linkType").startswith(_ENDS):
            yield Author(kind, number, _text(link, "articleNum"), _signed(link, place))


def _signed(link: Json, place: Place) -> date | None:
    text = _text(link, "dateSignaTexte")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise refused(place, "date", text) from error


def _cited(article: Json) -> Iterator[Cited]:
    for link in _objects(article, "lienCitations"):
        yield Cited(_text(link, "textCid"), _text(link, "articleNum"), _text(link, "textTitle"))


def _paragraphs(content: str, place: Place) -> Iterator[str]:
    if _twice_encoded(content):
        raise refused(place, "encodage_double")
    reader = _Paragraphs()
    reader.feed(content)
    reader.close()
    yield from (line for text in "".join(reader.parts).split("\n") if (line := _spaced(text)))


def _twice_encoded(text: str) -> bool:
    """Whether UTF-8 was read as latin-1 before it was written again: « privÃ©e »."""
    return "\u00c3\u00a9" in text or "\u00c3\u00a0" in text or "\u00c3\u00a8" in text


def _spaced(text: str) -> str:
    return " ".join(text.split())


class _Paragraphs(HTMLParser):
    """The text of a piece of HTML, a paragraph a line; everything else is dropped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append("\n" if tag in _BLOCKS else "")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append("\n" if tag in _BLOCKS else "")

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " "))


def _text(values: Json, name: str) -> str:
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""


def _objects(values: Json, name: str) -> list[Json]:
    value = values.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
