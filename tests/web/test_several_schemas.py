"""With several schémas in the store, each has its pages, which know nothing of the others."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import anyio
import httpx
import pytest

from mutugraph.questions.catalogue import Catalogue
from mutugraph.web.app import create_app

HTML = {"accept": "text/html"}
METZ, FIRST, LAKES, BARE = "200039865", "900000001", "900100010", "900200027"
PAGES = (
    "/",
    "/services",
    "/questions",
    "/questions/effectifs",
    "/questions/articles-par-service",
    "/fondements",
    "/textes",
    "/visas",
    "/collectivites",
    "/instances",
    "/calendrier",
    "/moyens",
    "/indicateurs",
    "/cooperations",
    "/finances",
    "/actes",
    "/adhesions",
    "/avis",
    "/echeances",
    "/continuite",
    "/document",
    "/donnees",
    "/plan-du-site",
)
OTHERS = (f"/{FIRST}", f"/{LAKES}", f"/{LAKES}/2016-2020", f"/{BARE}")
OF_ONE = (
    "/services/paie",
    "/services/paie/pourquoi",
    "/visas?service=paie",
    "/recherche?q=paie",
)
NAV = re.compile(r'<nav aria-label="Autres schémas">.*?</nav>', re.DOTALL)
REVISION = re.compile(r"\b[0-9a-f]{12}\b")
Get = Callable[[str], httpx.Response]


def serving(catalogue: Catalogue) -> Iterator[Get]:
    app = create_app(catalogue.workspace, catalogue.engine)

    async def fetch(path: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path, headers=HTML)

    with anyio.from_thread.start_blocking_portal() as portal:
        yield lambda path: portal.call(fetch, path)


@pytest.fixture(scope="module")
def get(many: Catalogue) -> Iterator[Get]:
    yield from serving(many)


@pytest.fixture(scope="module")
def alone(catalogue: Catalogue) -> Iterator[Get]:
    yield from serving(catalogue)


def plain(page: str) -> str:
    """A page without what speaks of the whole store."""
    return REVISION.sub("", NAV.sub("", page))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", OTHERS)
def test_every_page_of_every_schema_answers(get: Get, prefix: str, path: str) -> None:
    answer = get(f"{prefix}{path}")
    assert (answer.status_code, path) == (200, path)
    assert "None" not in re.sub(r"<script.*?</script>", "", answer.text, flags=re.DOTALL)


@pytest.mark.parametrize("path", OF_ONE)
def test_the_pages_of_a_service_answer(get: Get, path: str) -> None:
    assert get(f"/{FIRST}{path}").status_code == 200


@pytest.mark.parametrize(
    "path",
    [p for p in PAGES if p not in ("/questions/effectifs", "/questions/articles-par-service")],
)
def test_a_page_of_metz_is_the_one_it_has_alone(get: Get, alone: Get, path: str) -> None:
    assert plain(get(path).text) == plain(alone(path).text)


def test_a_service_of_metz_is_shown_as_alone(get: Get, alone: Get) -> None:
    for path in ("/services/finances", "/services/finances/pourquoi", "/collectivites/57463"):
        assert plain(get(path).text) == plain(alone(path).text)


@pytest.mark.parametrize("prefix", OTHERS)
def test_the_links_of_a_schema_stay_in_it(get: Get, prefix: str) -> None:
    page = NAV.sub("", get(f"{prefix}/services").text)
    services = re.findall(r'href="([^"]*/services/[^"?]+)"', page)
    assert services
    assert all(link.startswith(f"{prefix}/services/") for link in services)
    assert all(get(link).status_code == 200 for link in services)


def test_an_epci_s_pages_show_its_latest_edition_and_the_other_under_its_code(get: Get) -> None:
    latest, former = get(f"/{LAKES}/services").text, get(f"/{LAKES}/2016-2020/services").text
    assert ("Archives" in latest, "Eau" in latest) == (True, False)
    assert ("Archives" in former, "Eau" in former) == (False, True)
    assert get(f"/{LAKES}/2021-2026/services").status_code == 200
    assert get(f"/{LAKES}/2016-2020/services/eau").status_code == 200


def test_the_address_of_a_service_that_only_a_former_edition_has_leads_to_it(get: Get) -> None:
    for own in ("/services/eau", "/services/eau/pourquoi?date=2016-06-30"):
        answer = get(f"/{LAKES}{own}")
        assert (answer.status_code, answer.headers["location"]) == (307, f"/{LAKES}/2016-2020{own}")
        assert get(answer.headers["location"]).status_code == 200
    assert get(f"/{LAKES}/2016-2020/services/archives").status_code == 404  # later is no home
    assert get(f"/{LAKES}/services/inconnu").status_code == 404


def test_a_service_says_what_takes_it_up_and_what_it_comes_from(get: Get) -> None:
    former, latest = f"/{LAKES}/2016-2020/services", f"/{LAKES}/services"
    for address, sentence in (
        (f"{former}/achats", f'Repris par <a href="{latest}/achats">Achats</a> (action 1), au'),
        (f"{former}/informatique", f'dans <a href="{latest}/numerique">Numérique</a> (action 2)'),
        (f"{former}/informatique", f'allée à <a href="{latest}/archives">Archives</a> (action 3)'),
        (f"{former}/eau", "est pas repris au schéma suivant."),
        (f"{latest}/achats", f'Reprend <a href="{former}/achats">Achats</a> (action 2), du'),
        (f"{latest}/archives", f'une part de <a href="{former}/informatique">Informatique</a>'),
        (f"{latest}/archives", "Service nouveau"),
    ):
        assert sentence in get(address).text, address


def test_every_page_says_which_edition_it_shows_and_links_to_the_others(get: Get) -> None:
    (nav,) = NAV.findall(get(f"/{LAKES}/2016-2020/services").text)
    assert "édition 2016-2020" in nav
    for href in ("/", f"/{FIRST}/", f"/{LAKES}/", f"/{BARE}/"):
        assert f'href="{href}"' in nav
    assert f'href="/{LAKES}/2016-2020/"' not in nav


def test_a_store_of_one_schema_names_no_other(alone: Get) -> None:
    assert NAV.findall(alone("/").text) == []


@pytest.mark.parametrize(
    ("prefix", "counted"),
    [(f"/{FIRST}", 3), (f"/{LAKES}", 2), (f"/{BARE}", 0)],
)
def test_the_home_page_counts_its_own_communes(get: Get, prefix: str, counted: int) -> None:
    found = re.search(r"<strong>([^<]+)</strong> communes", get(f"{prefix}/").text)
    members = len(set(re.findall(r'/collectivites/(\d{5})"', get(f"{prefix}/collectivites").text)))
    assert members == int(found[1]) if found else members == 0
    assert members >= counted


def test_a_schema_s_phases_are_its_columns_and_its_facets(get: Get) -> None:
    page = get(f"/{FIRST}/services").text
    for phase in ("Lancement (2021)", "Extension (2023)", "Généralisation (2025-2026)"):
        assert f'<th scope="col">{phase}</th>' in page
        assert f"<dt>{phase}</dt>" in page
    assert "échéance</th>" not in page
    (href, *_) = re.findall(r'href="([^"]*[?]lancement=[^"]+)"', page)
    assert get(href.replace("&amp;", "&")).status_code == 200
    assert get(f"/{FIRST}/services?lancement=autre").status_code == 400


def test_a_code_that_two_schemas_word_differently_has_the_words_of_the_one_shown(get: Get) -> None:
    mine, other = "Étape unique (2021-2026)", "Court terme (2017)"
    cells = re.findall(r"<td[^>]*>(.*?)</td>", get(f"/{LAKES}/questions/modalites").text)
    assert (mine in cells, other in cells) == (True, False)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", get("/questions/modalites?epci=200039865").text)
    assert (mine in cells, other in cells) == (False, True)
    every = re.findall(r"<td[^>]*>(.*?)</td>", get("/questions/modalites").text)
    assert (mine in every, other in every, "court" in every) == (False, False, True)


def test_sheets_without_number_have_a_row_each_in_the_calendar(get: Get) -> None:
    page = get(f"/{FIRST}/calendrier").text
    rows = re.findall(r'<th scope="row"><a href="([^"]+)">', page)
    assert len(rows) == len(set(rows)) == 3  # the three sheets of the fixture that print steps


def test_where_no_number_axis_or_sheet_is_printed_none_is_shown(get: Get) -> None:
    page = get(f"/{BARE}/services").text
    assert "Fiche</th>" not in page
    assert "<dt>Axe</dt>" not in page
    (slug, *_) = re.findall(rf'href="/{BARE}/services/([^"?]+)"', page)
    service = get(f"/{BARE}/services/{slug}").text
    assert "Fiche action" not in service
    assert "Titre de la fiche" not in service
    assert '<select name="action">' not in get(f"/{BARE}/questions/effectifs").text
    assert '<select name="action">' in get(f"/{LAKES}/questions/articles-par-service").text


def test_the_default_date_is_told_for_what_it_is(get: Get) -> None:
    assert "date de la délibération" in get("/").text
    assert "premier jour du schéma" in get(f"/{BARE}/").text
    assert "délibération, prise par défaut" not in get(f"/{BARE}/fondements").text


def test_a_question_without_prefix_means_every_schema_and_links_to_each(get: Get) -> None:
    page = get("/questions/effectifs").text
    assert 'href="/services/ressources-humaines"' in page
    assert f'href="/{FIRST}/services/paie"' in page


def test_the_control_of_a_schema_finds_nothing_in_another_s_folder(get: Get) -> None:
    until = time.monotonic() + 240  # it yields to all else
    while "data-attendre" in (page := get(f"/{FIRST}/controle").text):
        assert time.monotonic() < until
    for other in (METZ, LAKES, BARE):
        assert f"data/ttl/{other}" not in NAV.sub("", page)


def test_the_pages_of_every_schema_are_offered_to_search_engines(get: Get) -> None:
    found = re.findall("<loc>http://localhost([^<]*)<", get("/sitemap.xml").text)
    assert len(set(found)) == len(found)
    for prefix in ("", *OTHERS):
        assert f"{prefix}/services" in found
    assert f"/{FIRST}/services/paie" in found


@pytest.mark.parametrize("prefix", OTHERS)
def test_what_is_one_is_not_counted_as_several_nor_what_is_none_at_all(
    get: Get, prefix: str
) -> None:
    for path in PAGES:
        told = re.sub(r"<[^>]+>", "", get(f"{prefix}{path}").text)
        assert re.findall(r"\b0 (?:favorable|service|acte|avis|commune)s?\b", told) == [], path
        assert "Chaque fiche imprime" not in told, path  # where there is none
        several = r"\b1 (?:service|article|instance|commune|passage|table|ligne|autre|acte|fait)s\b"
        assert re.findall(several, told) == [], path
