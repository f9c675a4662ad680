"""Files that are no workbook of ours, or that would take everything: told, and nothing is taken."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from mutugraph.archive import zipped
from mutugraph.errors import BookForeign, BookTooLarge, BookUnreadable, FileMissing
from mutugraph.messages import explain
from mutugraph.workbook.opening import MAX_ROWS, opened
from mutugraph.workbook.reading import read_book
from mutugraph.workbook.writing import WRITERS
from sources.office import with_header
from spreadsheets import Formula, Page, save


def made(path: Path, *, rows: int = 1, far: bool = False) -> Path:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as file:
        sheet = file.add_worksheet("Feuille")
        for row in range(rows):
            sheet.write_blank(row, 0, None, file.add_format()) if row else sheet.write(0, 0, "a")
        if far:
            sheet.write(2**20 - 1, 2**14 - 1, "loin")
    return path


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "mot de passe"),
        (b"commune;effectif\nMetz;12\n", "CSV"),
        (b"PK\x03\x04 and nothing", "tronqué"),
        (b"\x00\x01\x02", "tronqué"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(content)
    with pytest.raises(BookUnreadable) as told:
        read_book(path)
    assert said in explain(told.value)
    assert "classeur.xlsx" in explain(told.value)


@pytest.mark.parametrize("confined", [True, False])
@pytest.mark.parametrize(
    ("place", "value"), [(4, 64), (6, 1), (6, 0x20), (8, 9), (8, 12), (8, 14), (8, 99)]
)
def test_an_archive_that_no_program_writes_is_told(
    tmp_path: Path, place: int, value: int, *, confined: bool
) -> None:
    path = made(tmp_path / "classeur.xlsx")
    path.write_bytes(with_header(path.read_bytes(), place, value))
    with pytest.raises(BookUnreadable) as told:
        opened(path, confined=confined)
    assert "tronqué" in explain(told.value)


def test_a_missing_file_and_a_spreadsheet_of_another_are_told(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        read_book(tmp_path / "absent.xlsx")
    with pytest.raises(BookForeign):
        read_book(made(tmp_path / "autre.xlsx"))


def test_one_cell_at_the_far_corner_takes_no_memory_of_this_process(tmp_path: Path) -> None:
    with pytest.raises(BookUnreadable) as told:
        read_book(made(tmp_path / "loin.xlsx", far=True))
    assert "mémoire" in explain(told.value)


def test_empty_rows_are_nothing_and_too_many_rows_are_told(tmp_path: Path) -> None:
    (sheet,) = opened(made(tmp_path / "vide.xlsx", rows=MAX_ROWS + 10))
    assert len(sheet.rows) == 1
    path = tmp_path / "longue.xlsx"
    with xlsxwriter.Workbook(str(path)) as file:
        file.add_worksheet("Feuille").write(MAX_ROWS, 0, "a")
    with pytest.raises(BookTooLarge) as told:
        read_book(path)
    assert "Feuille" in explain(told.value)


def test_what_unpacks_to_too_much_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mutugraph.workbook.opening.MAX_UNPACKED", 2**20)
    path = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for rank in range(2):
            archive.writestr(f"xl/worksheets/sheet{rank}.xml", bytes(2**20))
    with pytest.raises(BookTooLarge):
        read_book(path, confined=True)  # in this process, whose limit is lower


def test_entities_of_xml_are_not_expanded(tmp_path: Path) -> None:
    lol = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    source = made(tmp_path / "classeur.xlsx").read_bytes()
    path = tmp_path / "entites.xlsx"
    with (
        zipfile.ZipFile(io.BytesIO(source)) as read,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for name in read.namelist():
            content = read.read(name).decode()
            if name == "xl/sharedStrings.xml":
                head, _, rest = content.partition("?>")
                doctype = f'<!DOCTYPE sst [<!ENTITY a0 "lol">{lol}]>'
                content = f"{head}?>{doctype}{rest.replace('<t>a</t>', '<t>&a9;</t>')}"
            written.writestr(name, content)
    try:
        (sheet,) = opened(path)
    except BookUnreadable:
        return
    assert all(len(str(cell)) < 100 for row in sheet.rows for cell in row)


def test_an_ods_with_a_password_says_so(tmp_path: Path) -> None:
    """The manifest and the content are as ODF 1.2, part 3, §3.4 and §4.8 say of encrypted parts."""
    key = (
        '<manifest:encryption-data manifest:checksum-type="SHA1/1K" manifest:checksum="AAAA">'
        '<manifest:algorithm manifest:algorithm-name="Blowfish CFB"'
        ' manifest:initialisation-vector="AAAA"/></manifest:encryption-data>'
    )
    path = tmp_path / "classeur.ods"
    save({"Feuille": Page("Feuille", [["a"]])}, path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    content = b'manifest:media-type="text/xml"/>'
    closed = f'manifest:media-type="text/xml">{key}</manifest:file-entry>'.encode()
    manifest = parts["META-INF/manifest.xml"]
    assert content in manifest
    parts["META-INF/manifest.xml"] = manifest.replace(content, closed)
    parts["content.xml"] = b"\x8c\x01 not to be read"
    path.write_bytes(zipped(parts))
    with pytest.raises(BookUnreadable) as told:
        read_book(path)
    assert "mot de passe" in explain(told.value)


@pytest.mark.parametrize("extension", WRITERS)
def test_a_part_that_is_no_xml_is_told(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"classeur{extension}"
    save({"Feuille": Page("Feuille", [["a", Formula("=1/0", "#DIV/0!")]])}, path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    broken = next(name for name in ("content.xml", "xl/worksheets/sheet1.xml") if name in parts)
    parts[broken] = parts[broken][:-30]
    path.write_bytes(zipped(parts))
    with pytest.raises(BookUnreadable) as told:
        read_book(path)
    assert "tronqué" in explain(told.value)
