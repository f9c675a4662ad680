"""What comes after the adoption, worked out by hand from the two registers of the fictitious EPCI.

`deux-lacs-vie-2016.txt` and `deux-lacs-vie-2021.txt` print each fact; the dates are chosen around
what changes.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from mutugraph.errors import ParameterInvalid
from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Value
from schemas import LAKES

Row = tuple[Value, ...]
BODY = "Communauté urbaine des Deux Lacs"
CCAS = "CCAS de Lacustre"


def rows(
    many: Catalogue, id: str, schema: str, date: str | None = None, **params: str
) -> list[Row]:
    return list(ask(many, id, {"epci": LAKES, "schema": schema, **params}, date).rows)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2015-12-31", set()),
        ("2016-06-30", {("Lacustre", "2016-02-01"), ("Rivage", "2016-02-01")}),
        # Rivage has left « messagerie » and keeps « postes de travail »
        ("2018-12-31", {("Lacustre", "2016-02-01"), ("Rivage", "2017-01-01")}),
        (
            "2019-12-31",
            {("Lacustre", "2016-02-01"), ("Rivage", "2017-01-01"), (CCAS, "2019-01-01")},
        ),
        ("2020-01-01", {("Lacustre", "2016-02-01"), (CCAS, "2019-01-01")}),
    ],
)
def test_who_is_in_a_service_at_a_date(
    many: Catalogue, date: str, expected: set[tuple[str, str]]
) -> None:
    found = rows(many, "matrice-adhesions", "2016-2020", date)
    assert {(row[0], row[2]) for row in found if row[1] == "Informatique"} == expected


@pytest.mark.parametrize(
    ("date", "there"), [("2018-12-31", False), ("2019-12-31", True), ("2020-01-01", False)]
)
def test_an_adhesion_ends_after_its_last_day(many: Catalogue, date: str, there: bool) -> None:
    found = rows(many, "matrice-adhesions", "2016-2020", date)
    assert (("Lacustre", "Achats", "2019-01-01") in found) == there


def test_an_adhesion_is_a_first_one_an_extension_or_a_withdrawal(many: Catalogue) -> None:
    found = rows(many, "adhesions", "2016-2020", collectivite="rivage")
    assert [row[2:6] for row in found] == [
        ("premiere", "Messagerie", "2016-02-01", None),
        ("extension", "Postes de travail", "2017-01-01", None),
        ("retrait", "Messagerie", "2018-07-01", None),
        ("retrait", None, "2020-01-01", None),
    ]


FIRST_PARTIES = f"{BODY} ; Lacustre ; Rivage"


@pytest.mark.parametrize(
    ("date", "amendments", "end", "parties"),
    [
        ("2016-06-30", None, "2018-12-31", FIRST_PARTIES),
        ("2018-12-31", "1", "2020-12-31", f"{CCAS} ; {FIRST_PARTIES}"),
        ("2020-06-30", "1 ; 2", "2020-12-31", f"{CCAS} ; {BODY} ; Lacustre"),
    ],
)
def test_a_convention_is_read_as_amended_at_the_date(
    many: Catalogue, date: str, amendments: str | None, end: str, parties: str
) -> None:
    found = rows(many, "actes-en-vigueur", "2016-2020", date, service="informatique")
    assert found == [
        (
            "Convention informatique",
            "convention",
            amendments,
            "2016-02-01",
            end,
            parties,
            "Informatique",
        )
    ]


def test_a_convention_without_end_goes_on_under_the_next_schema(many: Catalogue) -> None:
    found = rows(many, "actes-en-vigueur", "2021-2026", "2026-11-28")
    assert [row[0] for row in found] == ["Convention achats", "Convention numérique"]


def test_acts_are_in_the_order_of_their_dates_and_a_blank_stays_blank(many: Catalogue) -> None:
    found = rows(many, "actes", "2016-2020")
    assert [(row[1], row[2], row[3]) for row in found] == [
        ("convention", None, None),  # « n° … du … »
        ("deliberation", "1", "2015-11-03"),
        ("annexe", None, "2016-01-12"),
        ("convention", "2016-01", "2016-01-12"),
        ("rapport", None, "2018-02-15"),
        ("avenant", None, "2018-12-05"),
        ("arrete", "2019-14", "2019-05-03"),
        ("avenant", None, "2019-12-09"),
    ]
    changed = rows(many, "actes", "2016-2020", collectivite="ccas-de-lacustre")
    assert [row[6] for row in changed] == ["Convention informatique"]


@pytest.mark.parametrize(
    ("schema", "date", "expected"),
    [
        ("2016-2020", "2015-11-02", {"Lacustre": "attendu", "Rivage": "attendu"}),
        ("2016-2020", "2015-12-15", {"Lacustre": "favorable", "Rivage": "attendu"}),
        ("2016-2020", "2015-12-16", {"Lacustre": "favorable", "Rivage": "repute_favorable"}),
        ("2021-2026", "2021-02-28", {"Lacustre": "attendu", "Rivage": "reserve"}),
        # given after the limit, it does not undo what the law deems
        ("2021-2026", "2022-09-01", {"Lacustre": "repute_favorable", "Rivage": "reserve"}),
    ],
)
def test_silence_is_deemed_favourable_after_the_limit(
    many: Catalogue, schema: str, date: str, expected: dict[str, str]
) -> None:
    assert {row[0]: row[4] for row in rows(many, "avis", schema, date)} == expected


def test_the_limit_is_three_months_later_or_the_last_day_of_that_month(many: Catalogue) -> None:
    assert {row[1:3] for row in rows(many, "avis", "2016-2020")} == {("2015-09-15", "2015-12-15")}
    assert {row[1:3] for row in rows(many, "avis", "2021-2026")} == {("2020-11-30", "2021-02-28")}


def test_committees_are_consulted_on_acts(many: Catalogue) -> None:
    assert rows(many, "consultations", "2016-2020") == [
        ("Convention informatique", "comite_technique", "2015-12-18", "favorable", True, 4, 2)
    ]
    assert rows(many, "consultations", "2021-2026") == [
        (
            "Convention numérique",
            "comite_social_territorial",
            "2023-02-10",
            "defavorable",
            True,
            None,
            None,
        )
    ]


def test_a_payment_has_what_was_planned_and_what_was_settled(many: Catalogue) -> None:
    assert rows(many, "flux", "2016-2020", exercice="2017", collectivite="rivage") == [
        (
            2017,
            "fonctionnement",
            "remboursement",
            "Rivage",
            BODY,
            12000,
            Decimal("11234.5"),
            "€",
        )
    ]
    assert [row[5:7] for row in rows(many, "flux", "2016-2020", exercice="2018")] == [(12500, None)]
    assert len(rows(many, "flux", "2016-2020", service="informatique")) == 4


def test_a_balance_is_what_came_in_minus_what_went_out_in_euros(many: Catalogue) -> None:
    assert rows(many, "soldes", "2016-2020", exercice="2017") == [
        (BODY, 2017, "fonctionnement", 100000, Decimal("11234.5"), Decimal("-88765.5")),
        ("Lacustre", 2017, "fonctionnement", 0, 100000, 100000),
        ("Rivage", 2017, "fonctionnement", Decimal("11234.5"), 0, Decimal("-11234.5")),
        # printed in thousands
        (BODY, 2017, "investissement", 0, 28000, 28000),
        ("Lacustre", 2017, "investissement", 28000, 0, -28000),
    ]


def test_the_balances_of_a_year_make_nothing(many: Catalogue) -> None:
    found = rows(many, "soldes", "2016-2020")
    assert {row[1] for row in found} == {2016, 2017}, "nothing is settled in 2018"
    for year in (2016, 2017):
        assert sum(Decimal(str(row[5])) for row in found if row[1] == year) == 0


def test_the_parts_of_a_key(many: Catalogue) -> None:
    assert rows(many, "cles", "2016-2020", exercice="2017") == [
        ("Informatique", 2017, "Poste", "Lacustre", Decimal("62.5")),
        ("Informatique", 2017, "Poste", "Rivage", Decimal("37.5")),
    ]


def test_progress_year_after_year(many: Catalogue) -> None:
    assert rows(many, "avancement", "2016-2020", action="3") == [
        (3, "Eau", 2016, "prevu", None),
        (3, "Eau", 2017, "reporte", None),
        (3, "Eau", 2018, "abandonne", None),
    ]
    assert rows(many, "avancement", "2016-2020", action="2", exercice="2017") == [
        (2, "Achats", 2017, "realise", "Plus tôt que prévu")
    ]


def test_the_baseline_is_an_observation_like_another(many: Catalogue) -> None:
    found = rows(many, "valeurs-d-indicateurs", "2016-2020", indicateur="postes-geres")
    assert [row[2:5] for row in found] == [
        (2015, 300, "postes"),
        (2016, 320, "postes"),
        (2017, 350, "postes"),
    ]


def test_what_becomes_of_each_service(many: Catalogue) -> None:
    latter = [
        ("Informatique", "2016-2020", 1, "Numérique", "2021-2026", 2, "fusionne"),
        ("Informatique", "2016-2020", 1, "Archives", "2021-2026", 3, "scinde"),
        ("Achats", "2016-2020", 2, "Achats", "2021-2026", 1, "repris"),
        ("Eau", "2016-2020", 3, None, None, None, "abandonne"),
    ]
    new = (None, None, None, "Archives", "2021-2026", 3, "nouveau")
    assert rows(many, "continuite", "2016-2020") == latter
    assert rows(many, "continuite", "2021-2026") == [*latter, new]


def test_what_is_added_from_another_source_is_counted_too(many: Catalogue) -> None:
    assert rows(many, "soldes", "2021-2026", exercice="2022") == [
        (BODY, 2022, "fonctionnement", 5000, 0, -5000),
        ("Rivage", 2022, "fonctionnement", 0, 5000, 5000),
    ]
    assert [row[1:3] for row in rows(many, "flux", "2021-2026")] == [("fonctionnement", "dotation")]


@pytest.mark.parametrize(
    ("date", "there"), [("2022-06-30", False), ("2022-07-01", True), ("2026-11-28", True)]
)
def test_an_adhesion_to_a_domain_counts_from_its_effect(
    many: Catalogue, date: str, there: bool
) -> None:
    found = rows(many, "matrice-adhesions", "2021-2026", date)
    assert (("Lacustre", "Archives", "2022-07-01") in found) == there


def test_a_year_is_four_digits(many: Catalogue) -> None:
    for value in ("19", "20155", "an 1"):
        with pytest.raises(ParameterInvalid):
            ask(many, "flux", {"exercice": value})
