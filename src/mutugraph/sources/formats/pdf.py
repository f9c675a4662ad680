"""The text of a PDF, page after page, as pypdf reads it."""

from __future__ import annotations

import io
import logging

from pypdf import PdfReader
from pypdf.errors import (
    DependencyError,
    FileNotDecryptedError,
    LimitReachedError,
    PyPdfError,
    WrongPasswordError,
)

from mutugraph.errors import DocumentUnreadable

FEWEST = 10  # letters or figures a page, on average: under it, pages are images


def pdf_text(raw: bytes, name: str) -> str:
    """The text of its pages. Raises `DocumentUnreadable`: encrypted, scanned, broken, too large."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong is told here
    try:
        reader = PdfReader(io.BytesIO(raw), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentUnreadable(path=name, detail="document_chiffre")
        pages = [page.extract_text() for page in reader.pages]
    except (DependencyError, FileNotDecryptedError, WrongPasswordError) as error:
        raise DocumentUnreadable(path=name, detail="document_chiffre") from error
    except LimitReachedError as error:  # a part that would unpack to more than pypdf allows
        raise DocumentUnreadable(path=name, detail="document_gros") from error
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError) as error:
        raise DocumentUnreadable(path=name, detail="document_tronque") from error
    signs = sum(char.isalnum() for page in pages for char in page)
    if signs < FEWEST * len(pages):
        raise DocumentUnreadable(path=name, detail="document_sans_texte")
    lines = (line.rstrip() for page in pages for line in page.splitlines())
    return "\n".join(lines) + "\n"
