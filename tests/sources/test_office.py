"""The source, made into odt, docx and pdf by LibreOffice: every quotation is found again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from pyoxigraph import NamedNode

from libreoffice import saved
from mutugraph.questions.catalogue import Catalogue
from mutugraph.sources.documents import find_file, read_source, source_documents, source_folders
from mutugraph.sources.location import locate
from mutugraph.sources.passages import Passage, of_document, passages
from mutugraph.sources.placing import settle
from mutugraph.sources.text import SourceText

FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
 <office:body><office:text>{body}</office:text></office:body></office:document>"""


def flat(text: str) -> str:
    """A text as a document: a paragraph a line, a table where lines have tabs."""
    blocks = []
    for cells, lines in groupby(text.split("\n"), key=lambda line: line.count("\t") + 1):
        parts = [[f"<text:p>{escape(cell)}</text:p>" for cell in one.split("\t")] for one in lines]
        if cells == 1:
            blocks += [paragraph for (paragraph,) in parts]
            continue
        rows = (
            "".join(f"<table:table-cell>{paragraph}</table:table-cell>" for paragraph in row)
            for row in parts
        )
        shown = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
        column = f'<table:table-column table:number-columns-repeated="{cells}"/>'
        blocks.append(f"<table:table>{column}{shown}</table:table>")
    return FLAT.format(body="".join(blocks))


@dataclass(frozen=True)
class Source:
    """A document of the graph: its text, its passages, its sections in order, its copies."""

    text: SourceText
    own: tuple[Passage, ...]
    order: tuple[NamedNode, ...]
    copies: dict[str, Path]


@pytest.fixture(scope="module")
def source(catalogue: Catalogue, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Source:
    folders = source_folders(catalogue.workspace)
    document = next(one for one in source_documents(catalogue) if find_file(one, folders))
    path = find_file(document, folders)
    assert path
    text = read_source(path).text
    folder = tmp_path_factory.mktemp("office")
    (folder / "source.fodt").write_text(flat(text.text), encoding="utf-8")
    odt, *_ = saved([folder / "source.fodt"], "odt", folder)
    copies = {"odt": odt} | {to: saved([odt], to, folder)[0] for to in ("docx", "pdf")}
    sections = catalogue.internal("sections").dicts()
    order = [row["section"] for row in sections if row["document"] == document.node]
    nodes = tuple(node for node in order if isinstance(node, NamedNode))
    return Source(text, tuple(of_document(passages(catalogue), document.node)), nodes, copies)


@pytest.mark.parametrize("extension", ["odt", "docx", "pdf"])
def test_every_quotation_is_found_again_at_its_place(source: Source, extension: str) -> None:
    copy = read_source(source.copies[extension]).text
    bare = [replace(one, place=None, line=None) for one in source.own]
    settled = settle(copy, source.order, bare)
    lost, wrong = [], []
    for one in source.own:
        before, after = locate(source.text, one.words), locate(copy, one.words)
        if not after:
            lost.append(one.label)
        elif len(before) == len(after) and one.place in before:
            meant = after[before.index(one.place)]
            if settled.placed.get(one.node, meant) != meant:
                wrong.append(one.label)
    assert lost == []
    assert wrong == []
    assert len(settled.placed) > 0.95 * len(source.own)
