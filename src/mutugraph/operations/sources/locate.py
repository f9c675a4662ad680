"""Says where words stand in the documents, whatever their typography; else what is nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mutugraph.questions.catalogue import Catalogue
from mutugraph.sources.documents import SourceFile, at_hand
from mutugraph.sources.location import Near, cut_within, locate, nearest
from mutugraph.sources.passages import Passage, of_document, passages
from mutugraph.sources.sightings import Sighting, sighting


@dataclass(frozen=True, slots=True)
class Located:
    """What one document has of some words.

    `pinned` says that the file is the one of which the graph speaks. Where `found` is empty, `near`
    may say what is nearest, and `cut` where the words stand within longer ones.
    """

    name: str
    path: Path
    pinned: bool
    found: tuple[Sighting, ...]
    near: Near | None = None
    nearest: Sighting | None = None
    cut: Sighting | None = None


def locate_words(
    catalogue: Catalogue, words: str, document: str | None = None
) -> tuple[Located, ...]:
    """Where these words stand in the documents that are at hand, or in the one named.

    A document is named by its file, its label or the end of its address; a file that exists is read
    itself. Raises `UnknownName`, `DocumentMissing` where the one named, or every one, is not found,
    and the errors of reading.
    """
    every = passages(catalogue)
    found = []
    for own, file in at_hand(catalogue, document):
        pinned = own is not None and own.checksum == file.checksum
        near = of_document(every, own.node) if own and pinned else []
        found.append(_located(words, own.name if own else str(file.path), file, pinned, near))
    return tuple(found)


def _located(
    words: str, name: str, file: SourceFile, pinned: bool, every: Sequence[Passage]
) -> Located:
    found = tuple(sighting(file, every, place) for place in locate(file.text, words))
    if found:
        return Located(name, file.path, pinned, found)
    near, cut = nearest(file.text, words), cut_within(file.text, words)
    return Located(
        name,
        file.path,
        pinned,
        (),
        near,
        sighting(file, every, near.place) if near else None,
        sighting(file, every, cut) if cut else None,
    )
