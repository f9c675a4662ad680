"""The pages answer in French with the right status, and reflect nothing unescaped."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import httpx
import pytest

from browser.addresses import PAGES
from mutugraph.operations.ask import ask
from mutugraph.pages.beside import Beside
from mutugraph.pages.exports import EXPORT_FORMATS, export
from mutugraph.questions.catalogue import Catalogue

HTML = {"accept": "text/html"}
SCRIPT = "<script>alert(1)</script>"
HEAVIEST = 100_000
FONTS = 50_000
Call = Callable[..., httpx.Response]


@pytest.mark.parametrize("path", [p for p in PAGES if "inconnu" not in p and "douze" not in p])
def test_every_page_answers_in_french_and_is_light(call: Call, path: str) -> None:
    answer = call("GET", path, headers=HTML)
    assert answer.status_code == 200
    assert '<html lang="fr">' in answer.text
    assert "Licence Ouverte" in answer.text
    sent = int(answer.headers["content-length"]) if "content-length" in answer.headers else 0
    assert sent + FONTS <= HEAVIEST


def test_an_article_that_nobody_cites_has_its_page_with_line_of_time_and_place(call: Call) -> None:
    answer = call("GET", "/textes/cgct/l5210-1", headers=HTML)
    assert answer.status_code == 200
    assert "cinquième partie, livre II, titre Ier" in answer.text
    assert "Version du 24 février 1996" in answer.text
    assert "Les versions sur une ligne de temps" in answer.text


@pytest.mark.parametrize(
    ("service", "printed"),
    [
        # l. 745, outside the bullets: the paragraph on the town, and three figures
        ("planification-territoriale", "extension de son secteur sauvegardé"),
        ("planification-territoriale", "</a> : 700 hectares"),
        ("planification-territoriale", "</a> : 211 hectares"),
        ("planification-territoriale", "</a> : 6 communes"),
        ("planification-territoriale", "Titre de la fiche</dt><dd>non imprimé"),
        ("planification-territoriale", "(AGURAM)</a>"),  # l. 749
        ("fonction-juridique", "(CADA)</a>"),  # l. 690
        ("fonction-juridique", "Titre de la fiche</dt><dd>FONCTION JURIDIQUE"),  # l. 685
        ("commande-publique-achats", ": Fonction juridique</a>"),  # l. 670
        ("reprographie", "<strong>Questions sur"),  # l. 720, the introductory sentence
    ],
)
def test_the_page_of_a_service_knows_no_less_than_its_sheet(
    call: Call, service: str, printed: str
) -> None:
    assert printed in call("GET", f"/services/{service}", headers=HTML).text


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/services/ressource-humaine", 404, "Ressources humaines"),
        ("/questions/efectifs", 404, "effectifs"),
        ("/textes/cgct/l5211-4-9", 404, "L5211-4"),
        ("/collectivites/woipy", 404, "Woippy"),
        ("/document/9.9", 404, "Page introuvable"),
        ("/regles/MUT9999", 404, "MUT"),
        ("/rien-de-tel", 404, "Page introuvable"),
        ("/fondements?date=hier", 400, "AAAA-MM-JJ"),
        ("/fondements?date=2015-02-30", 400, "AAAA-MM-JJ"),
        ("/questions/effectifs?action=douze", 400, "action"),
        ("/questions/effectifs?acton=1", 400, "action"),
        ("/services?nature=zz", 400, "operationnel, support"),
        ("/sparql?exemple=efectifs", 400, "effectifs"),
        ("/visas?service=zz", 400, "Demande incomprise"),
        (f"/recherche?q={'a' * 10_000}", 400, "Demande incomprise"),
    ],
)
def test_what_cannot_be_shown_is_said_with_what_to_do(
    call: Call, path: str, status: int, said: str
) -> None:
    answer = call("GET", path, headers=HTML)
    assert (answer.status_code, said in answer.text) == (status, True)
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        f"/recherche?q={SCRIPT}",
        f"/fondements?date={SCRIPT}",
        f"/questions/effectifs?action={SCRIPT}",
        f"/questions/effectifs?{SCRIPT}=1",
        f"/visas?service={SCRIPT}",
        f"/services?nature={SCRIPT}",
        f"/services/{SCRIPT}",
        f"/textes/{SCRIPT}",
        f"/sparql?exemple={SCRIPT}",
    ],
)
def test_nothing_is_reflected_unescaped(call: Call, path: str) -> None:
    assert SCRIPT not in call("GET", path, headers=HTML).text


@pytest.mark.parametrize("format", EXPORT_FORMATS)
def test_an_export_is_the_very_bytes_of_the_command_line(
    call: Call, catalogue: Catalogue, format: str
) -> None:
    answered = ask(catalogue, "articles-par-service", {"action": "1"}, "2024-01-01")
    sent = call("GET", f"/questions/articles-par-service.{format}?action=1&date=2024-01-01")
    assert sent.content == export(answered, format, beside=Beside(catalogue, answered))


def test_a_list_left_on_all_changes_nothing(call: Call) -> None:
    assert call("GET", "/questions/effectifs.csv?action=1&collectivite=").content == (
        call("GET", "/questions/effectifs.csv?action=1").content
    )


def test_a_page_says_what_it_may_do_and_how_old_it_is(call: Call) -> None:
    headers = call("GET", "/", headers=HTML).headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert 'rel="license"' in headers["link"]
    assert {"etag", "last-modified", "vary"} <= headers.keys()
    assert headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in headers


def test_a_page_that_the_client_has_is_not_sent_again(call: Call) -> None:
    tag = call("GET", "/aide", headers=HTML).headers["etag"]
    again = call("GET", "/aide", headers={**HTML, "if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_head_is_get_without_its_content(call: Call) -> None:
    head = call("HEAD", "/aide", headers=HTML)
    assert (head.status_code, head.content) == (200, b"")


def test_options_says_what_is_allowed(call: Call) -> None:
    answer = call("OPTIONS", "/services")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS")


def test_another_method_is_405_with_allow(call: Call) -> None:
    answer = call("DELETE", "/services")
    assert (answer.status_code, "GET" in answer.headers["allow"]) == (405, True)


def test_a_program_gets_its_error_as_a_problem(call: Call) -> None:
    answer = call("GET", "/services/zz", headers={"accept": "application/json"})
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["status"] == 404


def test_the_pages_of_a_schema_live_under_its_epci_too(call: Call, catalogue: Catalogue) -> None:
    codes = [n.entity.value.rpartition("/")[2] for n in catalogue.names.of("epci")]
    pages = {code: call("GET", f"/{code}/services", headers=HTML) for code in codes}
    served = {code: page.text for code, page in pages.items() if page.status_code == 200}
    assert served
    assert all(f'href="/{code}/document"' in text for code, text in served.items())


def test_the_store_s_health_is_its_revision(call: Call, catalogue: Catalogue) -> None:
    assert call("GET", "/sante").json()["revision"] == catalogue.workspace.revision


def test_an_article_s_number_finds_its_services_and_how_each_link_is_established(
    call: Call,
) -> None:
    page = call("GET", "/recherche?q=5211-4-2", headers=HTML).text
    assert page.count(", la chaîne : ") == page.count('<span class="mode mode-deduit">') - 1 == 20
    assert 'href="/services/habitat/pourquoi?article=CGCT+L5211-4-2' in page
    assert "/questions/services-par-article.xlsx?article=CGCT+L5211-4-2" in page


def test_the_services_found_are_those_of_the_date_in_the_address(call: Call) -> None:
    page = call("GET", "/recherche?q=5211-4-2&date=2000-01-01", headers=HTML).text
    assert "la chaîne :" not in page


def test_a_date_at_which_nothing_holds_is_said_on_the_matrix(call: Call) -> None:
    page = call("GET", "/fondements?date=1000-01-01", headers=HTML)
    assert page.status_code == 200
    assert "au 1er janvier 1000" in page.text


def test_characters_that_cannot_be_read_are_not_sent_back(call: Call) -> None:
    assert "\x00" not in call("GET", "/recherche?q=a%00b", headers=HTML).text


def test_the_search_proposes_pages(call: Call) -> None:
    found = call("GET", "/recherche.json?q=5211-4-2").json()
    assert {"text": "CGCT L5211-4-2", "href": "/textes/cgct/l5211-4-2"} in found


def test_a_file_is_controlled_and_nothing_of_the_machine_is_told(call: Call) -> None:
    broken = {"fichier": ("x.ttl", b"<a:b> zz", "text/turtle")}
    answer = call("POST", "/deposer", files=broken, headers=HTML)
    assert answer.status_code == 400
    assert "x.ttl:1" in answer.text
    assert "tmp/" not in answer.text


def test_a_file_too_large_or_of_another_kind_is_refused(call: Call) -> None:
    large = {"fichier": ("x.ttl", b" " * 2_000_000, "text/turtle")}
    other = {"fichier": ("x.exe", b"MZ", "application/octet-stream")}
    assert call("POST", "/deposer", files=large, headers=HTML).status_code == 413
    refused = call("POST", "/deposer", files=other, headers=HTML)
    assert (refused.status_code, ".xlsx, .ods, .ttl" in refused.text) == (415, True)


@pytest.mark.parametrize(
    ("pair", "status"), [("data...data", 400), ("zz", 400), ("deadbeef...deadbeef", 404)]
)
def test_only_commits_of_the_repository_are_compared(call: Call, pair: str, status: int) -> None:
    assert call("GET", f"/revisions/{pair}", headers=HTML).status_code == status


def test_today_is_a_date_in_the_query_string_and_the_page_bears_its_day(call: Call) -> None:
    before = datetime.date.today().isoformat()
    path = "/questions/articles-par-service"
    told = call("GET", f"{path}.json?action=1&date=aujourd-hui").json()["date"]
    page = call("GET", f"{path}?action=1&date=aujourd-hui", headers=HTML).text
    assert before <= told <= datetime.date.today().isoformat()
    assert f'value="{told}"' in page
    assert page.count("date=aujourd-hui") == 1  # the link to ask again, any other day
    assert call("GET", f"{path}.json?date=demain").status_code == 400


def test_each_line_of_a_sheet_says_what_rests_on_it_and_leads_to_the_service(call: Call) -> None:
    page = call("GET", "/document/fiche-01", headers=HTML).text
    assert 'href="/services/ressources-humaines"' in page
    assert 'href="/services/ressources-humaines/pourquoi"' in page
    margins = re.findall(r'<span class="compte porte">([^<]+)</span>', page)
    assert len(margins) == page.count('<section class="partie ligne')
    assert any(re.fullmatch(r"\d+ faits?", said) for said in margins)
    act = call("GET", "/document/deliberation", headers=HTML).text
    assert ">sans fait : titre</span>" in act
    assert ">sans fait : formule</span>" in act


def test_a_passage_leads_back_to_the_reasoning_that_one_came_from(call: Call) -> None:
    reasoning = call("GET", "/services/habitat/pourquoi", headers=HTML).text
    link = re.search(r'href="(/document/[^"]+\?de=habitat#l-\d+)"', reasoning)
    assert link
    page = call("GET", link[1].partition("#")[0], headers=HTML).text
    assert 'href="/services/habitat/pourquoi">Retour au raisonnement' in page
    assert call("GET", "/document/2.3?de=habitatt", headers=HTML).status_code in (400, 404)


def test_each_table_is_told_with_its_rows_its_size_and_files_that_exist(call: Call) -> None:
    page = call("GET", "/donnees", headers=HTML).text
    told = re.findall(r'id="table-([\w-]+)".*?<span class="compte">([^<]+)</span>', page)
    assert len(told) > 10
    name, said = next(pair for pair in told if pair[0] == "communes")
    csv = re.search(rf'href="(/dumps/[^"]+/{name}\.csv)"', page)
    schema = re.search(rf'href="(/dumps/[^"]+/{name}\.schema\.json)"', page)
    assert csv
    assert schema
    body = call("GET", csv[1]).content
    lines = len(body.decode().splitlines()) - 1
    assert said == f"{lines} lignes, {round(len(body) / 1000)} ko"
    assert call("GET", schema[1]).json()["fields"]
    assert f"&lt;a href=&#34;http://localhost{csv[1]}" in page


@pytest.mark.parametrize(
    ("path", "cited"),
    [
        ("/services/habitat", "id/200039865/service/habitat"),
        ("/textes/cgct/l5211-4-2?date=2016-01-01", "id/droit/cgct/l5211-4-2"),
        ("/document/2.3", "id/200039865/section/2.3"),
    ],
)
def test_a_site_without_a_public_address_is_cited_by_permanent_identifiers(
    call: Call, catalogue: Catalogue, path: str, cited: str
) -> None:
    page = call("GET", path, headers=HTML).text
    reference = page.partition('<p id="reference">')[2].partition("</p>")[0]
    assert reference.endswith(catalogue.workspace.namespaces.base + cited)
    assert ("droit lu au 1er janvier 2016" in reference) == ("?date=" in path)


def test_an_end_that_is_not_known_is_no_dash(call: Call, catalogue: Catalogue) -> None:
    answered = ask(catalogue, "articles-par-service")
    names = [column.name for column in answered.question.columns]
    start, end = names.index("version_debut"), names.index("version_fin")
    open_ended = [row for row in answered.rows[:27] if row[start] and not row[end]]
    page = call("GET", "/questions/articles-par-service", headers=HTML).text
    assert open_ended
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert rows.count("fin non connue") == len(open_ended)
