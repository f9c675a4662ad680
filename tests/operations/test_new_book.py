"""A workbook for any EPCI: what the national lists say is filled in, the rest is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutugraph.control.findings import Severity
from mutugraph.errors import ParameterInvalid, UnknownName
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


def test_a_period_is_two_years(repository: Workspace) -> None:
    with pytest.raises(ParameterInvalid):
        new_book(repository, LE_MANS, "2014")


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
