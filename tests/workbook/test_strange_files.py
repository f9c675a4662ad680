"""Files that are no workbook of ours, or that would take everything: told, and nothing is taken."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from mutugraph.errors import BookForeign, BookTooLarge, BookUnreadable, FileMissing
from mutugraph.messages import explain
from mutugraph.workbook.opening import MAX_ROWS, opened
from mutugraph.workbook.reading import read_book


def made(path: Path, *, rows: int = 1, far: bool = False, wrong: bool = False) -> Path:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as file:
        sheet = file.add_worksheet("Feuille")
        for row in range(rows):
            sheet.write_blank(row, 0, None, file.add_format()) if row else sheet.write(0, 0, "a")
        if far:
            sheet.write(2**20 - 1, 2**14 - 1, "loin")
        if wrong:
            sheet.write_formula(4, 2, "=1/0", value="#DIV/0!")
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


def test_a_formula_in_error_is_told_with_its_cell(tmp_path: Path) -> None:
    with pytest.raises(BookUnreadable) as told:
        read_book(made(tmp_path / "formule.xlsx", wrong=True))
    assert "C5" in explain(told.value)
