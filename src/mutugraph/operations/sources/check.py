"""Finds every passage again in its document: the words at their offsets, the lines that it says.

A passage cites words (`mut:mots`) at a place (`mut:positionDebut`, `mut:positionFin`: code points,
the end exclusive; lines from 1, split at line feeds only) of a document pinned by its SHA-256.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mutugraph.questions.catalogue import Catalogue
from mutugraph.sources.documents import (
    SourceDocument,
    SourceFile,
    read_source,
    source_documents,
    source_file,
    source_folders,
)
from mutugraph.sources.passages import Misplaced, misplaced, of_document, passages


@dataclass(frozen=True, slots=True)
class Checked:
    """One document: the file read, its checksum and the pinned one, its passages."""

    name: str
    path: Path
    expected: str | None
    found: str
    passages: int
    misplaced: tuple[Misplaced, ...]

    @property
    def pinned(self) -> bool:
        """Whether the file is the document that the graph is about."""
        return self.expected == self.found

    @property
    def right(self) -> bool:
        """Whether the file is the pinned one and every passage is at its place."""
        return self.pinned and not self.misplaced


def check_sources(catalogue: Catalogue, path: Path | None = None) -> tuple[Checked, ...]:
    """Checks the passages of every document, or of the one in a file.

    Without a path, each document is looked for where documents are. With one, the document is the
    one of this checksum or of this file name, else the only one.
    Raises `DocumentMissing`, `FileMissing`, `FileUnreadable`.
    """
    documents = source_documents(catalogue)
    if path is not None:
        file = read_source(path)
        return tuple(_check(catalogue, document, file) for document in _of_file(documents, file))
    folders = source_folders(catalogue.workspace)
    found = [(document, read_source(source_file(document, folders))) for document in documents]
    return tuple(_check(catalogue, document, file) for document, file in found)


def _of_file(documents: Sequence[SourceDocument], file: SourceFile) -> Sequence[SourceDocument]:
    """A file may be a copy with a fault, under any name: it is then the only document there is."""
    by_content = [d for d in documents if d.checksum == file.checksum]
    by_name = [d for d in documents if d.file == file.path.name]
    return by_content or by_name or documents[:1]


def _check(catalogue: Catalogue, document: SourceDocument, file: SourceFile) -> Checked:
    own = of_document(passages(catalogue), document.node)
    wrong = tuple(found for passage in own if (found := misplaced(passage, file.text)))
    return Checked(document.name, file.path, document.checksum, file.checksum, len(own), wrong)
