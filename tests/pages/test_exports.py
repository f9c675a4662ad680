"""Answers as files: what docs/interfaces.md §2 says of each format, the same bytes each time."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from python_calamine import CalamineWorkbook

from mutugraph.errors import QueryFormatUnknown
from mutugraph.pages.cells import LONGEST_CELL
from mutugraph.pages.exports import EXPORT_FORMATS, export
from mutugraph.questions.editions import Edition, Reading
from mutugraph.questions.model import (
    About,
    Answered,
    Column,
    ColumnType,
    Parameter,
    ParameterType,
    Question,
    Value,
)

ENTITY = NamedNode("https://example.org/id/service/rh")
COLUMNS = (
    Column("action", ColumnType.ENTIER, "Action"),
    Column("service", ColumnType.ENTITE, "Service"),
    Column("service_iri", ColumnType.IRI, "Adresse"),
    Column("etp", ColumnType.NOMBRE, "ETP"),
    Column("conforme", ColumnType.BOOLEEN, "Conforme"),
    Column("texte", ColumnType.TEXTE, "Texte"),
)
ROWS: tuple[tuple[Value, ...], ...] = (
    (1, "Ressources humaines", Decimal("0.8"), True, 'a "b", c; d|e'),
    (2, "Finances", 14, False, "=1+1"),
    (3, None, None, None, "deux\nlignes"),
)


@pytest.fixture
def answered() -> Answered:
    question = Question(
        id="essai",
        theme="essais",
        summary="Combien ?",
        description="",
        own=(),
        returns=COLUMNS,
        example={},
        text="",
        path="queries/essais/essai.rq",
    )
    named = {"service": ENTITY}
    entities: tuple[dict[str, NamedNode], ...] = (named, named, {})
    about = About("Délibération", "licence ouverte", "2026-11-23")
    return Answered(question, {"action": 1}, "2015-11-26", "0123456789ab", ROWS, entities, about)


def test_json_has_typed_values_and_says_where_they_come_from(answered: Answered) -> None:
    whole = json.loads(export(answered, "json"))
    assert whole["rows"][0] == [1, "Ressources humaines", 0.8, True, 'a "b", c; d|e']
    assert whole["rows"][1][2] == 14
    assert b"14.0" not in export(answered, "json")
    assert whole["rows"][2][1:4] == [None, None, None]
    assert whole["params"] == {"action": 1}
    assert (whole["date"], whole["revision"]) == ("2015-11-26", "0123456789ab")
    assert (whole["source"], whole["licence"]) == ("Délibération", "licence ouverte")


def test_where_each_schema_is_read_at_its_own_day_the_days_are_given(answered: Answered) -> None:
    dated = replace(answered.question, own=(Parameter("date", ParameterType.DATE, "date", "Date"),))
    body = NamedNode("http://x/epci")
    editions = [
        Edition(
            NamedNode(f"http://x/{n}"),
            "",
            f"édition {n}",
            body,
            "Lacs",
            "",
            "",
            "",
            f"201{n}-01-01",
        )
        for n in (1, 2)
    ]
    both = replace(
        answered,
        question=dated,
        date=None,
        readings=tuple(Reading(edition, edition.date) for edition in editions),
    )
    whole = json.loads(export(both, "json"))
    assert whole["date"] is None
    assert whole["dates"] == {"http://x/1": "2011-01-01", "http://x/2": "2012-01-01"}
    assert "Lacs édition 2, 2012-01-01" in export(both, "md").decode().splitlines()[-1]
    one = replace(both, date="2011-01-01", readings=both.readings[:1])
    assert "dates" not in json.loads(export(one, "json"))
    assert "dates" not in json.loads(export(replace(both, question=answered.question), "json"))


def test_csv_is_that_of_rfc_4180(answered: Answered) -> None:
    content = export(answered, "csv").decode()
    assert content.startswith("action,service,etp,conforme,texte\r\n")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert rows[1] == ["1", "Ressources humaines", "0.8", "true", 'a "b", c; d|e']
    assert rows[2][4] == "=1+1"  # data is data
    assert rows[3] == ["3", "", "", "", "deux\nlignes"]


def test_tsv_is_separated_by_tabs(answered: Answered) -> None:
    first, second, *_ = export(answered, "tsv").decode().split("\n")
    assert first.split("\t") == ["action", "service", "etp", "conforme", "texte"]
    assert second.split("\t")[:4] == ["1", "Ressources humaines", "0.8", "true"]


def test_excel_is_how_a_french_spreadsheet_reads_csv(answered: Answered) -> None:
    content = export(answered, "csv", excel=True)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[1][2:4] == ["0,8", "oui"]
    assert rows[2][3:] == ["non", "'=1+1"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_is_a_formula_for_excel_but_a_negative_number_is_a_number(
    answered: Answered, start: str
) -> None:
    rows: tuple[tuple[Value, ...], ...] = ((1, None, -2, None, f"{start}cmd"),)
    content = export(replace(answered, rows=rows, entities=({},)), "csv", excel=True).decode()
    assert f"'{start}cmd" in content
    assert ";-2;" in content


def of_texts(answered: Answered, *texts: str) -> Answered:
    rows = tuple((rank, None, None, None, text) for rank, text in enumerate(texts, 1))
    return replace(answered, rows=rows, entities=({},) * len(texts))


CHANGED_BY_EXCEL = ("01004", "1E004", "1e4", "1,20", "2015-11", "1.10", "12/5", "12345678901234567")


@pytest.mark.parametrize("separated", ["csv", "tsv"])
@pytest.mark.parametrize("code", CHANGED_BY_EXCEL)
def test_a_code_is_a_text_for_excel_and_so_is_its_column(
    answered: Answered, separated: str, code: str
) -> None:
    both = of_texts(answered, code, "57463", "Metz")
    mark = ";" if separated == "csv" else "\t"
    content = export(both, separated, excel=True).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=mark))
    assert [row[4] for row in rows[1:]] == [f'="{code}"', '="57463"', "Metz"]
    assert f'="{code}"' not in export(both, separated).decode()


def test_a_column_that_excel_leaves_alone_is_written_as_it_is(answered: Answered) -> None:
    content = export(of_texts(answered, "57463", "2015-11-26", "Metz"), "csv", excel=True)
    assert b'="' not in content


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_a_code_is_a_text_in_a_spreadsheet(answered: Answered, format: str, tmp_path: Path) -> None:
    path = tmp_path / f"codes.{format}"
    path.write_bytes(export(of_texts(answered, *CHANGED_BY_EXCEL), format))
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [row[4] for row in rows[1:]] == list(CHANGED_BY_EXCEL)


@pytest.mark.parametrize("format", sorted(EXPORT_FORMATS))
@pytest.mark.parametrize("length", [LONGEST_CELL, LONGEST_CELL + 1, 3 * LONGEST_CELL])
def test_no_cell_is_cut_without_a_word(
    answered: Answered, format: str, length: int, tmp_path: Path
) -> None:
    text = "a" * (length - 1) + "z"
    path = tmp_path / f"long.{format}"
    path.write_bytes(export(of_texts(answered, "court", text), format))
    if format not in ("xlsx", "ods"):
        assert text in path.read_text(encoding="utf-8")
        return
    answer, origin = (
        CalamineWorkbook.from_path(path).get_sheet_by_index(number).to_python() for number in (0, 1)
    )
    told = [str(row[1]) for row in origin if row[0] == "Cellule coupée"]
    if str(answer[2][4]) == text:
        assert told == []
    else:
        assert str(answer[2][4]).endswith("[…]")
        assert str(length) in told[0].replace("\u202f", "")
        assert "Texte, ligne 3" in told[0]


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_what_a_spreadsheet_cannot_write_is_seen(
    answered: Answered, format: str, tmp_path: Path
) -> None:
    path = tmp_path / f"control.{format}"
    path.write_bytes(export(of_texts(answered, "a\x01b"), format))
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert rows[1][4] == "a\ufffdb"


def test_markdown_ends_with_where_it_comes_from(answered: Answered) -> None:
    lines = export(answered, "md").decode().splitlines()
    assert '| 1 | Ressources humaines | 0,8 | oui | a "b", c; d\\|e |' in lines
    assert "deux<br>lignes" in lines[-3]
    for word in ("Délibération", "licence ouverte", "0123456789ab", "2026-11-23", "2015-11-26"):
        assert word in lines[-1]


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_a_spreadsheet_has_the_answer_then_where_it_comes_from(
    answered: Answered, format: str, tmp_path: Path
) -> None:
    path = tmp_path / f"essai.{format}"
    path.write_bytes(export(answered, format))
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["Réponse", "Source", "Colonnes et codes"]
    answer, origin, named = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert answer[0] == ["Action", "Service", "ETP", "Conforme", "Texte"]
    names = json.loads(export(answered, "json"))["columns"]
    assert [row[:2] for row in named[1:]] == [list(p) for p in zip(answer[0], names, strict=True)]
    assert answer[1] == [1.0, "Ressources humaines", 0.8, True, 'a "b", c; d|e']
    assert answer[2][4] == "=1+1"  # a text, and no formula
    assert answer[3][1:4] == ["", "", ""]
    told = {row[0]: row[1] for row in origin}
    assert told["Question"] == "Combien ?"
    assert told["Paramètres"] == "action=1"
    assert told["Révision"] == "0123456789ab"


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_a_spreadsheet_bears_no_clock(answered: Answered, format: str) -> None:
    with zipfile.ZipFile(io.BytesIO(export(answered, format))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        if format == "ods":
            assert archive.infolist()[0].filename == "mimetype"
            assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


@pytest.mark.parametrize("format", list(EXPORT_FORMATS))
def test_iris_adds_the_address_of_each_entity_after_it(answered: Answered, format: str) -> None:
    content = export(answered, format, iris=True)
    if format == "json":
        whole = json.loads(content)
        assert whole["columns"][1:3] == ["service", "service_iri"]
        assert [row[2] for row in whole["rows"]] == [ENTITY.value, ENTITY.value, None]
    assert content != export(answered, format)


def test_an_answer_without_rows_still_has_its_columns(answered: Answered) -> None:
    empty = replace(answered, rows=(), entities=())
    assert json.loads(export(empty, "json"))["rows"] == []
    assert export(empty, "csv") == b"action,service,etp,conforme,texte\r\n"
    for format in EXPORT_FORMATS:
        assert export(empty, format)


def test_a_format_that_does_not_exist_is_told_with_those_that_do(answered: Answered) -> None:
    with pytest.raises(QueryFormatUnknown) as raised:
        export(answered, "xls")
    assert raised.value.facts["known"] == tuple(EXPORT_FORMATS)


def test_another_process_with_another_hash_seed_writes_the_same_bytes(store: Path) -> None:
    code = (
        "import sys; from mutugraph.cli.main import run; "
        "sys.exit(run(['ask', 'effectifs', '-p', 'action=1', '--iris', '--format', sys.argv[1]]))"
    )
    for format in ("xlsx", "ods", "json"):
        seen = set()
        for seed in ("1", "2"):
            environ = {"PYTHONHASHSEED": seed, "MUTUGRAPH_STORE": str(store), "HOME": "/tmp"}  # noqa: S108
            command = [sys.executable, "-c", code, format]
            made = subprocess.run(command, capture_output=True, check=True, env=environ)
            seen.add(sha256(made.stdout).hexdigest())
        assert len(seen) == 1
