"""What the law asks before when, worked out by hand from the registers of the fictitious EPCI."""

from __future__ import annotations

import pytest

from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Value
from schemas import LAKES

Row = tuple[Value, ...]


def due(many: Catalogue, schema: str, date: str) -> list[Row]:
    return list(ask(many, "echeances", {"epci": LAKES, "schema": schema}, date).rows)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2021-12-31", {("Avis des communes", "2021-02-28", "tenue")}),
        (
            "2022-06-01",
            {
                ("Avis des communes", "2021-02-28", "tenue"),
                ("Rapport de la CLECT", "2022-10-01", "a_venir"),
            },
        ),
        (
            "2022-11-21",
            {
                ("Avis des communes", "2021-02-28", "tenue"),
                ("Rapport de la CLECT", "2022-10-01", "tenue"),
                ("Approbation du rapport", "2022-11-20", "depassee"),
            },
        ),
        (
            "2026-11-28",
            {
                ("Avis des communes", "2021-02-28", "tenue"),
                ("Rapport de la CLECT", "2022-10-01", "tenue"),
                ("Approbation du rapport", "2022-11-20", "depassee"),
                # of the service commun that the convention of April 2023 opens
                ("Rapport de la CLECT", "2024-01-01", "depassee"),
                ("Pacte de gouvernance", "2026-12-22", "a_venir"),
                ("Rapport et projet", "2027-03-22", "a_venir"),
            },
        ),
    ],
)
def test_what_is_due_before_when(
    many: Catalogue, date: str, expected: set[tuple[str, str, str]]
) -> None:
    found = due(many, "2021-2026", date)
    assert {
        (start, row[1], row[5])
        for row in found
        for start, _, _ in expected
        if str(row[0]).startswith(start)
    } == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2018-12-31", []),
        ("2019-06-30", [("2019-10-01", "a_venir")]),
        ("2019-10-01", [("2019-10-01", "a_venir")]),
        ("2019-10-02", [("2019-10-01", "depassee")]),
    ],
)
def test_a_service_paid_from_the_compensation_has_its_report_due_nine_months_after_its_convention(
    many: Catalogue, date: str, expected: list[tuple[str, str]]
) -> None:
    found = due(many, "2016-2020", date)
    reports = [row for row in found if str(row[0]).startswith("Rapport de la CLECT")]
    assert [(row[1], row[5]) for row in reports] == expected
    # that of 2016 is of before the law set nine months, in 2017
    assert all(row[2] == "Convention achats, 2019-01-01" for row in reports)


@pytest.mark.parametrize(
    ("date", "debate", "opinions"),
    [
        ("2015-12-15", [], [("2015-12-15", "a_venir")]),
        # Rivage has said nothing
        ("2018-02-21", [], [("2015-12-15", "depassee")]),
        ("2018-02-22", [("2018-02-22", "tenue")], [("2015-12-15", "depassee")]),
    ],
)
def test_the_yearly_communication_is_due_at_the_debate_on_the_budget(
    many: Catalogue, date: str, debate: list[tuple[str, str]], opinions: list[tuple[str, str]]
) -> None:
    found = due(many, "2016-2020", date)

    def of(start: str) -> list[tuple[Value, Value]]:
        return [(row[1], row[5]) for row in found if str(row[0]).startswith(start)]

    assert of("Communication annuelle") == debate
    assert of("Avis des communes") == opinions
