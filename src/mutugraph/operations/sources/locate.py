"""Says where words stand in the documents, whatever their typography; else what is nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mutugraph.questions.catalogue import Catalogue
from mutugraph.sources.documents import (
    SourceDocument,
    SourceFile,
    find_file,
    named_document,
    read_source,
    source_documents,
    source_file,
    source_folders,
)
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
    return tuple(
        _located(words, name, file, pinned, of_document(every, own.node) if own and pinned else ())
        for own, name, file, pinned in _asked(catalogue, document)
    )


def _asked(
    catalogue: Catalogue, name: str | None
) -> list[tuple[SourceDocument | None, str, SourceFile, bool]]:
    documents = source_documents(catalogue)
    folders = source_folders(catalogue.workspace)
    if name and Path(name).is_file():
        file = read_source(Path(name))
        own = next((d for d in documents if d.checksum == file.checksum), None)
        return [(own, own.name if own else name, file, own is not None)]
    if name:
        documents = (named_document(documents, name),)
    at_hand = [document for document in documents if find_file(document, folders)]
    read = [(d, read_source(source_file(d, folders))) for d in at_hand or documents[:1]]
    return [(d, d.name, file, d.checksum == file.checksum) for d, file in read]


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
