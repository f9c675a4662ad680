"""What rests on an article: the links that the document's own table and sheets establish."""

from __future__ import annotations

import pytest

from mutugraph.operations.ask import ask
from mutugraph.operations.resting import BASES, links, resting
from mutugraph.questions.catalogue import Catalogue


def test_the_twenty_services_rest_on_the_article_of_common_services_by_deduction(
    catalogue: Catalogue,
) -> None:
    (found,) = resting(catalogue, catalogue.names.find("article", "5211-4-2"))
    assert [link.number for link in found.links] == list(range(1, 21))
    assert found.ways == {"deduit": 20}
    assert all("R2" in link.rules for link in found.links)
    # §5.1 prints « service commun » for 17 services in the first column, for three in the second
    assert [link.number for link in found.links if "court" not in link.phases] == [18, 19, 20]


def test_an_article_that_founds_nothing_has_no_services(catalogue: Catalogue) -> None:
    assert resting(catalogue, catalogue.names.find("article", "CGCT L5211-30")) == ()
    assert resting(catalogue, ()) == ()


def test_the_date_chooses_what_holds(catalogue: Catalogue) -> None:
    articles = catalogue.names.find("article", "5211-4-2")
    assert resting(catalogue, articles, "2000-01-01") == ()


def test_every_row_of_the_question_is_in_one_link(catalogue: Catalogue) -> None:
    answered = ask(catalogue, BASES)
    names = [column.name for column in answered.question.columns]
    rows = [dict(zip(names, row, strict=True)) for row in answered.rows]
    every = links(answered)
    assert {(r["action"], r["article"], r["mode"]) for r in rows} == {
        (link.number, link.article, link.mode) for link in every
    }
    assert len(every) == len({(link.number, link.article, link.mode) for link in every})
    told = {(link.number, rule) for link in every for rule in link.rules}
    assert told == {(r["action"], r["regle"]) for r in rows if r["regle"]}


@pytest.mark.parametrize("mode", ["cite", "externe", "indetermine"])
def test_the_ways_are_kept_apart(catalogue: Catalogue, mode: str) -> None:
    answered = ask(catalogue, BASES)
    column = [c.name for c in answered.question.columns].index("mode")
    assert any(row[column] == mode for row in answered.rows)
    assert any(link.mode == mode for link in links(answered))
