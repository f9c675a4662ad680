"""The days that the graph knows fill the blanks of the visas, and each says where it comes from."""

from __future__ import annotations

from mutugraph.operations.visas import visas
from mutugraph.pages.visas import as_text, block
from mutugraph.questions.catalogue import Catalogue
from schemas import LAKES


def drafted(many: Catalogue, service: str, act: str, day: str) -> str:
    return block(visas(many, f"{LAKES}/{service}", act, day))


def test_an_opinion_fills_its_line_until_the_act_that_it_was_given_on(many: Catalogue) -> None:
    # given on 18 December 2015 on the convention of 12 January 2016
    line = "VU l'avis du comité technique en date du {} ;"
    known, blank = line.format("18 décembre 2015"), line.format("[date]")
    assert known in drafted(many, "service/informatique", "convention", "2016-01-12")
    assert blank in drafted(many, "service/informatique", "convention", "2015-12-17")
    assert blank in drafted(many, "service/informatique", "avenant", "2018-12-05")  # of another act


def test_an_amendment_cites_the_convention_and_what_amended_it_before(many: Catalogue) -> None:
    first = drafted(many, "service/informatique", "avenant", "2018-12-04")
    assert "convention en date du 12 janvier 2016" in first
    assert "[, modifiée par les avenants" in first  # the graph may not know them
    last = drafted(many, "service/informatique", "avenant", "2020-06-01")
    assert "modifiée par les avenants en date des 5 décembre 2018 et 9 décembre 2019 ;" in last


def test_what_the_graph_does_not_date_stays_a_blank(many: Catalogue) -> None:
    assert "convention en date du [date]" in drafted(
        many, "service/achats", "avenant", "2019-06-01"
    )


def test_a_day_of_the_graph_is_to_be_checked_and_one_of_no_service_fills_nothing(
    many: Catalogue,
) -> None:
    service = f"{LAKES}/schema/2021-2026/service/numerique"
    told = as_text(visas(many, service, "convention", "2023-03-06"))
    assert "comité social territorial en date du 10 février 2023 ;" in told
    assert "du 10 février 2023 : jour repris du graphe" in told
    report = "rapport de la commission locale d'évaluation des charges transférées en date du"
    assert f"{report} [date]" in told
    assert "Rapport de la CLECT sur l'eau, 20 août 2022 : le graphe ne dit pas" in told


def test_the_sending_to_the_communes_is_dated_where_it_is_known(many: Catalogue) -> None:
    opinion = drafted(many, "service/informatique", "avis", "2015-10-01")
    assert "transmis par" in opinion and "le 15 septembre 2015 ;" in opinion


def test_a_day_whose_status_is_to_be_checked_is_told_and_not_taken(catalogue: Catalogue) -> None:
    told = as_text(visas(catalogue, "habitat", "avis", "2015-11-26"))
    assert "transmis par Metz Métropole le [date] ;" in told
    assert "26 novembre 2015 : jour à vérifier d'après le graphe" in told


def test_the_next_schema_does_not_take_the_days_of_the_one_that_is_over(many: Catalogue) -> None:
    assert "transmis aux communes membres le [date]" in drafted(
        many, "service/informatique", "approbation", "2021-06-01"
    )
