"""The pages of what comes after the adoption: what they tell of the fictitious registers."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

import anyio
import httpx
import pytest
from icalendar import Calendar

from mutugraph.questions.catalogue import Catalogue
from mutugraph.web.app import create_app

FIRST, SECOND = "/900100010/2016-2020", "/900100010"
Get = Callable[[str], httpx.Response]


@pytest.fixture(scope="module")
def get(many: Catalogue) -> Iterator[Get]:
    app = create_app(many.workspace, many.engine)

    async def fetch(path: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path, headers={"accept": "text/html"})

    with anyio.from_thread.start_blocking_portal() as portal:
        yield lambda path: portal.call(fetch, path)


def told(answer: httpx.Response) -> str:
    """The words of the page."""
    assert answer.status_code == 200, answer.text
    main = re.search(r"<main.*</main>", answer.text, re.DOTALL)
    assert main
    words = html.unescape(re.sub(r"<[^>]+>", " ", main[0]))
    return re.sub(r"\s+", " ", words).replace(" ,", ",").replace(" .", ".")


def test_the_register_is_filtered_by_service_and_by_state_on_a_date(get: Get) -> None:
    assert "8 actes, dont 1 sans numéro ni date." in told(get(f"{FIRST}/actes"))
    page = told(get(f"{FIRST}/actes?service=informatique"))
    assert "4 actes." in page
    assert "Arrêté de mise à disposition" not in page
    page = told(get(f"{FIRST}/actes?etat=en_vigueur&date=2020-06-30"))
    assert "2 conventions en vigueur au 30 juin 2020, telles que leurs avenants les ont" in page


def test_money_has_two_digits_of_cents(get: Get) -> None:
    page = told(get(f"{FIRST}/questions/flux?exercice=2017")).replace("\u202f", " ")
    assert "12 000 11 234,50 €" in page
    page = told(get(f"{FIRST}/questions/soldes?exercice=2017")).replace("\u202f", " ")
    assert "Solde (€)" in page
    assert "11 234,50 −88 765,50" in page


def test_a_convention_has_its_amendments_as_a_line_of_time(get: Get) -> None:
    page = told(get(f"{FIRST}/actes/convention-informatique"))
    first, second = (page.index(f"Avenant n° {n}") for n in (1, 2))
    assert first < second
    assert "Prolonge la convention, fait du CCAS une partie." in page
    assert "effet au 1er janvier 2020. Rivage quitte la convention." in page
    assert get(f"{FIRST}/actes/inconnu").status_code == 404


def test_the_matrix_says_since_when(get: Get) -> None:
    page = told(get(f"{FIRST}/adhesions?date=2019-06-30"))
    assert "CCAS de Lacustre depuis le 1er janvier 2019 non" in page
    assert "Lacustre depuis le 1er février 2016 depuis le 1er janvier 2019" in page


def test_opinions_are_counted_and_the_law_is_named_for_what_is_deemed(get: Get) -> None:
    page = told(get(f"{FIRST}/avis?date=2016-03-01"))
    assert "1 avis reçu sur 2, 2 favorables ou réputé tel, limite le 15 décembre 2015." in page
    assert "1 avis est réputé favorable par la loi" in page
    assert "1 avis est attendu" in told(get(f"{FIRST}/avis?date=2015-11-10"))


def test_a_commune_reads_all_of_it_in_sentences(get: Get) -> None:
    page = told(get(f"{FIRST}/collectivites/rivage?date=2018-12-31"))
    for sentence in (
        "Rivage est dans 1 service : Informatique depuis le 1er janvier 2017.",
        "elle a versé 11 234,50 € et reçu 0 € : il lui en a coûté 11 234,50 €.",
        "En 2017, elle porte 37,5 % du coût du service « Informatique », compté par poste.",
        "réputé favorable par la loi, faute de délibération avant le 15 décembre 2015.",
    ):
        assert sentence in page.replace("\u202f", " ")


def test_two_editions_are_compared_in_sentences(get: Get) -> None:
    page = told(get(f"{SECOND}/continuite"))
    assert "Achats (action 2) continue, devenu l'action 1." in page
    assert "Eau (action 3) n'est pas au schéma suivant." in page
    assert "Archives (action 3) est un service nouveau." in page


def test_a_service_of_either_edition_is_linked_to_its_page(get: Get) -> None:
    page = get(f"{SECOND}/continuite").text
    for href in (f"{FIRST}/services/eau", f"{SECOND}/services/archives"):
        assert f'<a href="{href}">' in page
    assert f'devenu <a href="{SECOND}/services/achats">l\'action 1</a>' in page


def test_a_table_of_the_registers_has_no_column_that_nothing_fills(get: Get) -> None:
    heads = re.compile(r'<th scope="col"[^>]*>([^<]*)</th>')
    register = heads.findall(get(f"{FIRST}/actes").text)
    assert "Statut" not in register  # every act of the fixture is printed by a document
    assert {"Acte", "Services", "Source"} <= set(register)


def test_due_dates_are_subscribed_to(get: Get) -> None:
    page = told(get(f"{SECOND}/echeances?date=2022-11-21"))
    assert "Transfert de l'eau, le 1er janvier 2022" in page
    assert "S'abonner" in told(get(f"{SECOND}/echeances?date=2022-11-21"))
    answer = get(f"{SECOND}/echeances.ics?date=2022-11-21")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 3
    same = get(f"{SECOND}/questions/echeances.ics?date=2022-11-21")
    assert same.content == answer.content
    assert get(f"{SECOND}/questions/soldes.ics").status_code == 406


def test_the_yearly_communication_is_a_page_and_files(get: Get) -> None:
    page = told(get(f"{SECOND}/rapport/2017"))
    assert "L'avancement de la mutualisation en 2017" in page
    assert "À compléter. Aucun acte de 2017 n'est saisi." in page
    answer = get(f"{FIRST}/rapport/2018.odt")
    assert answer.headers["content-type"] == "application/vnd.oasis.opendocument.text"
    assert answer.content.startswith(b"PK")
    assert get(f"{FIRST}/rapport/deux").status_code == 400
    assert "en 2020" in told(get(f"{FIRST}/rapport"))
