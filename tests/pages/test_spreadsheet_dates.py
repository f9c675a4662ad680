"""The days of an answer are dates in a spreadsheet, for the programs that open it too."""

import csv
import datetime
import io
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from libreoffice import saved
from mutugraph.operations.ask import ask
from mutugraph.pages.beside import Beside
from mutugraph.pages.exports import export
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import ColumnType

SPREADSHEETS = ("xlsx", "ods")


def _cell(text: object) -> object:
    """What a column of dates holds where the answer has this text."""
    if text is None:
        return ""
    whole = len(str(text)) == len("2015-11-26") and str(text) >= "1900"
    return datetime.date.fromisoformat(str(text)) if whole else text


@pytest.mark.parametrize("format", SPREADSHEETS)
def test_every_day_of_every_question_is_a_date_and_nothing_is_an_empty_cell(
    many: Catalogue, format: str
) -> None:
    seen: set[type] = set()
    for id, question in many.questions.items():
        dates = [i for i, c in enumerate(question.columns) if c.type is ColumnType.DATE]
        if not dates:
            continue
        answered = ask(many, id, {"schema": "toutes"})
        book = CalamineWorkbook.from_filelike(io.BytesIO(export(answered, format)))
        written = book.get_sheet_by_index(0).to_python()[1:]
        for row, cells in zip(answered.rows, written, strict=True):
            assert [cells[i] for i in dates] == [_cell(row[i]) for i in dates], id
            seen |= {type(cells[i]) for i in dates}
    assert seen == {datetime.date, str}


def test_what_an_empty_cell_of_dates_means_is_told_with_the_columns(catalogue: Catalogue) -> None:
    found = ask(catalogue, "articles-par-service")
    content = export(found, "ods", beside=Beside(catalogue, found))
    *_, codes = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(codes).to_python()
    ends = next(row for row in rows if row[1] == "version_fin")
    assert ends[3] == "cellule vide : fin non connue ou non établie"


def test_libreoffice_shows_them_as_in_france(catalogue: Catalogue, tmp_path: Path) -> None:
    found = ask(catalogue, "articles-par-service")
    paths = [tmp_path / f"{format}.{format}" for format in SPREADSHEETS]
    for path in paths:
        path.write_bytes(export(found, path.stem))
    at = [c.name for c in found.question.columns].index("version_debut")
    days = [str(row[at] or "") for row in found.rows]
    french = [f"{day[8:]}/{day[5:7]}/{day[:4]}" if day else "" for day in days]
    assert any(french)
    for shown in saved(paths, "csv", tmp_path / "shown"):
        rows = list(csv.reader(io.StringIO(shown.read_text(encoding="latin-1"), newline="")))
        assert [row[at] for row in rows[1:]] == french
