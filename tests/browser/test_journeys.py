"""The journeys of the people who use the site, click by click."""

from __future__ import annotations

import pytest

from browser.conftest import Open

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
WIDTHS = pytest.mark.parametrize("width", [1280, 360])


@BOTH
@WIDTHS
def test_from_an_article_s_number_to_the_passage(opened: Open, scripts: bool, width: int) -> None:
    page = opened("/", scripts=scripts, width=width)
    page.locator("main input[name=q]").fill("5211-4-2")
    page.locator("main form button").click()
    page.get_by_role("link", name="CGCT L5211-4-2", exact=True).first.click()
    assert page.locator("h1").inner_text() == "CGCT L5211-4-2"
    assert "Version du 9 août 2015" in page.locator("main").inner_text()
    page.get_by_role("link", name="§1.3, l. 200").first.click()
    assert page.locator("#l-200").count() == 1
    assert "L5211-4-2" in page.locator("section:has(#l-200)").inner_text()


@BOTH
@WIDTHS
def test_from_an_article_s_number_to_its_services_the_chain_the_passage_and_the_visas(
    opened: Open, scripts: bool, width: int
) -> None:
    page = opened("/", scripts=scripts, width=width)
    page.locator("main input[name=q]").fill("5211-4-2")
    page.locator("main form button").click()
    assert "20 liens déduits" in page.locator(".appui").inner_text()
    row = page.locator("tr", has_text="Habitat")
    assert row.locator("svg .trait-deduit").count() == 1
    row.locator("a.case").click()
    assert "/services/habitat/pourquoi?article=CGCT" in page.url
    chain = page.url
    page.get_by_role("link", name="§2.3, l. 260").first.click()
    assert "L. 5211-4-2" in page.locator("section:has(#l-260)").inner_text()
    page.goto(chain)
    page.get_by_role("link", name="Les visas à copier").click()
    assert "L. 5211-4-2" in page.locator("#visas").inner_text()


@BOTH
def test_the_services_of_an_article_leave_as_a_spreadsheet(opened: Open, scripts: bool) -> None:
    page = opened("/recherche?q=l.+5211-4-2", scripts=scripts)
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").first.click()
    assert download.value.suggested_filename == "services-par-article.xlsx"


@BOTH
@WIDTHS
def test_which_articles_justify_a_service_in_two_clicks(
    opened: Open, scripts: bool, width: int
) -> None:
    page = opened("/", scripts=scripts, width=width)
    page.get_by_role("link", name="Ressources humaines", exact=True).first.click()
    row = page.locator("tr", has_text="CGCT L5211-4-2").first
    assert "Déduit" in row.inner_text()
    assert row.locator("svg .trait-deduit").count() == 1
    row.get_by_role("link", name="§2.3, l. 259").first.click()
    assert page.url.endswith("/document/2.3#l-259")


@BOTH
def test_a_question_offers_no_choice_that_yields_nothing(opened: Open, scripts: bool) -> None:
    page = opened("/questions/effectifs", scripts=scripts)
    page.locator("select[name=action]").select_option(label="1 · Ressources humaines (2)")
    page.get_by_role("button", name="Répondre").click()
    assert page.locator("main tbody tr").count() == 2
    assert "Ville de Metz" in page.locator("main tbody").inner_text()


@BOTH
def test_an_answer_is_sorted_on_a_narrow_screen_too(opened: Open, scripts: bool) -> None:
    page = opened("/questions/effectifs", width=360, scripts=scripts)
    page.locator("summary", has_text="Trier la réponse").click()
    page.locator(".etroit a", has_text="Agents").click()
    assert "tri=agents" in page.url
    rows = page.locator("main tbody tr td[data-tete=Agents]").all_inner_texts()
    counts = [float(row.replace(",", ".")) for row in rows if row[:1].isdigit()]
    assert counts == sorted(counts) and len(set(counts)) > 1
    assert not opened("/questions/effectifs", width=1280).locator(".etroit").is_visible()


def test_the_answer_leaves_as_a_spreadsheet(opened: Open) -> None:
    page = opened("/questions/effectifs?action=1")
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename == "effectifs.xlsx"


@BOTH
def test_the_date_chosen_is_in_the_address_and_on_the_page(opened: Open, scripts: bool) -> None:
    page = opened("/textes/cgct/l5211-4-2", scripts=scripts)
    page.locator(".dates input[name=date]").fill("2013-01-01")
    page.get_by_role("button", name="Lire").click()
    assert "date=2013-01-01" in page.url
    assert "Version du 2 mars 2012" in page.locator("main").inner_text()


def test_the_search_proposes_while_typing(opened: Open) -> None:
    page = opened("/services")
    page.locator("header input[name=q]").type("assuranc")
    page.locator(".proposer a", has_text="Assurances").first.wait_for()
    page.locator(".proposer a", has_text="Assurances").first.click()
    assert page.locator("h1").inner_text() == "Assurances"


@pytest.mark.parametrize("field", ["header", "main"])
def test_what_is_proposed_is_chosen_by_keyboard(opened: Open, field: str) -> None:
    page = opened("/")
    page.locator(f"{field} input[name=q]").focus()
    page.keyboard.type("woippy")
    page.locator(".proposer a").nth(1).wait_for()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    assert page.locator(".proposer a:focus").inner_text() == "Woippy"
    page.keyboard.press("Escape")
    assert page.locator(".proposer").count() == 0
    assert page.locator(f"{field} input[name=q]:focus").count() == 1
    page.keyboard.type(" ")
    page.keyboard.press("Backspace")
    page.locator(".proposer a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/collectivites/57751")


def test_a_misspelt_service_is_suggested(opened: Open) -> None:
    page = opened("/services/ressource-humaine")
    page.get_by_role("link", name="Ressources humaines").first.click()
    assert page.url.endswith("/services/ressources-humaines")


@BOTH
def test_the_facets_narrow_the_services(opened: Open, scripts: bool) -> None:
    page = opened("/services", scripts=scripts)
    page.get_by_role("link", name="Opérationnel", exact=True).click()
    assert "nature=operationnel" in page.url
    assert page.locator("main tbody tr").count() < 20
    page.get_by_role("link", name="Retirer tous les filtres").click()
    assert page.locator("main tbody tr").count() == 20
