"""What a page says of a collectivity, of today, of all articles at once, is so."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from mutugraph.questions.catalogue import Catalogue

HTML = {"accept": "text/html"}
Call = Callable[..., httpx.Response]


@pytest.mark.parametrize(
    ("path", "printed"),
    [("/collectivites/57751", "349 agents"), ("/collectivites/metz-metropole", "861 agents")],
)
def test_a_collectivity_has_the_staff_that_the_document_prints_of_it(
    call: Call, path: str, printed: str
) -> None:
    page = call("GET", path, headers=HTML).text
    assert f"Effectif de la collectivité : {printed}" in page
    assert "n'en imprime pas pour cette" not in _after(page, "Moyens humains")


def test_what_is_computed_of_a_commune_is_not_said_to_be_unprinted(call: Call) -> None:
    page = call("GET", "/collectivites/57751", headers=HTML).text
    chain = _after(page, "De la commune")
    assert "ne nomme cette commune contributrice à aucun service" in chain
    assert "n'en imprime pas" not in chain


def test_a_dated_question_is_asked_of_today_by_a_link(call: Call) -> None:
    page = call("GET", "/questions/validite", headers=HTML).text
    assert 'href="/questions/validite?date=aujourd-hui"' in page
    assert "date=aujourd-hui" not in call("GET", "/questions/effectifs", headers=HTML).text


def test_what_depends_on_all_articles_counts_each_service_once(call: Call) -> None:
    page = call("GET", "/questions/impact", headers=HTML).text
    assert "choses à revoir (20 services, 20 modalités," in page


def _after(page: str, heading: str) -> str:
    return page.partition(f"<h2>{heading}")[2].partition("</section>")[0]


@pytest.mark.parametrize("path", ["/calendrier", "/questions/effectifs?action=3", "/services"])
def test_a_page_that_is_no_entity_is_cited_by_its_permanent_address(
    call: Call, catalogue: Catalogue, path: str
) -> None:
    page = call("GET", path, headers=HTML).text
    reference = page.partition('<p id="reference">')[2].partition("</p>")[0]
    assert reference.endswith(catalogue.workspace.namespaces.base.rstrip("/") + path)
