"""The text of odt, docx, pdf and text documents; what has none is told."""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from mutugraph.errors import DocumentUnreadable, FileNotText
from mutugraph.messages import explain
from mutugraph.sources.documents import read_source
from mutugraph.sources.formats import OLD_OFFICE, extract
from mutugraph.sources.formats import zipped as archives
from sources.office import docx, odt, pdf, pdf_of, with_header, zipped

ODT_BODY = """<text:tracked-changes><text:p>supprimé</text:p></text:tracked-changes>
<text:h>Le  schéma</text:h>
<text:p>un<text:s text:c="2"/>deux<text:tab/>trois<text:line-break/>quatre<text:note>
<text:note-citation>1</text:note-citation><text:note-body><text:p>la note</text:p></text:note-body>
</text:note>, suite</text:p>
<table:table><table:table-row>
<table:table-cell><text:p>Ville de Metz</text:p></table:table-cell>
<table:table-cell><text:p>36</text:p><text:p>agents</text:p></table:table-cell>
<table:covered-table-cell/></table:table-row></table:table>
<text:list><text:list-item><text:p>point</text:p></text:list-item></text:list>"""
DOCX_BODY = """<w:p><w:r><w:t>Le schéma</w:t></w:r></w:p>
<w:p><w:r><w:t>un</w:t><w:tab/><w:t>deux</w:t></w:r><w:del><w:r><w:delText>ôté</w:delText></w:r></w:del>
<w:ins><w:r><w:t xml:space="preserve"> ajouté</w:t><w:br/><w:t>suite</w:t></w:r></w:ins></w:p>
<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>boîte</w:t></w:r></w:p></mc:Choice>
<mc:Fallback><w:p><w:r><w:t>boîte</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ville de Metz</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>36</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"""


def reason(raw: bytes) -> object:
    with pytest.raises(DocumentUnreadable) as caught:
        extract(raw, "document")
    return caught.value.facts["detail"]


def test_an_odt_gives_a_line_a_paragraph_and_a_tab_between_cells() -> None:
    found = extract(odt(ODT_BODY), "d")
    assert found.text.splitlines() == [
        "Le schéma".replace(" ", "  "),
        "un  deux\ttrois",
        "quatre, suite",
        "la note",
        "Ville de Metz\t36",
        "agents",
        "point",
    ]


def test_a_docx_gives_what_is_printed_once_its_notes_last() -> None:
    found = extract(docx(DOCX_BODY), "d")
    assert found.text.splitlines() == [
        "Le schéma",
        "un\tdeux ajouté",
        "suite",
        "boîte",
        "Ville de Metz\t36",
        "la note",
    ]


def test_a_pdf_gives_its_lines_and_its_reader_has_its_version() -> None:
    found = extract(pdf("Le schéma de mutualisation", "36 agents"), "d")
    assert found.text.splitlines() == ["Le schéma de mutualisation", "36 agents"]
    assert found.reader
    assert found.reader.startswith("pypdf 7")


def test_a_text_is_as_it_is() -> None:
    assert extract("Le schéma\r\n\tfin".encode(), "d").text == "Le schéma\r\n\tfin"
    with pytest.raises(FileNotText):
        extract(b"sch\xe9ma", "d")


@pytest.mark.parametrize("raw", [odt(ODT_BODY), docx(DOCX_BODY), pdf("Le schéma de 2016")])
def test_the_same_file_gives_the_same_text(raw: bytes) -> None:
    assert extract(raw, "a") == extract(raw, "b")


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (pdf(), "document_sans_texte"),
        (pdf(pages=30), "document_sans_texte"),
        (pdf("p. 1", pages=3), "document_sans_texte"),  # as a copier numbers images of pages
        (odt("<text:p/>"), "document_sans_texte"),
        (pdf("Le schéma de mutualisation", key="secret"), "document_chiffre"),
        (
            zipped(content_xml="x", META_INF__manifest_xml="<m/>").replace(
                b"META.INF", b"META-INF"
            ),
            "document_tronque",
        ),
        (odt(ODT_BODY)[:300], "document_tronque"),
        (pdf("Le schéma de mutualisation")[:60], "document_tronque"),
        (zipped(word__document_xml="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "document_tronque"),
        (zipped(word__document_xml="<a>"), "document_tronque"),
        (with_header(odt(ODT_BODY), 4, 64), "document_tronque"),  # a version to come
        (with_header(odt(ODT_BODY), 6, 1), "document_chiffre"),
        (with_header(odt(ODT_BODY), 6, 0x20), "document_tronque"),  # patches
        *((with_header(odt(ODT_BODY), 8, way), "document_tronque") for way in (9, 12, 14, 99)),
        (zipped(autre="rien"), "document_format"),
        (OLD_OFFICE + b"...", "document_ancien"),
        (b"\x89PNG\0\0", "document_format"),
        (b"{\\rtf1 Le texte}", "document_format"),
    ],
)
def test_what_has_no_text_is_told_with_its_reason(raw: bytes, told: str) -> None:
    assert reason(raw) == told


def test_what_swells_is_told_as_too_large() -> None:
    swollen = zlib.compress(bytes(2**27), 9)
    assert reason(pdf_of(swollen, "/Filter/FlateDecode")) == "document_gros"


BOUND = 192 * 2**20  # of the whole process: the pages are not kept
READ = """
import resource, sys
from pathlib import Path
from mutugraph.sources.documents import read_source
resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[2]), int(sys.argv[2])))
print(read_source(Path(sys.argv[1])).text.text, end="")
"""


def test_a_pdf_of_500_pages_is_read_in_a_bounded_memory(tmp_path: Path) -> None:
    lines = [f"Le service commun numero {n} est partage" for n in range(20)]
    path = tmp_path / "schema.pdf"
    path.write_bytes(pdf(*lines, pages=500))
    command = [sys.executable, "-c", READ, str(path), str(BOUND)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == lines * 500


@pytest.mark.parametrize(
    ("raw", "remedy"),
    [
        (pdf(pages=2), "reconnaissance de caractères (OCR)"),
        (pdf("Le texte", key="secret"), "enregistrez-en une copie sans mot de passe"),
    ],
)
def test_a_pdf_that_is_not_read_says_how_to_mend_it(
    tmp_path: Path, raw: bytes, remedy: str
) -> None:
    path = tmp_path / "schema.pdf"
    path.write_bytes(raw)
    with pytest.raises(DocumentUnreadable) as caught:
        read_source(path)
    told = explain(caught.value)
    assert "schema.pdf" in told
    assert remedy in told


def test_an_encrypted_odt_is_told() -> None:
    manifest = "<m><f><encryption-data/></f></m>"
    raw = zipped(content_xml="chiffré", METAxINF__manifest_xml=manifest)
    assert reason(raw.replace(b"METAxINF", b"META-INF")) == "document_chiffre"


def test_what_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 10_000)
    assert reason(odt("<text:p>a</text:p>" * 10_000)) == "document_gros"
