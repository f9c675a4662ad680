"""Texts for a word processor, odt (OpenDocument 1.3) and docx (ECMA-376), the same bytes each time.

Paragraphs with four styles and page breaks are all that a draft needs: each format is a few small
XML files, which are templates, in a zip archive.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


def word_file(blocks: Sequence[Block], form: str) -> bytes:
    """A document of these paragraphs; `form` is a key of `MEDIA`."""
    shown = [Block(b.style, _FORBIDDEN.sub("\ufffd", b.text), b.new_page) for b in blocks]
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        if form == "odt":
            archive.writestr("mimetype", MEDIA[form])
        for name, template in _PARTS[form].items():
            made = environment().get_template(f"office/{template}").render(blocks=shown)
            archive.writestr(name, made.encode())
    return rezipped(output.getvalue())
