"""What founded a service on the day of its act founds it still, or not: worked out by hand.

Metz Métropole became a métropole on 1 January 2018: the article of communautés d'agglomération for
the platform of services (L5216-7-1) no longer founds anything there, that of métropoles does.
"""

from __future__ import annotations

import pytest

from mutugraph.law.asking import service_named
from mutugraph.law.standing import Standing, Verdict
from mutugraph.operations.ask import ask
from mutugraph.operations.why import standing_of
from mutugraph.pages.standings import reserves, verdict
from mutugraph.questions.catalogue import Catalogue


def at(catalogue: Catalogue, service: str, day: str | None) -> Standing:
    return standing_of(catalogue, service_named(catalogue, service), day)


def test_on_the_day_of_its_act_a_service_is_founded_as_it_was(catalogue: Catalogue) -> None:
    found = at(catalogue, "ressources-humaines", None)
    assert (found.verdict, found.lost, found.day) == (Verdict.SAME, (), found.origin)
    assert "CGCT L5211-4-2" in verdict(found)
    assert verdict(found).startswith("Fondé, le jour de l'acte")


@pytest.mark.parametrize(
    ("day", "expected", "lost", "new"),
    [
        ("2017-12-31", Verdict.OTHER, [], []),
        ("2018-01-01", Verdict.OTHERWISE, ["CGCT L5216-7-1"], ["CGCT L5217-7"]),
        ("2030-01-01", Verdict.OTHERWISE, ["CGCT L5216-7-1"], ["CGCT L5217-7"]),
    ],
)
def test_a_change_of_category_changes_the_article_of_the_platform(
    catalogue: Catalogue, day: str, expected: Verdict, lost: list[str], new: list[str]
) -> None:
    found = at(catalogue, "habitat", day)
    assert (found.verdict, list(found.lost)) == (expected, lost)
    assert [holding.label for holding in found.held if holding.new] == new
    assert (found.since and found.since.isoformat()) == ("2018-01-01" if lost else None)


def test_before_the_law_existed_nothing_is_said_to_be_founded(catalogue: Catalogue) -> None:
    found = at(catalogue, "habitat", "2009-12-01")
    assert found.held == ()
    assert verdict(found).startswith("Avant l'acte du 26 novembre 2015")


def test_what_goes_with_a_verdict_says_what_is_not_known(catalogue: Catalogue) -> None:
    told = " ; ".join(reserves(at(catalogue, "habitat", "2030-01-01"), "2020"))
    for part in (
        "sans que personne l'ait validé",
        "rejoué sur LEGI jusqu'au 6 décembre 2023",
        "une modification plus récente n'est pas connue",
        "arrivé à son terme en 2020",
    ):
        assert part in told
    then = " ; ".join(reserves(at(catalogue, "habitat", "2016-06-01"), "2020"))
    assert "arrivé à son terme" not in then
    assert "n'est pas connue" not in then


def test_an_article_is_said_to_have_changed_as_often_as_its_versions_began(
    catalogue: Catalogue,
) -> None:
    found = at(catalogue, "ressources-humaines", "2023-01-01")
    (held,) = [h for h in found.held if h.label == "CGCT L5211-4-2"]
    answered = ask(catalogue, "versions-d-articles")
    names = [column.name for column in answered.question.columns]
    begun = {
        row[names.index("version_debut")]
        for row in answered.rows
        if row[names.index("article")] == "CGCT L5211-4-2"
    }
    assert held.changes == len([b for b in begun if "2015-11-26" < str(b) <= "2023-01-01"]) > 0
