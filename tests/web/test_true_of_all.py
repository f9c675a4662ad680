"""What a page says of a collectivity, of today, of all articles at once, is so."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import httpx
import pytest

from mutugraph.operations.ask import ask
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


def test_an_article_says_one_version_and_leads_to_each_on_the_official_site(call: Call) -> None:
    page = call("GET", "/textes/cgct/l5211-4-2?date=2024-01-01", headers=HTML).text
    said = _after(page, "Au 1er janvier 2024")
    assert "dans une autre version qu'au jour de la délibération : celle du 23 février 2022" in said
    assert "Modifié 3 fois depuis la délibération, la première fois le 31 décembre 2018." in said
    assert said.count("31 décembre 2018") == said.count("23 février 2022") == 1
    assert "Cette version sur Légifrance" in said
    rows = _after(page, "Versions").split("<tr")[2:]
    official = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI"
    assert len(rows) == len({row.partition(official)[2][:12] for row in rows if official in row})


def test_a_cell_of_the_matrix_tells_its_phase(call: Call) -> None:
    for path in ("/", "/fondements"):
        page = call("GET", path, headers=HTML).text
        cells = page.count('<a class="case"')
        assert cells > 20
        assert page.count("terme (20") >= cells


def test_a_part_of_the_document_is_named_as_it_is_cited_and_opens(call: Call) -> None:
    page = call("GET", "/questions/enonces-du-document", headers=HTML).text
    pages = [page, *(call("GET", f"/questions/enonces-du-document?page={n}").text for n in (2, 9))]
    shown = "".join(pages)
    assert 'href="/document/deliberation" data-court>délibération</a>' in shown
    assert not re.search(r">(?:deliberation|fiche-\d+)<", shown)


def _after(page: str, heading: str) -> str:
    return page.partition(f"<h2>{heading}")[2].partition("</section>")[0]


@pytest.mark.parametrize("path", ["/calendrier", "/questions/effectifs?action=3", "/services"])
def test_a_page_that_is_no_entity_is_cited_by_its_permanent_address(
    call: Call, catalogue: Catalogue, path: str
) -> None:
    page = call("GET", path, headers=HTML).text
    reference = page.partition('<p id="reference">')[2].partition("</p>")[0]
    assert reference.endswith(catalogue.workspace.namespaces.base.rstrip("/") + path)


def test_no_row_is_headed_by_a_dash_and_no_number_has_a_hyphen(
    call: Call, catalogue: Catalogue
) -> None:
    for id in catalogue.questions:
        page = call("GET", f"/questions/{id}", headers=HTML).text
        heads = re.findall(r'<th scope="row"[^>]*>(.*?)</th>', page, re.DOTALL)
        assert not any('class="rien"' in head for head in heads), id
        assert not re.search(r">-\d", page), id


@pytest.mark.parametrize("path", ["/donnees", "/collectivites/57463", "/questions/adhesions"])
def test_what_came_after_the_document_is_not_said_to_be_unprinted(call: Call, path: str) -> None:
    assert "n'en imprime pas" not in call("GET", path, headers=HTML).text


@pytest.mark.parametrize(
    "path",
    [
        "/questions/validite",
        "/questions/articles-par-service",
        "/fondements",
        "/fondements/regles/R2",
        "/services/habitat/pourquoi?article=CGCT+L5211-4-2",
        "/textes/cgct/l5211-4-2",
    ],
)
def test_a_legal_answer_says_once_up_to_when_its_law_is_known(call: Call, path: str) -> None:
    for day in ("2015-11-26", "2999-12-31"):
        page = call("GET", f"{path}{'&' if '?' in path else '?'}date={day}", headers=HTML).text
        notes = [n for n in re.findall(r"<p class=\"note[^>]*>(.*?)</p>", page) if "LEGI" in n]
        assert len(notes) == 1
        assert re.search(r"connu jusqu'au \d+ \w+ \d{4}", html.unescape(notes[0]))
        assert "À rejouer" in html.unescape(notes[0]) or day < "2023"


@pytest.mark.parametrize(
    "path",
    [
        "/visas",
        "/visas?service=habitat",
        "/services/habitat",
        "/questions/validite",
        "/echeances",
        "/adhesions",
        "/avis",
        "/collectivites/57463",
    ],
)
def test_a_legal_page_leads_to_the_day_of_the_act_and_to_today(call: Call, path: str) -> None:
    page = call("GET", path, headers=HTML).text
    assert re.search(r'href="[^"]*date=aujourd-hui">Aujourd', html.unescape(page))
    assert "Délibération<span" in page


@pytest.mark.parametrize(
    "path",
    [
        "/visas?service=habitat",
        "/services/habitat",
        "/services/habitat/pourquoi",
        "/fondements",
        "/fondements/regles/R2",
        "/textes/cgct/l5211-4-2",
    ],
)
def test_a_legal_page_says_its_day_on_paper_too(call: Call, path: str) -> None:
    page = call("GET", f"{path}{'&' if '?' in path else '?'}date=2017-06-01", headers=HTML).text
    assert (
        '<p class="note lu">Droit lu au 1er juin 2017' in page
    )  # `lu`: the date forms are not printed


@pytest.mark.parametrize("id", ["actes", "actes-en-vigueur", "effectifs", "renvois"])
def test_what_is_chosen_in_a_list_yields_the_rows_that_it_counts(
    call: Call, catalogue: Catalogue, id: str
) -> None:
    page = call("GET", f"/questions/{id}", headers=HTML).text
    form = page.partition('<form class="phrase enonce"')[2].partition("</form>")[0]
    assert "<input name=" not in form  # nothing to type where there is a list to choose from
    lists = re.findall(r'<select name="(\w+)">(.*?)</select>', form, re.DOTALL)
    assert lists
    for name, options in lists:
        chosen = re.findall(r'value="([^"]+)"[^>]*>[^<]*\((\d+)\)', options)
        assert chosen
        for value, count in (chosen[0], chosen[-1]):
            assert len(ask(catalogue, id, {name: html.unescape(value)})) == int(count)


def test_an_article_in_any_spelling_is_chosen_in_its_list(call: Call) -> None:
    for id in ("impact", "services-par-article"):
        page = call("GET", f"/questions/{id}?article=l+5211+4+2", headers=HTML).text
        assert re.search(r'value="CGCT L5211-4-2" selected', page), id


def test_the_articles_to_choose_from_are_those_on_which_something_depends(
    call: Call, catalogue: Catalogue
) -> None:
    page = html.unescape(call("GET", "/questions/impact", headers=HTML).text)
    offered = set(re.findall(r'<option value="([^"]+)"', page))
    labels = {name.label for name in catalogue.names.of("article")}
    cited = {str(row[0]) for row in ask(catalogue, "validite").rows} & labels
    for article in offered | cited:
        assert bool(len(ask(catalogue, "impact", {"article": article}))) == (article in offered)


@pytest.mark.parametrize(
    "path", ["/", "/services", "/questions/actions", "/questions/validite", "/actes", "/donnees"]
)
def test_no_link_is_without_words(call: Call, path: str) -> None:
    page = call("GET", path, headers=HTML).text
    assert not re.search(r"<a [^>]*>\s*</a>", page)


def test_two_revisions_that_are_chosen_are_compared_at_once(call: Call) -> None:
    sent = call("GET", "/revisions?avant=0123456789ab&apres=ba9876543210", headers=HTML)
    assert sent.headers["location"].endswith("/revisions/0123456789ab...ba9876543210")
    assert call("GET", "/revisions?avant=0123456789ab", headers=HTML).status_code == 200
    assert call("GET", "/revisions?avant=HEAD~1&apres=HEAD", headers=HTML).status_code == 400
