"""Texts for a word processor, odt (OpenDocument 1.3) and docx (ECMA-376), the same bytes each time.

Paragraphs with four styles, page breaks, tables and pictures are all that a draft or a report
needs: each format is a few small XML files, which are templates, in a zip archive.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from mutugraph.archive import rezipped
from mutugraph.pages.rendering import environment

TITLE, SUBTITLE, BODY, HEADING = "Titre", "SousTitre", "Corps", "Intertitre"
MEDIA = MappingProxyType(
    {
        "odt": "application/vnd.oasis.opendocument.text",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 §2.2
_PARTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "odt": {
            "META-INF/manifest.xml": "odt-manifest.xml",
            "content.xml": "odt-content.xml",
            "styles.xml": "odt-styles.xml",
        },
        "docx": {
            "[Content_Types].xml": "docx-types.xml",
            "_rels/.rels": "docx-rels.xml",
            "word/_rels/document.xml.rels": "docx-document-rels.xml",
            "word/document.xml": "docx-document.xml",
            "word/styles.xml": "docx-styles.xml",
        },
    }
)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: its style, its text; a heading may begin a page."""

    style: str
    text: str
    new_page: bool = False
    kind: str = "texte"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its name, its headings, its rows of texts."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str = "table"

    @property
    def shares(self) -> tuple[float, ...]:
        """The share of the width that each column takes: its longest word fits before all."""
        columns = list(zip(self.heads, *self.rows, strict=True))
        wanted = [
            max(len(word) for cell in column for word in [*cell.split(), ""])
            + max(len(cell) for cell in column) ** 0.5
            for column in columns
        ]
        return tuple(one / sum(wanted) for one in wanted)


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG with the words that stand for it, and its size in pixels (96 an inch)."""

    png: bytes
    alternative: str
    width: int
    height: int
    kind: str = "image"


Paragraph = Block | Grid | Picture
TEXT_WIDTH = 16.0  # centimetres between the margins of both formats
_PICTURES = MappingProxyType({"odt": "Pictures", "docx": "word/media"})


def word_file(blocks: Sequence[Paragraph], form: str) -> bytes:
    """A document of these paragraphs; `form` is a key of `MEDIA`."""
    shown = [_writable(block) for block in blocks]
    pictures = [block for block in shown if isinstance(block, Picture)]
    names = {id(picture): f"{number}.png" for number, picture in enumerate(pictures, 1)}
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        if form == "odt":
            archive.writestr("mimetype", MEDIA[form])
        for name, template in _PARTS[form].items():
            made = environment().get_template(f"office/{template}")
            text = made.render(
                blocks=shown,
                pictures=tuple(names.values()),
                nom=lambda one: names[id(one)],
                largeur=TEXT_WIDTH,
            )
            archive.writestr(name, text.encode())
        for picture in pictures:
            archive.writestr(f"{_PICTURES[form]}/{names[id(picture)]}", picture.png)
    return rezipped(output.getvalue())


def _writable(block: Paragraph) -> Paragraph:
    """What XML cannot hold is seen."""

    def text(said: str) -> str:
        return _FORBIDDEN.sub("\ufffd", said)

    match block:
        case Block():
            return replace(block, text=text(block.text))
        case Grid():
            rows = tuple(tuple(text(cell) for cell in row) for row in block.rows)
            return replace(block, name=text(block.name), rows=rows)
        case Picture():
            return replace(block, alternative=text(block.alternative))
