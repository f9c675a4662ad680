"""The full text of the document, when the operator names it: by line, names of persons masked."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from mutugraph.errors import FileUnreadable
from mutugraph.messages import message
from mutugraph.questions.catalogue import Catalogue
from mutugraph.sources.documents import pinned_checksums

_CIVIL = re.compile(
    r"\b(?:M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame)\s+((?:[A-ZÉÈ][\w'’-]+\s+){0,2}[A-ZÉÈ]{2}[A-ZÉÈ'’-]+)"
)
_FIRST_NAME = r"(?:(?!Mmes?\b|Mlle\b|Madame|Monsieur)[A-ZÉÈ][a-zéèêëïîôç-]+\s+)?"


def source_lines(catalogue: Catalogue, path: Path | None) -> tuple[str, ...]:
    """The lines of the document as pages may show them; none where it is not the pinned one.

    Raises `FileUnreadable`.
    """
    if path is None:
        return ()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(path=str(path), detail=error.strerror or str(error)) from error
    if sha256(content).hexdigest() not in pinned_checksums(catalogue):
        return ()
    return tuple(masked(content.decode()).split("\n"))


def masked(text: str) -> str:
    """The text without the names that follow a civility, wherever else they stand too."""
    surnames = {found[1].split()[-1] for found in _CIVIL.finditer(text)}
    for name in sorted(surnames):
        text = re.sub(rf"{_FIRST_NAME}\b{re.escape(name)}\b", message("nom_masque"), text)
    return text
