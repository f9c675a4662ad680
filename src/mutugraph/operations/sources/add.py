"""Pins a document: its text beside the data, and what tells that text from any other."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pyoxigraph import NamedNode

from mutugraph.atomic import write_files
from mutugraph.errors import DocumentKnown, DocumentUnreadable, NameAmbiguous
from mutugraph.iris import mint, slug
from mutugraph.questions.catalogue import Catalogue
from mutugraph.sources.documents import read_bytes, source_documents
from mutugraph.sources.formats import extract
from mutugraph.sources.pinning import described, of_origin, pinned
from mutugraph.turtle import canonical

FOLDER = "source"


@dataclass(frozen=True, slots=True)
class Added:
    """A document that is pinned: its address, its file of data and of text, its checksum.

    `reader` is what read the file, None where it is the text itself; `fresh` says that this run
    pinned it; `undated` that its date is still to be given.
    """

    node: NamedNode
    data: str
    text: str
    checksum: str
    lines: int
    reader: str | None
    fresh: bool
    undated: bool


def add_document(
    catalogue: Catalogue,
    path: Path,
    *,
    epci: str | None = None,
    title: str | None = None,
    date: datetime.date | None = None,
) -> Added:
    """Reads a document (odt, docx, pdf, text), writes its text and the data that pin both.

    The text goes to `source/` of the workspace, the data to the folder of the EPCI. A document that
    is pinned already is left as it is. Raises `DocumentUnreadable`, `FileNotText`, `FileMissing`,
    `UnknownName`, `NameAmbiguous` where several EPCI are there and none is named, `DocumentKnown`
    where another document has its name.
    """
    workspace = catalogue.workspace
    raw = read_bytes(path)
    extracted = extract(raw, str(path))
    if not extracted.text.strip():
        raise DocumentUnreadable(path=str(path), detail="document_vide")
    # a text is kept as it is, to the byte
    content = raw if extracted.reader is None else extracted.text.encode()
    name, siren = slug(path.stem), _siren(catalogue, epci)
    node = mint(workspace.namespaces, siren, "document", name)
    data = workspace.root / "data" / "ttl" / siren / "documents" / f"{name}.ttl"
    text = workspace.root / FOLDER / f"{name}.txt"
    known = next((one for one in source_documents(catalogue) if one.node == node), None)
    checksum = sha256(content).hexdigest()
    other = known is not None and known.checksum != checksum
    if other or (text.is_file() and read_bytes(text) != content):
        raise DocumentKnown(path=str(path), name=name)
    if not text.is_file():
        write_files({text: content}, within=workspace.root)
    if known is None:
        named = title or path.stem
        (language,) = (row["langue"] for row in catalogue.internal("langue").dicts())
        quads = described(workspace, node, named, date, language)
        quads += pinned(workspace, node, text.name, checksum)
        if extracted.reader:
            quads += of_origin(
                workspace, node, path.name, sha256(raw).hexdigest(), extracted.reader
            )
        write_files({data: canonical(quads, workspace.namespaces).encode()}, within=workspace.root)
    return Added(
        node=node,
        data=workspace.name(data),
        text=workspace.name(text),
        checksum=checksum,
        lines=len(extracted.text.removesuffix("\n").split("\n")),
        reader=extracted.reader,
        fresh=known is None,
        undated=known is None and date is None,
    )


def _siren(catalogue: Catalogue, epci: str | None) -> str:
    """The SIREN of the EPCI that is named, else of the only one that has a schéma."""
    if epci:
        bodies = set(catalogue.names.find("epci", epci))
    else:
        bodies = {edition.epci for edition in catalogue.editions}
    if len(bodies) != 1:
        names = sorted({edition.epci_label for edition in catalogue.editions})
        raise NameAmbiguous(kind="epci", name=epci or "--epci", candidates=tuple(names))
    return bodies.pop().value.rpartition("/")[2]
