"""Reads one ARTICLE of LEGI (legi_article.dtd), from bytes that a stranger may have written.

LEGI is UTF-8 without a DTD: what declares one is refused before it is parsed, so that nothing is
expanded and nothing fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from mutugraph.law.legi.faults import refused
from mutugraph.law.legi.wordings import Author, Bounds, Cited, Place, Wording, bound

_NUM = re.compile(rb"<NUM>([^<]{0,80})</NUM>")
_BLOCKS = frozenset({"p", "br", "div", "li", "tr", "table", "blockquote", "center"})
_MADE_BY = re.compile(r"CREE|CREATION|MODIF|TRANSF|CODIF|RECTIF|RETABL|DEPLAC")
_TEXTS = {"LOI": "loi", "ORDONNANCE": "ordonnance", "DECRET": "decret", "DECRET_LOI": "decret"}
_CITATION = "CITATION"


def number_in(raw: bytes) -> str | None:
    """The article's number, before anything is parsed; None where it has none."""
    found = _NUM.search(raw)
    return found[1].decode("utf-8", "replace").strip() if found else None


def read_article(raw: bytes, place: Place) -> Wording:
    """The version that a file describes. Raises `LegiUnreadable`."""
    root = _parsed(raw, place)
    if root.tag != "ARTICLE":
        raise refused(place, "xml", root.tag)
    meta = root.find("META/META_SPEC/META_ARTICLE")
    if meta is None:
        raise refused(place, "xml", "META_ARTICLE")
    id = _text(root.find("META/META_COMMUN/ID"))
    number = _text(meta.find("NUM"))
    own = {"id": id, "num": number, "etat": _text(meta.find("ETAT"))}
    own |= {"debut": _text(meta.find("DATE_DEBUT")), "fin": _text(meta.find("DATE_FIN"))}
    text = root.find("CONTEXTE/TEXTE")
    return Wording(
        bounds=_bounds(own, own["etat"], place),
        text_id=text.get("cid", "") if text is not None else "",
        cid=None,
        previous=None,
        paragraphs=tuple(_paragraphs(root.find("BLOC_TEXTUEL/CONTENU"))),
        nota=" ".join(_paragraphs(root.find("NOTA/CONTENU"))),
        versions=tuple(
            _bounds(dict(link.items()), version.get("etat", ""), place)
            for version in root.findall("VERSIONS/VERSION")
            for link in version.findall("LIEN_ART")
        ),
        authors=tuple(dict.fromkeys(_authors(root, place))),
        cited=tuple(dict.fromkeys(_cited(root))),
        place=place,
    )


def _parsed(raw: bytes, place: Place) -> Element:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refused(place, "encodage", f"{raw[error.start]:#04x}") from error
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise refused(place, "dtd")
    try:
        return ElementTree.fromstring(raw)  # noqa: S314 - bounded, UTF-8 and without a DTD
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise refused(place, "xml", error) from error


def _bounds(values: dict[str, str], state: str, place: Place) -> Bounds:
    try:
        start, end = bound(values.get("debut", "")), bound(values.get("fin") or "2999-01-01")
    except ValueError as error:
        raise refused(place, "date", error) from error
    return Bounds(values.get("id", ""), values.get("num", ""), state, start, end)


def _authors(root: Element, place: Place) -> Iterator[Author]:
    """What `typelien` and `naturetexte` say: `sens` is not to be relied on."""
    for link in root.findall("LIENS/LIEN"):
        kind = _TEXTS.get(link.get("naturetexte", "").upper())
        if kind and link.get("numtexte") and _MADE_BY.search(link.get("typelien", "")):
            try:
                signed: date | None = bound(link.get("datesignatexte") or "2999-01-01")
            except ValueError as error:
                raise refused(place, "date", error) from error
            yield Author(kind, link.get("numtexte", ""), link.get("num", ""), signed)


def _cited(root: Element) -> Iterator[Cited]:
    for link in root.findall("LIENS/LIEN"):
        if link.get("typelien") == _CITATION:
            label = " ".join("".join(link.itertext()).split())
            yield Cited(link.get("cidtexte", ""), link.get("num", ""), label)


def _paragraphs(content: Element | None) -> Iterator[str]:
    """The text of a block, a paragraph a line."""
    if content is not None:
        lines = ("".join(_flowing(content))).split("\n")
        yield from (line for text in lines if (line := " ".join(text.split())))


def _flowing(element: Element) -> Iterator[str]:
    breaks = "\n" if element.tag.lower() in _BLOCKS else ""
    yield breaks
    yield (element.text or "").replace("\n", " ")
    for child in element:
        yield from _flowing(child)
        yield (child.tail or "").replace("\n", " ")
    yield breaks


def _text(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""
