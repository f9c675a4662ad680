"""What goes with an answer of links in a file: labels, reserves, verdicts, the whole links."""

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from mutugraph.operations.ask import ask
from mutugraph.pages.beside import Beside
from mutugraph.pages.exports import export
from mutugraph.questions.catalogue import Catalogue
from schemas import LAKES


@pytest.mark.parametrize("format", ["xlsx", "ods"])
def test_a_spreadsheet_of_links_is_whole_and_legible(
    catalogue: Catalogue, format: str, tmp_path: Path
) -> None:
    date = "2024-01-01"  # Metz Métropole is a métropole: L5216-7-1 founds nothing more
    found = ask(catalogue, "services-par-article", {"article": "L5211-4-2"}, date)
    path = tmp_path / f"liens.{format}"
    path.write_bytes(export(found, format, beside=Beside(catalogue, found)))
    book = CalamineWorkbook.from_path(path)
    answer, origin, whole, codes = (book.get_sheet_by_name(n).to_python() for n in book.sheet_names)
    assert book.sheet_names[2] == "Fondements"
    assert answer[0] == ["Article", "Action", "Service", "Échéance", "Mode"]
    assert {row[3] for row in answer[1:]} == {"Court terme (2017)", "Moyen terme (2019-2020)"}
    assert {row[3] for row in whole[1:]} == {"CGCT L5211-4-2"}
    assert {row[1] for row in whole[1:]} == {row[2] for row in answer[1:]}
    rules = {row[whole[0].index("Règle")] for row in whole[1:]}
    assert "R2 · Service commun" in rules
    assert all(row[whole[0].index("Passage")] for row in whole[1:])
    told = [row[1] for row in origin if row[0] == "Verdict"]
    assert len(told) == len({row[2] for row in answer[1:]})
    assert any("CGCT L5216-7-1 ne le fonde plus depuis le 1er janvier 2018" in str(t) for t in told)
    reserves = [row[1] for row in origin if row[0] == "À savoir"]
    assert any("Droit connu jusqu'au" in str(reserve) for reserve in reserves)
    assert ["Échéance", "phase", "moyen", "Moyen terme (2019-2020)"] in codes


@pytest.mark.parametrize("format", ["xlsx", "ods"])
@pytest.mark.parametrize("question", ["services-par-article", "articles-par-service"])
def test_who_validated_each_link_is_a_column_of_the_sheet_that_has_its_rule(
    many: Catalogue, format: str, question: str, tmp_path: Path
) -> None:
    found = ask(many, question, {"epci": LAKES, "schema": "2016-2020"})
    path = tmp_path / f"liens.{format}"
    path.write_bytes(export(found, format, beside=Beside(many, found)))
    book = CalamineWorkbook.from_path(path)
    name = "Fondements" if "Fondements" in book.sheet_names else book.sheet_names[0]
    titles, *rows = book.get_sheet_by_name(name).to_python()
    service, rule = titles.index("Service"), titles.index("Règle")
    assert titles[-1] == "Validé par un juriste"
    told = {(str(row[service]), str(row[rule]).partition(" ")[0]): str(row[-1]) for row in rows}
    validations = ask(many, "validations", {"epci": LAKES, "schema": "2016-2020"}).rows
    assert validations
    for validated_service, code, function, day, _ in validations:
        mine = [
            said
            for (one, r), said in told.items()
            if one == validated_service and code in (None, r)
        ]
        assert mine
        assert all(str(function) in said and str(day)[:4] in said for said in mine)
    validated = {str(row[0]) for row in validations}
    assert all(said == "personne" for (one, _), said in told.items() if one not in validated)


def test_what_is_to_be_known_of_links_goes_with_json_and_markdown(catalogue: Catalogue) -> None:
    found = ask(catalogue, "services-par-article", {"article": "L5211-4-2"})
    beside = Beside(catalogue, found)
    told = json.loads(export(found, "json", beside=beside))["reserves"]
    assert any("Droit connu jusqu'au" in reserve for reserve in told)
    assert all(reserve in export(found, "md", beside=beside).decode() for reserve in told)
    plain = ask(catalogue, "communes")
    assert "reserves" not in json.loads(export(plain, "json", beside=Beside(catalogue, plain)))
