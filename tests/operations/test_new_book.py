"""A workbook for any EPCI: what the national lists say is filled in, the rest is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mutugraph.control.findings import Severity
from mutugraph.errors import NameAmbiguous, ParameterInvalid, UnknownName
from mutugraph.messages import explain
from mutugraph.operations.import_book import import_book
from mutugraph.operations.new_book import new_book
from mutugraph.settings import Settings
from mutugraph.workbook.writing import xlsx
from mutugraph.workspace import Workspace
from workbooks import workspace_with

LE_MANS = "247200132"


def test_members_have_their_names_and_their_insee_codes(repository: Workspace) -> None:
    book = new_book(repository, LE_MANS, "2014-2020")
    members = next(sheet for sheet in book.sheets if sheet.name == "Membres")
    titles = [column.title for column in members.columns]
    name, code = titles.index("libellé"), titles.index("code INSEE")
    assert ("Le Mans", "72181") in {(row[name], row[code]) for row in members.rows}


def test_an_unknown_epci_is_told_with_the_nearest(repository: Workspace) -> None:
    with pytest.raises(UnknownName) as told:
        new_book(repository, "Le Mans")
    assert LE_MANS in str(told.value.facts["nearest"])


@pytest.mark.parametrize("name", ["CC Faucigny-Glières", "cc faucigny - glières"])
def test_an_epci_is_known_by_its_former_name_too(repository: Workspace, name: str) -> None:
    assert new_book(repository, name) == new_book(repository, "200000172")


def test_a_name_that_two_bear_is_told_with_both(repository: Workspace) -> None:
    with pytest.raises(NameAmbiguous) as told:
        new_book(repository, "CC des Quatre Rivières")
    assert {"247000623", "247400666"} <= {*re.findall(r"\d{9}", str(told.value.facts))}


@pytest.mark.parametrize("period", ["2014", "2020-2014", "٢٠١٤-٢٠٢٠"])
def test_a_period_is_two_years_in_their_order(repository: Workspace, period: str) -> None:
    with pytest.raises(ParameterInvalid):
        new_book(repository, LE_MANS, period)


def test_the_edition_before_is_one_of_the_graph(repository: Workspace) -> None:
    with pytest.raises(UnknownName) as told:
        new_book(repository, LE_MANS, "2021-2026", previous="2014-2020")
    assert "dont le graphe a un schéma" in explain(told.value)


def test_a_prefilled_workbook_is_only_asked_for_what_no_list_says(
    repository: Workspace, settings: Settings, tmp_path: Path
) -> None:
    workspace = workspace_with(tmp_path / "espace", repository)
    path = tmp_path / "lemans.xlsx"
    path.write_bytes(xlsx(new_book(workspace, LE_MANS, "2014-2020")))
    done = import_book(workspace, settings, path)
    assert done.refused
    blocking = [one for one in done.faults if one.severity is Severity.BLOCKING]
    assert {fault.sheet for fault in blocking} == {"EPCI", "Schéma"}, blocking
