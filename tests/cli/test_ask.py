"""`ask`: the list, the answers, their formats, the ways of asking wrongly."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mutugraph.questions.catalogue import Catalogue

Program = Callable[..., Any]
EFFECTIFS = ("ask", "effectifs", "-p", "action=1")


def test_without_a_question_every_question_is_listed_under_its_theme(
    program: Program, catalogue: Catalogue
) -> None:
    shown = program("ask")
    assert shown.code == 0
    for question in catalogue.questions.values():
        assert f"  {question.id} " in shown.out
        assert f"{question.theme}\n" in shown.out


def test_the_example_of_the_contract_is_answered_as_it_says(program: Program) -> None:
    answer = json.loads(program(*EFFECTIFS, "--format", "json").out)
    assert answer["question"] == "effectifs"
    assert answer["params"] == {"action": 1}
    assert answer["date"] is None
    assert answer["columns"] == ["action", "service", "collectivite", "agents", "etp"]
    assert answer["rows"] == [
        [1, "Ressources humaines", "Metz Métropole", 14, None],
        [1, "Ressources humaines", "Ville de Metz", 36, None],
    ]


def test_iris_puts_the_address_of_each_entity_after_it_in_every_format(program: Program) -> None:
    expected = ["action", "service", "service_iri", "collectivite", "collectivite_iri"]
    for name in ("json", "csv", "tsv", "md", "table"):
        out = program(*EFFECTIFS, "--iris", "--format", name).out
        assert all(column in out for column in expected)
    rows = list(csv.reader(io.StringIO(program(*EFFECTIFS, "--iris", "--format", "csv").out)))
    assert rows[0][:5] == expected
    assert rows[1][2].endswith("/service/ressources-humaines")


def test_the_format_is_that_of_the_file_when_none_is_asked(
    program: Program, tmp_path: Path
) -> None:
    for name in ("csv", "xlsx", "ods", "md", "json", "tsv"):
        path = tmp_path / f"reponse.{name}"
        assert program(*EFFECTIFS, "-o", str(path)).out == ""
        assert path.read_bytes() == program(*EFFECTIFS, "--format", name).raw


def test_a_cell_that_is_cut_is_told(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mutugraph.pages.cells.LONGEST_CELL", 20)
    shown = program("ask", "communes", "-o", str(tmp_path / "communes.xlsx"))
    assert shown.code == 0
    assert "Colonne Commune, ligne" in shown.err
    assert "il est coupé" in shown.err


def test_excel_alone_writes_csv(program: Program) -> None:
    assert program(*EFFECTIFS, "--excel").raw.startswith(b"\xef\xbb\xbfaction;service;")


def test_an_empty_answer_is_an_answer(program: Program) -> None:
    # sheet 3 names no other sheet's function
    result = program("ask", "renvois", "-p", "action=3", "--format", "json")
    assert result.code == 0
    assert json.loads(result.out)["rows"] == []
    assert "Aucun résultat." in result.err


def test_a_name_may_be_a_slug_or_a_label(program: Program) -> None:
    by_slug = program("ask", "effectifs", "-p", "collectivite=ville-de-metz", "--format", "csv")
    by_label = program("ask", "effectifs", "-p", "collectivite=VILLE DE METZ", "--format", "csv")
    assert by_slug.out == by_label.out != ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["effectif"], "Vouliez-vous dire : effectifs"),
        (["xyz"], "« xyz » est inconnu (question)"),
        (["effectifs", "-p", "acton=1"], "Vouliez-vous dire : action"),
        (["effectifs", "-p", "action=x"], "ne peut pas valoir « x »"),
        (["effectifs", "-p", "action=99"], "« 99 » est inconnu (action)"),
        (["effectifs", "-p", "action=0"], "« 0 » est inconnu (action). Vouliez-vous dire"),
        (["effectifs", "-p", "action=-1"], "ne peut pas valoir « -1 »"),
        (["chaine", "-p", "commune=Mets"], "Vouliez-vous dire : Ville de Metz"),
        (["effectifs", "-p", "action="], "nom=valeur"),
        (["effectifs", "-p", "action"], "nom=valeur"),
        (["effectifs", "-p", "action=1", "-p", "action=2"], "deux fois"),
        (["effectifs", "-p", "collectivite=Ville de Mets"], "Vouliez-vous dire : Ville de Metz"),
        (["services-par-commune", "-p", "commune=woipy"], "Vouliez-vous dire : Woippy"),
        (["effectifs", "--date", "2020-01-01"], "ne dépend pas d'une date"),
        (["articles-par-service", "--date", "hier"], "AAAA-MM-JJ"),
        (["articles-par-service", "--date", "2020-02-30"], "AAAA-MM-JJ"),
        (["effectifs", "--format", "xls"], "Formats possibles : table, json"),
        (["effectifs", "--excel", "--format", "json"], "csv et tsv"),
        (["effectifs", "-o", "/nulle/part/x.csv"], "ne peut pas être écrit"),
        (["--format", "csv"], "demande une question"),
        (["-p", "action=1"], "demande une question"),
    ],
)
def test_what_is_asked_wrongly_exits_with_2_and_says_what_to_do(
    program: Program, arguments: list[str], said: str
) -> None:
    result = program("ask", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_file_that_cannot_be_written_leaves_the_one_that_was_there(
    program: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "reponse.csv"
    folder.mkdir()
    assert program(*EFFECTIFS, "-o", str(folder)).code == 2
    assert list(tmp_path.iterdir()) == [folder]
