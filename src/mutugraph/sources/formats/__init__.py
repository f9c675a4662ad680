"""The text of a document as citations are sought in it: the same file gives the same text.

A paragraph is a line, a row of a table is a line too, its cells separated by tabs. What is repeated
on each page of a word processor's document, its comments and what was deleted are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from mutugraph.errors import DocumentUnreadable
from mutugraph.sources.formats.zipped import is_zip, members
from mutugraph.text_files import decoded

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an OLE file: .doc, or an encrypted .docx
MOST_BYTES = 100 * 2**20
LAYOUT = "1"  # of what is written here: another one is another text


class Kind(StrEnum):
    """The formats that are read."""

    TEXT = "text"
    ODT = "odt"
    DOCX = "docx"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file, its media type, and what read it; None where the file is the text."""

    text: str
    media_type: str
    reader: str | None


def extract(raw: bytes, name: str) -> Extracted:
    """The text of the bytes of a document, told by what they are, not by their name.

    `name` is what messages call it. Raises `DocumentUnreadable` for what has no text, is encrypted,
    truncated, too large or of another format, `FileNotText`.
    """
    kind = kind_of(raw, name)
    if kind is Kind.TEXT:
        return Extracted(decoded(raw, name), "text/plain; charset=UTF-8", None)
    media_type, read, reader = _READERS[kind]
    text = read(raw, name)
    if not any(char.isalnum() for char in text):
        raise DocumentUnreadable(path=name, detail="document_sans_texte")
    return Extracted(text, media_type, reader())


def kind_of(raw: bytes, name: str) -> Kind:
    """The format of a document. Raises `DocumentUnreadable` for one that is not read."""
    if len(raw) > MOST_BYTES:
        raise DocumentUnreadable(path=name, detail="document_gros")
    if raw.startswith(b"%PDF-") or b"%PDF-" in raw[:1024]:
        return Kind.PDF
    if raw.startswith(OLD_OFFICE):
        raise DocumentUnreadable(path=name, detail="document_ancien")
    if is_zip(raw):
        inside = members(raw, name)
        if "word/document.xml" in inside:
            return Kind.DOCX
        if "content.xml" in inside:
            return Kind.ODT
        raise DocumentUnreadable(path=name, detail="document_format")
    if b"\0" in raw[:4096] or raw.startswith(b"{\\rtf"):
        raise DocumentUnreadable(path=name, detail="document_format")
    return Kind.TEXT


def _odt(raw: bytes, name: str) -> str:
    from mutugraph.sources.formats.odt import odt_text  # noqa: PLC0415 - slow to import

    return odt_text(raw, name)


def _word(raw: bytes, name: str) -> str:
    from mutugraph.sources.formats.word import word_text  # noqa: PLC0415 - slow to import

    return word_text(raw, name)


def _pdf(raw: bytes, name: str) -> str:
    from mutugraph.sources.formats.pdf import pdf_text  # noqa: PLC0415 - slow to import

    return pdf_text(raw, name)


def _own() -> str:
    return f"mutugraph {LAYOUT}"


def _pypdf() -> str:
    from importlib.metadata import version  # noqa: PLC0415 - slow to import

    return f"pypdf {version('pypdf')}"


_Reader = tuple[str, Callable[[bytes, str], str], Callable[[], str]]
_READERS: Mapping[Kind, _Reader] = {
    Kind.ODT: ("application/vnd.oasis.opendocument.text", _odt, _own),
    Kind.DOCX: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _word,
        _own,
    ),
    Kind.PDF: ("application/pdf", _pdf, _pypdf),
}
