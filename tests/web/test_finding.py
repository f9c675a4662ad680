"""One search finds pages, questions and rules beside what the graph holds, and mends slips."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx
import pytest

from mutugraph.pages.plan import plan

HTML = {"accept": "text/html"}
Call = Callable[..., httpx.Response]


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("organigramme", "/instances"),
        ("base legale", "/fondements"),
        ("incohérences", "/questions/incoherences-source"),
        ("sans fondement", "/questions/services-sans-fondement"),
        ("MUT103", "/regles/MUT103"),
        ("R2", "/fondements/regles/R2"),
        ("RH", "/services/ressources-humaines"),
        ("agents 2017", "/questions/effectifs-par-phase"),
    ],
)
def test_pages_questions_and_rules_are_found_by_their_words(
    call: Call, text: str, href: str
) -> None:
    page = call("GET", "/recherche", params={"q": text}, headers=HTML).text
    assert f'href="{href}"' in page


def test_a_slip_is_mended(call: Call) -> None:
    page = call("GET", "/recherche", params={"q": "woipy"}, headers=HTML).text
    assert "Vouliez-vous dire" in page
    assert "q=woippy" in page


def test_questions_are_proposed_while_typing(call: Call) -> None:
    found = json.loads(call("GET", "/recherche.json", params={"q": "calendrier"}).text)
    assert "/calendrier" in {one["href"] for one in found}
    assert len(found) <= 8


def test_every_page_of_the_plan_answers(call: Call) -> None:
    for place in (place for _, places in plan() for place in places):
        assert call("GET", place.path, headers=HTML).status_code == 200


@pytest.mark.parametrize("slip", ["woipy", "WOIPY", "resources humaines"])
def test_a_slip_finds_what_it_meant_at_once_and_while_typing(call: Call, slip: str) -> None:
    meant = "Woippy" if "w" in slip.lower() else "Ressources humaines"
    page = call("GET", f"/recherche?q={slip}", headers=HTML).text
    assert f"Rien ne correspond à «&nbsp;{slip}&nbsp;»" in page
    assert f">{meant}</a>" in page.partition("Vouliez-vous dire")[2]
    proposed = call("GET", f"/recherche.json?q={slip}").json()
    assert any(meant in one["text"] for one in proposed)


@pytest.mark.parametrize("page", ["/services/12", "/services/12/pourquoi"])
def test_the_number_of_a_sheet_leads_to_its_service(call: Call, page: str) -> None:
    answer = call("GET", page, headers={"accept": "text/html"})
    assert answer.status_code == 200
    title = answer.text.partition("<h1>")[2].partition("</h1>")[0]
    assert "Politique de la ville" in title
