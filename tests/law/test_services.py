"""The twenty services at four dates, and the same sheet in three kinds of EPCI."""

from __future__ import annotations

import pytest

from law import expected
from law.conftest import NAMES_THE_TEXT, Ask, Fictitious, rows

BASIS = ("action", "phase", "article", "version_debut", "version_fin", "mode", "regle")


@pytest.mark.parametrize("date", expected.DATES)
def test_the_twenty_services_rest_on_what_the_law_says_at_that_date(asked: Ask, date: str) -> None:
    found = asked("articles-par-service", date)
    assert {tuple(row[name] for name in BASIS) for row in found} == expected.bases(date)
    assert len(found) == len(expected.bases(date))


def test_each_basis_leads_to_the_lines_that_establish_it(asked: Ask) -> None:
    for row in asked("articles-par-service"):
        action, places = row["action"], str(row["passage"])
        assert isinstance(action, int)
        lines = {
            "R2": f"§5.1, l. {expected.TABLE_LINE[action]}",
            "R3": f"financement, l. {expected.FUNDING_LINE.get(action)}",
            "R4": f"financement, l. {expected.FUNDING_LINE.get(action)}",
            "R7": f"calendrier, l. {expected.CALENDAR_LINE[action]}",
            "R10": f"calendrier, l. {expected.CALENDAR_LINE[action]}",
            "R11": f"§5.1, l. {expected.TABLE_LINE[action]}",
        }
        assert lines[str(row["regle"])] in places
        sheet = f"fiche {action}, modalités, l. {expected.ARRANGEMENT_LINE[action]}"
        assert (sheet in places) == (row["regle"] in {"R2", "R11"})
        assert ("§2.3" in places) == (row["regle"] == "R2")
        assert ("§1.3, l. 200" in places) == (row["regle"] == "R3")


@pytest.mark.parametrize("date", expected.DATES)
def test_the_links_reversed_are_the_same(asked: Ask, date: str) -> None:
    forwards = {
        (r["article"], r["action"], r["phase"], r["mode"])
        for r in asked("articles-par-service", date)
        if r["article"]
    }
    found = asked("services-par-article", date)
    assert {(r["article"], r["action"], r["phase"], r["mode"]) for r in found} == forwards
    assert len(found) == len(forwards)


@pytest.mark.parametrize("date", expected.DATES)
def test_conventions_and_the_prefiguration_have_no_established_article(
    asked: Ask, date: str
) -> None:
    found = asked("services-sans-fondement", date)
    assert [(r["action"], r["phase"], r["motif"]) for r in found] == [
        (18, "court", "forme_indeterminee"),
        (19, "court", "forme_indeterminee"),
        (20, "court", "prefiguration"),
    ]


def test_on_the_eve_of_the_article_nothing_founds_a_service_commun(asked: Ask) -> None:
    eve = asked("services-sans-fondement", "2010-12-17")
    assert [r["motif"] for r in eve].count("pas_en_vigueur") == len(expected.TABLE_LINE)
    assert len(asked("services-sans-fondement", "2010-12-18")) == len(expected.LATE)


def test_staff_is_that_of_the_services_that_the_article_founds(asked: Ask) -> None:
    found = {
        (r["phase"], r["collectivite"]): (r["agents"], r["etp"], r["actions"])
        for r in asked("agents-par-article", article="l 5211 4 2")
    }
    # sheet 3 prints 2 agents and 1,2 ETP without a collectivity (l. 640)
    assert [str(v) for v in found["court", None]] == ["2", "1.2", "3"]
    assert found["moyen", "Ville de Metz"] == (36 + 81 + 15 + 3, None, "18,19,20")
    agents, _, actions = found["moyen", "Metz Métropole"]
    assert (agents, actions) == (4 + 22 + 4, "18,19,20")


def _bases(catalogue: object, date: str = "2021-06-01") -> set[tuple[object, ...]]:
    found = rows(catalogue, "articles-par-service", date, epci="900000001")  # type: ignore[arg-type]
    return {(r["service"], r["phase"], r["article"], r["mode"], r["regle"]) for r in found}


COMMON_SERVICES = {
    ("Archives", "generalisation"),
    ("Paie", "lancement"),
    ("Voirie", "extension"),
}


@pytest.mark.parametrize(
    ("category", "regime", "platform"),
    [
        ("communaute-de-communes", "fiscalite-additionnelle", ("CGCT L5214-16-1", "externe")),
        (
            "communaute-d-agglomeration",
            "fiscalite-professionnelle-unique",
            ("CGCT L5216-7-1", "externe"),
        ),
        ("communaute-urbaine", "fiscalite-professionnelle-unique", ("CGCT L5215-27", "externe")),
        ("metropole", "fiscalite-professionnelle-unique", ("CGCT L5217-7", "externe")),
    ],
)
def test_the_same_sheets_rest_on_other_articles_in_another_kind_of_epci(
    fictitious: Fictitious, category: str, regime: str, platform: tuple[str | None, str]
) -> None:
    found = _bases(fictitious(category, regime))
    wanted: set[tuple[object, ...]] = {
        (s, p, "CGCT L5211-4-2", "externe", "R2") for s, p in COMMON_SERVICES
    }
    wanted.add(("Voirie", "lancement", None, "indetermine", "R11"))
    wanted.add(("Archives", "generalisation", *platform, "R7"))
    if regime == "fiscalite-professionnelle-unique":
        for service, phase in COMMON_SERVICES - {("Voirie", "extension")}:
            wanted.add((service, phase, "CGCT L5211-4-2", "externe", "R3"))
            wanted.add((service, phase, "CGI 1609 nonies C", "externe", "R4"))
    assert found == wanted


def test_a_form_is_deduced_only_where_this_document_prints_its_text(
    fictitious: Fictitious,
) -> None:
    found = _bases(fictitious(more=NAMES_THE_TEXT))
    assert {m for _, _, _, m, rule in found if rule == "R2"} == {"deduit"}
