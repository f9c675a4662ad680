"""What nobody should ask is answered too: days out of the law that is known, values of no facet."""

from __future__ import annotations

import html
import re

import anyio
import pytest
from fastapi import FastAPI
from starlette.types import Message

from web.conftest import Call

HTML = {"accept": "text/html"}
DAYS = ("1900-01-01", "2010-12-01", "2999-12-31")
DATED = (
    "/services/habitat",
    "/services/habitat/pourquoi",
    "/fondements",
    "/fondements/regles/R2",
    "/textes/cgct/l5211-4-2",
    "/visas?service=habitat",
    "/questions/articles-par-service?action=13",
    "/collectivites/57463",
    "/recherche?q=5211-4-2",
    "/echeances",
    "/adhesions",
    "/avis",
)
# in force far beyond what was replayed: each says how far the law is known
LEGAL = ("/services/habitat", "/services/habitat/pourquoi", "/fondements", "/textes/cgct/l5211-4-2")


def _told(page: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", " ", page)))


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("path", DATED)
def test_any_day_has_its_page_with_the_form_that_changes_it(
    call: Call, path: str, day: str
) -> None:
    answer = call("GET", f"{path}{'&' if '?' in path else '?'}date={day}", headers=HTML)
    assert answer.status_code == 200
    assert f'value="{day}"' in answer.text


@pytest.mark.parametrize("path", LEGAL)
def test_beyond_the_law_that_is_known_the_page_says_so(call: Call, path: str) -> None:
    page = _told(call("GET", f"{path}?date=2999-12-31", headers=HTML).text)
    assert re.search(r"jusqu'au \d+(er)? \w+ 20\d\d", page)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/questions/effectifs?f.collectivite=Atlantis", "Ville de Metz"),
        ("/questions/effectifs?f.rien=1", "agents"),
        ("/questions/effectifs?tri=rien", "agents"),
        ("/questions/effectifs?page=99", "Valeur attendue : 1"),
        ("/questions/effectifs?page=0", "Valeur attendue : 1"),
        ("/actes?etat=zz", "en_vigueur"),
        ("/services?axe=9", "Valeur attendue"),
        ("/services?echeance=rien", "financement"),
        ("/rapport/1900", "1950…2100"),
        ("/rapport/2999", "1950…2100"),
        ("/calendrier?page=3", "paramètre"),
        ("/document/2.3?de=zz", "zz"),
    ],
)
def test_a_value_that_yields_nothing_is_refused_with_those_that_do_and_the_way_back(
    call: Call, path: str, said: str
) -> None:
    answer = call("GET", path, headers=HTML)
    assert answer.status_code == 400
    assert said in _told(answer.text)
    assert f'href="{path.partition("?")[0]}">Reprendre cette page' in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/visas.odt?service=habitat",
        "/visas.docx?service=habitat",
        "/rapport/2019.md",
        "/rapport/2019.odt",
        "/classeur/200039865.xlsx",
        "/echeances.ics",
        "/questions/effectifs.json",
        "/questions/effectifs.csv",
    ],
)
def test_a_file_too_refuses_a_parameter_that_it_would_ignore(call: Call, path: str) -> None:
    answer = call("GET", f"{path}{'&' if '?' in path else '?'}dat=2020-01-01", headers=HTML)
    assert answer.status_code == 400
    assert "« dat » est inconnu" in _told(answer.text)


@pytest.mark.parametrize(
    ("path", "led"),
    [
        ("/impact", "/questions/impact"),
        ("/comparer", "/revisions"),
        ("/pourquoi/habitat", "/services/habitat"),
        ("/dumps/effectifs", "/questions/effectifs"),
    ],
)
def test_an_address_that_there_is_not_leads_to_what_it_may_have_meant(
    call: Call, path: str, led: str
) -> None:
    answer = call("GET", path, headers=HTML)
    assert answer.status_code == 404
    assert f'href="{led}"' in answer.text.partition("Vouliez-vous dire")[2]


def test_what_is_proposed_is_said_once(call: Call) -> None:
    page = _told(call("GET", "/services/habita", headers=HTML).text)
    assert page.count("Vouliez-vous dire") == 1


@pytest.mark.parametrize("path", ["/questions/effectifs", "/questions/effectifs.csv", "/visas"])
def test_a_parameter_with_two_values_is_refused_as_the_command_refuses_it(
    call: Call, path: str
) -> None:
    name = "service" if path == "/visas" else "action"
    answer = call("GET", f"{path}?{name}=1&{name}=2", headers=HTML)
    assert answer.status_code == 400
    assert f"Le paramètre « {name} » a plusieurs valeurs : 1, 2." in _told(answer.text)
    for same in (f"{name}=1&{name}=1", f"{name}=&{name}=1"):  # a form may send an empty field too
        assert call("GET", f"{path}?{same}", headers=HTML).status_code == 200


@pytest.mark.parametrize(
    "path",
    [f"http://localhost{p}" for p in ("//", "/...", "/%20", "/id/", "/def/", "/graphe/", "/jeu/")],
)
def test_an_address_without_a_name_is_a_missing_page_that_names_none(call: Call, path: str) -> None:
    answer = call("GET", path, headers=HTML)
    assert answer.status_code == 404
    assert "«  »" not in answer.text


def test_an_address_that_is_no_text_is_told_as_such_wherever_it_leads(app: FastAPI) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    asked = {"method": "GET", "path": "/services", "query_string": b"axe=\xff", "headers": []}
    anyio.run(app, {"type": "http", "server": ("localhost", 80), **asked}, _never, send)
    assert [message.get("status") for message in sent] == [400, None]
    assert sent[1]["body"].decode().startswith("L'adresse demandée n'est pas de l'UTF-8.")


async def _never() -> Message:
    raise AssertionError("the body is not read")
