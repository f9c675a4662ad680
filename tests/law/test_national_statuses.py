"""The rules read category and tax regime at the date, from what the national lists say."""

from __future__ import annotations

from pathlib import Path

import pytest

from law.conftest import Fictitious, rows
from mutugraph.questions.catalogue import Catalogue
from mutugraph.reference.national import NationalLists, read_national
from mutugraph.workspace import Workspace
from reference.writing import write_lists

SIREN = "900000001"
MEMBERS = [f"{SIREN},99901,900000001,Rivebelle,2020,2026"]
PRESTATION = {
    "CC": "CGCT L5214-16-1",
    "CA": "CGCT L5216-7-1",
    "CU": "CGCT L5215-27",
    "METRO": "CGCT L5217-7",
    "MET69": None,
}
FUNDING_RULES = {"R3", "R4"}


def _lists(folder: Path, *rows: str) -> NationalLists:
    write_lists(folder, [f"{SIREN},Trois Rivières,{row},140" for row in rows], MEMBERS)
    found = read_national(Workspace(folder))
    assert found is not None
    return found


def _bases(catalogue: Catalogue, date: str) -> set[tuple[object, object]]:
    found = rows(catalogue, "articles-par-service", date, epci=SIREN)
    return {(row["regle"], row["article"]) for row in found}


@pytest.mark.parametrize("regime", ["FPU", "FA"])
@pytest.mark.parametrize("category", PRESTATION)
def test_each_kind_of_epci_has_its_bases_at_the_date_of_the_lists(
    category: str, regime: str, fictitious: Fictitious, tmp_path: Path
) -> None:
    catalogue = fictitious(lists=_lists(tmp_path, f"{category},{regime},2020,2026"))
    found = _bases(catalogue, "2021-06-01")
    assert ("R2", "CGCT L5211-4-2") in found
    assert ("R7", PRESTATION[category]) in found
    assert {rule for rule, _ in found if rule in FUNDING_RULES} == (
        FUNDING_RULES if regime == "FPU" else set()
    )


def test_a_change_of_category_and_of_regime_is_read_at_the_date(
    fictitious: Fictitious, tmp_path: Path
) -> None:
    lists = _lists(tmp_path, "CU,FA,2020,2022", "METRO,FPU,2023,2026")
    catalogue = fictitious(lists=lists)
    before, after = _bases(catalogue, "2022-12-31"), _bases(catalogue, "2023-01-01")
    assert ("R7", "CGCT L5215-27") in before
    assert ("R7", "CGCT L5217-7") in after
    assert not FUNDING_RULES & {rule for rule, _ in before}
    assert {rule for rule, _ in after} >= FUNDING_RULES


def test_what_the_first_list_says_is_not_carried_back_in_time(
    fictitious: Fictitious, tmp_path: Path
) -> None:
    found = _bases(fictitious(lists=_lists(tmp_path, "CA,FPU,2020,2026")), "2019-06-01")
    assert not FUNDING_RULES & {rule for rule, _ in found}
    assert ("R2", "CGCT L5211-4-2") in found


def test_the_base_of_another_schema_takes_nothing_from_this_one(fictitious: Fictitious) -> None:
    other = """GRAPH <../graphe/autre> {
      <999000123/schema/1> a mut:Schema .
      <999000123/base/1> mut:formeFondee <forme/prestation-de-service> ;
        mut:duSchema <999000123/schema/1> ; mut:disposition <droit/cgct/l5216-7-1> .
    }"""
    alone = _bases(fictitious("communaute-d-agglomeration"), "2021-06-01")
    assert ("R7", "CGCT L5216-7-1") in alone
    assert _bases(fictitious("communaute-d-agglomeration", more=other), "2021-06-01") == alone
