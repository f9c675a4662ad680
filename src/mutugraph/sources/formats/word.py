"""The text of a Word document (Office Open XML, ECMA-376 part 1, §17)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from mutugraph.sources.formats.lines import Lines
from mutugraph.sources.formats.zipped import local_name, members, part

_LEFT_OUT = {"del", "moveFrom", "delText", "instrText", "Fallback", "pPr", "rPr", "sectPr", "tblPr"}
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_SIGNS = {"tab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "ptab": "\t"}


def word_text(raw: bytes, name: str) -> str:
    """The text of its body, then of its notes. Raises `DocumentUnreadable`."""
    lines = Lines()
    inside = members(raw, name)
    for member in ("word/document.xml", *_NOTES):
        if member in inside:
            _walk(part(raw, member, name), lines)
    return lines.text()


def _walk(element: Element, lines: Lines) -> None:
    for child in element:
        match local_name(child):
            case "p":
                boxes: list[Element] = []
                _inline(child, lines, boxes)
                lines.end_paragraph()
                for box in boxes:
                    _walk(box, lines)
            case "tr":
                _row(child, lines)
            case left_out if left_out in _LEFT_OUT:
                pass
            case _:
                _walk(child, lines)


def _row(row: Element, lines: Lines) -> None:
    for rank, cell in enumerate(c for c in row if local_name(c) in {"tc", "sdt"}):
        inside = Lines()
        _walk(cell, inside)
        if rank:
            lines.next_cell()
        lines.write(inside.text().rstrip("\n"))
        lines.end_paragraph()


def _inline(element: Element, lines: Lines, boxes: list[Element]) -> None:
    for child in element:
        name = local_name(child)
        match name:
            case "t":
                lines.write(child.text or "")
            case "br" | "cr":
                lines.end_paragraph()
            case "txbxContent":
                boxes.append(child)
            case sign if sign in _SIGNS:
                lines.write(_SIGNS[name])
            case left_out if left_out in _LEFT_OUT:
                pass
            case _:
                _inline(child, lines, boxes)
