"""Finds every passage again in its document: the words at their offsets, the lines that it says.

A passage cites words (`mut:mots`) at a place (`mut:positionDebut`, `mut:positionFin`: code points,
the end exclusive; lines from 1, split at line feeds only) of a document pinned by its SHA-256.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from mutugraph.engine.answers import Term
from mutugraph.errors import DocumentMissing, FileMissing, FileUnreadable
from mutugraph.questions.catalogue import Catalogue

FOLDER = "shared/source"


class Fault(StrEnum):
    """What is wrong with a passage."""

    ELSEWHERE = "ailleurs"
    ABSENT = "absent"
    LINES = "lignes"
    INCOMPLETE = "incomplet"


@dataclass(frozen=True, slots=True)
class Place:
    """Where words are: offsets in code points, the end exclusive; lines from 1."""

    start: int
    end: int
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A passage that is not as it says; `now` is where its words are nearest, if anywhere."""

    passage: NamedNode
    label: str
    words: str
    fault: Fault
    said: Place | None
    now: Place | None


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


@dataclass(frozen=True, slots=True)
class _Document:
    node: NamedNode
    name: str
    file: str
    checksum: str | None


def check_sources(catalogue: Catalogue, path: Path | None = None) -> tuple[Checked, ...]:
    """Checks the passages of every document, or of the one in a file.

    Without a path, each document is looked for in `shared/source` beside the workspace and in it.
    With one, the document is the one of this checksum or of this file name, else the only one.
    Raises `DocumentMissing`, `FileMissing`, `FileUnreadable`.
    """
    documents = _documents(catalogue)
    if path is not None:
        content = _read(path)
        asked = _document_of(documents, path, _checksum(content))
        return tuple(_check(catalogue, document, path, content) for document in asked)
    found = ((document, _find(catalogue, document)) for document in documents)
    return tuple(_check(catalogue, document, at, _read(at)) for document, at in found)


def locate_source(catalogue: Catalogue) -> Path | None:
    """The first document's file where it is looked for, if it is there."""
    for document in _documents(catalogue):
        try:
            return _find(catalogue, document)
        except DocumentMissing:
            continue
    return None


def pinned_checksums(catalogue: Catalogue) -> tuple[str, ...]:
    """The SHA-256 of the documents, in hexadecimal."""
    return tuple(d.checksum for d in _documents(catalogue) if d.checksum)


def _documents(catalogue: Catalogue) -> list[_Document]:
    found: dict[NamedNode, _Document] = {}
    for row in catalogue.internal("documents").dicts():
        node = row["document"]
        if isinstance(node, NamedNode):
            name, file, checksum = (_text(row[key]) for key in ("nom", "fichier", "empreinte"))
            found.setdefault(node, _Document(node, name or node.value, file or "", checksum))
    return list(found.values())


def _document_of(documents: list[_Document], path: Path, checksum: str) -> list[_Document]:
    """A file may be a copy with a fault, under any name: it is then the only document there is."""
    by_content = [d for d in documents if d.checksum == checksum]
    by_name = [d for d in documents if d.file == path.name]
    return by_content or by_name or documents[:1]


def _find(catalogue: Catalogue, document: _Document) -> Path:
    root = catalogue.workspace.root
    places = [root.parent / FOLDER, root / FOLDER]
    for place in places:
        if document.file and (place / document.file).is_file():
            return place / document.file
    shown = tuple(str(place) for place in places)
    raise DocumentMissing(path=document.file or document.name, searched=shown)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except OSError as error:
        raise FileUnreadable(path=str(path), detail=error.strerror or str(error)) from error


def _check(catalogue: Catalogue, document: _Document, path: Path, content: bytes) -> Checked:
    text = _Text(content.decode("utf-8", errors="replace"))
    rows = [r for r in catalogue.internal("emplacements").dicts() if r["document"] == document.node]
    misplaced = tuple(found for row in rows if (found := _misplaced(row, text)))
    checksum = _checksum(content)
    return Checked(document.name, path, document.checksum, checksum, len(rows), misplaced)


def _misplaced(row: dict[str, Term | None], text: _Text) -> Misplaced | None:
    passage = row["passage"]
    words, label = _text(row["texte"]) or "", _text(row["nom"]) or ""
    numbers = [_integer(row[key]) for key in ("debut", "fin", "ligne_debut", "ligne_fin")]
    if not isinstance(passage, NamedNode):
        return None
    if not words or None in numbers:
        return Misplaced(passage, label, words, Fault.INCOMPLETE, None, text.nearest(words, 0))
    start, end, first, last = (number or 0 for number in numbers)
    said = Place(start, end, first, last)
    if text.at(said) != words:
        now = text.nearest(words, start)
        return Misplaced(passage, label, words, Fault.ELSEWHERE if now else Fault.ABSENT, said, now)
    real = text.place(start, end)
    if (real.first_line, real.last_line) != (first, last):
        return Misplaced(passage, label, words, Fault.LINES, said, real)
    return None


class _Text:
    """A text whose lines are known."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def at(self, place: Place) -> str:
        return self._text[place.start : place.end]

    def place(self, start: int, end: int) -> Place:
        return Place(start, end, self._line(start), self._line(max(end - 1, start)))

    def nearest(self, words: str, start: int) -> Place | None:
        """The occurrence of these words that is nearest to an offset."""
        found = min(self._occurrences(words), key=lambda at: abs(at - start), default=None)
        return None if found is None else self.place(found, found + len(words))

    def _occurrences(self, words: str) -> Iterator[int]:
        at = self._text.find(words) if words else -1
        while at >= 0:
            yield at
            at = self._text.find(words, at + 1)

    def _line(self, offset: int) -> int:
        return bisect_right(self._starts, offset)


def _checksum(content: bytes) -> str:
    return sha256(content).hexdigest()


def _integer(term: Term | None) -> int | None:
    text = _text(term)
    return int(text) if text and text.lstrip("-").isdigit() else None


def _text(term: Term | None) -> str | None:
    return term.value if isinstance(term, NamedNode | Literal) else None
