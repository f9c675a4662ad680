"""The text of an OpenDocument text (OpenDocument 1.3, part 3, §5, §6 and §9)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from mutugraph.errors import DocumentUnreadable
from mutugraph.sources.formats.lines import Lines
from mutugraph.sources.formats.zipped import local_name, members, part

_LEFT_OUT = {"tracked-changes", "annotation", "note-citation", "forms", "sequence-decls"}
_MANIFEST = "META-INF/manifest.xml"


def odt_text(raw: bytes, name: str) -> str:
    """The text of its body. Raises `DocumentUnreadable`."""
    if _MANIFEST in members(raw, name):
        manifest = part(raw, _MANIFEST, name)
        if any(local_name(element) == "encryption-data" for element in manifest.iter()):
            raise DocumentUnreadable(path=name, detail="document_chiffre")
    root = part(raw, "content.xml", name)
    body = root.find("{*}body/{*}text")
    if body is None:  # a spreadsheet, a presentation
        raise DocumentUnreadable(path=name, detail="document_format")
    lines = Lines()
    _walk(body, lines)
    return lines.text()


def _walk(element: Element, lines: Lines) -> None:
    for child in element:
        match local_name(child):
            case "p" | "h":
                _paragraph(child, lines)
            case "table-row":
                _row(child, lines)
            case left_out if left_out in _LEFT_OUT:
                pass
            case _:
                _walk(child, lines)


def _row(row: Element, lines: Lines) -> None:
    cells = [cell for cell in row if local_name(cell) == "table-cell"]
    for rank, cell in enumerate(cells):
        inside = Lines()
        _walk(cell, inside)
        _cell(rank, inside.text(), lines)


def _cell(rank: int, text: str, lines: Lines) -> None:
    if rank:
        lines.next_cell()
    lines.write(text.rstrip("\n"))
    lines.end_paragraph()


def _paragraph(element: Element, lines: Lines) -> None:
    notes: list[Element] = []
    _inline(element, lines, notes)
    lines.end_paragraph()
    for note in notes:  # after the paragraph, whose words it would cut
        _walk(note, lines)


def _inline(element: Element, lines: Lines, notes: list[Element]) -> None:
    lines.write(_spaced(element.text))
    for child in element:
        match local_name(child):
            case "s":
                count = next((v for k, v in child.attrib.items() if str(k).endswith("}c")), "1")
                lines.write(" " * min(int(count) if str(count).isdigit() else 1, 1000))
            case "tab":
                lines.write("\t")
            case "line-break":
                lines.end_paragraph()
            case "note" | "text-box":
                notes.append(child)
            case left_out if left_out in _LEFT_OUT:
                pass
            case _:
                _inline(child, lines, notes)
        lines.write(_spaced(child.tail))


def _spaced(text: str | None) -> str:
    """White space is one space in the file (§6.1.2)."""
    if not text:
        return ""
    return "".join(" " if char in " \t\r\n" else char for char in text)
