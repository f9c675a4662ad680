"""The documents that the graph is about: where their text is sought, read, and told by its pin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from mutugraph.engine.answers import Term
from mutugraph.errors import DocumentMissing, FileMissing, FileUnreadable, UnknownName
from mutugraph.questions.catalogue import Catalogue
from mutugraph.sources.formats import Kind, extract, kind_of
from mutugraph.sources.text import SourceText
from mutugraph.typography import keyboard
from mutugraph.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document: its label, the name of the file of its text, the SHA-256 of that text.

    `origin` is the name of the file that the text was extracted from, if it was.
    """

    node: NamedNode
    name: str
    file: str
    checksum: str | None
    origin: str | None = None


@dataclass(frozen=True)
class SourceFile:
    """A file that was read: its path, the SHA-256 of its text, that text."""

    path: Path
    checksum: str
    text: SourceText


def source_folders(workspace: Workspace, paths: Sequence[Path] = ()) -> tuple[Path, ...]:
    """The folders where documents are sought: beside someone else's files, else the workspace's."""
    if paths:
        return tuple(path if path.is_dir() else path.parent for path in paths)
    root = workspace.root
    return (
        root / "source",
        root / "data" / "source",
        root / "shared" / "source",
        root.parent / "shared" / "source",
    )


def source_documents(catalogue: Catalogue) -> tuple[SourceDocument, ...]:
    """Every document of the graph, in the order of their addresses."""
    found: dict[NamedNode, SourceDocument] = {}
    for row in catalogue.internal("documents").dicts():
        node = row["document"]
        if isinstance(node, NamedNode):
            name, file, checksum = (text_of(row[key]) for key in ("nom", "fichier", "empreinte"))
            origin = text_of(row["origine"])
            document = SourceDocument(node, name or node.value, file or "", checksum, origin)
            found.setdefault(node, document)
    return tuple(found.values())


def named_document(documents: Sequence[SourceDocument], name: str) -> SourceDocument:
    """The document of this file name, end of address or label. Raises `UnknownName`."""
    wanted = keyboard(name).strip().casefold()
    for document in documents:
        files = (document.file, Path(document.file).stem, document.origin or "")
        names = (*files, slug(document), document.name)
        if wanted in {keyboard(one).casefold() for one in names}:
            return document
    raise UnknownName(kind="document", name=name, nearest=tuple(map(slug, documents)))


def find_file(document: SourceDocument, folders: Sequence[Path]) -> Path | None:
    """The text of a document, or the file it comes from, in the first folder that has it."""
    names = [Path(name).name for name in (document.file, document.origin) if name]
    found = (folder / name for name in names for folder in folders)
    return next((path for path in found if path.is_file()), None)


def source_file(document: SourceDocument, folders: Sequence[Path]) -> Path:
    """The same. Raises `DocumentMissing` with the folders."""
    found = find_file(document, folders)
    if found is None:
        shown = tuple(str(folder) for folder in folders)
        raise DocumentMissing(path=document.file or document.name, searched=shown)
    return found


def at_hand(
    catalogue: Catalogue, name: str | None = None
) -> tuple[tuple[SourceDocument | None, SourceFile], ...]:
    """The documents whose files are there, read; or the one named.

    A document is named by its file, its label or the end of its address; a file that exists is read
    itself, and is no document where the graph does not know it. Raises `UnknownName`,
    `DocumentMissing` where the one named, or every one, is not found, and the errors of reading.
    """
    documents = source_documents(catalogue)
    folders = source_folders(catalogue.workspace)
    if name and Path(name).is_file():
        file = read_source(Path(name))
        return ((next((d for d in documents if d.checksum == file.checksum), None), file),)
    if name:
        documents = (named_document(documents, name),)
    there = tuple(document for document in documents if find_file(document, folders))
    wanted = there or documents[:1]
    return tuple((document, read_source(source_file(document, folders))) for document in wanted)


def read_source(path: Path) -> SourceFile:
    """Reads the text of a document, from the text itself or from an odt, docx or pdf file.

    Raises `FileMissing`, `FileUnreadable`, `DocumentUnreadable`.
    """
    raw = read_bytes(path)
    if kind_of(raw, str(path)) is not Kind.TEXT:
        raw = extract(raw, str(path)).text.encode()
    text = raw.decode("utf-8", errors="replace")  # offsets count its mark of order, if it has one
    return SourceFile(path, sha256(raw).hexdigest(), SourceText(text))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises `FileMissing`, `FileUnreadable`."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except OSError as error:
        raise FileUnreadable(path=str(path), detail=error.strerror or str(error)) from error


def pinned_checksums(catalogue: Catalogue) -> tuple[str, ...]:
    """The SHA-256 of the documents, in hexadecimal."""
    return tuple(d.checksum for d in source_documents(catalogue) if d.checksum)


def slug(document: SourceDocument) -> str:
    """The end of the address of a document."""
    return document.node.value.rpartition("/")[2]


def text_of(term: Term | None) -> str | None:
    """The text of an address or a literal."""
    return term.value if isinstance(term, NamedNode | Literal) else None
