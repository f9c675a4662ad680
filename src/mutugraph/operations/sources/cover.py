"""Says what of the documents no fact rests on, and the share on which some do."""

from __future__ import annotations

from dataclasses import dataclass

from mutugraph.questions.catalogue import Catalogue
from mutugraph.sources.coverage import Coverage, coverage
from mutugraph.sources.documents import at_hand, text_of
from mutugraph.sources.passages import of_document, passages
from mutugraph.sources.recognition import Nature


@dataclass(frozen=True, slots=True)
class Covered:
    """One document: its name, whether its text is the pinned one, what is left of it."""

    name: str
    pinned: bool
    coverage: Coverage


def cover_documents(catalogue: Catalogue, document: str | None = None) -> tuple[Covered, ...]:
    """The coverage of the documents that are at hand, or of the one named.

    Raises `UnknownName`, `DocumentMissing`, and the errors of reading.
    """
    every = passages(catalogue)
    named = list(catalogue.internal("noms-par-document").dicts())
    texts = [
        _as_cited(text_of(r["nom"]) or "") for r in catalogue.internal("noms-de-textes").dicts()
    ]
    found = []
    for own, file in at_hand(catalogue, document):
        bodies = {text_of(row["nom"]) or "" for row in named if own and row["document"] == own.node}
        names = {Nature.LAW: texts, Nature.NAME: bodies}
        quoted = [p.place for p in (of_document(every, own.node) if own else ()) if p.place]
        pinned = own is not None and own.checksum == file.checksum
        name = own.name if own else str(file.path)
        found.append(Covered(name, pinned, coverage(file.text, quoted if pinned else (), names)))
    return tuple(found)


def _as_cited(name: str) -> str:
    """The name of a text; that of one word, « NOTRe », is any word unless « loi » is before it."""
    return name if " " in name.strip() else f"loi {name}"
