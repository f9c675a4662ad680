"""The SPARQL editor in a real browser, under the strict policy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from pyoxigraph import RdfFormat, parse

from browser.conftest import Open
from mutugraph.engine.formats import RESULT_FORMATS
from mutugraph.questions.catalogue import Catalogue

if TYPE_CHECKING:
    from playwright.sync_api import Page

TERMS = (
    "SELECT ?s ?nom ?n ?vide { ?s skos:prefLabel ?nom ; mut:agents|mut:numero ?n } ORDER BY ?s ?n"
)
GRAPH = """
CONSTRUCT { ?s skos:prefLabel ?nom ; a ?c ; mut:numero ?n }
WHERE { ?s a mut:FicheAction, ?c ; skos:prefLabel ?nom ; mut:numero ?n }"""


def _write(page: Page, query: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(query)


def _run(page: Page, query: str) -> None:
    _write(page, query)
    page.keyboard.press("Control+Enter")


def _downloaded(page: Page, format: str) -> bytes:
    with page.expect_download() as download:
        page.locator("#reponse").get_by_role("button", name=format, exact=True).click()
    return Path(download.value.path()).read_bytes()


def test_an_example_runs_and_its_answer_is_a_table(opened: Open) -> None:
    page = opened("/sparql?exemple=effectifs")
    assert "Quels moyens humains" in page.get_by_role("group", name="Onglets").inner_text()
    page.get_by_role("button", name="Exécuter").click()
    page.locator("#reponse table").wait_for()
    assert "Ressources humaines" in page.locator("#reponse tbody tr").first.inner_text()


def test_prefixes_terms_and_variables_are_proposed(opened: Open) -> None:
    page = opened("/sparql")
    for typed, proposed, told in (
        ("SELECT * WHERE { ?s mut:etabliP", "mut:etabliPar", "propriété"),
        ("SELECT * WHERE { ?s a mut:FicheA", "mut:FicheAction", "classe"),
        ("SELECT * WHERE { ?s sko", "skos:", "préfixe"),
        ("SELECT * WHERE { ?s skos:prefL", "skos:prefLabel", "propriété"),
        ("SELECT * WHERE { ?service ?p ?ser", "?service", ""),
    ):
        page.locator(".cm-content").click()
        page.keyboard.press("Control+A")
        page.keyboard.type(typed)
        option = page.locator(".cm-tooltip-autocomplete li", has_text=proposed).first
        option.wait_for()
        assert told in option.inner_text()
        page.keyboard.press("Escape")


def test_an_unknown_term_of_ours_is_underlined_and_replaced(opened: Open) -> None:
    page = opened("/sparql")
    _write(page, "SELECT * { ?s a mut:ServiceMutual } # mut:Commentaire 'mut:Texte'")
    page.locator(".cm-lintRange-warning", has_text="mut:ServiceMutual").wait_for()
    told = "mut:ServiceMutual n'existe pas, vouliez-vous dire mut:ServiceMutualise ?"
    page.get_by_role("status").filter(has_text=told).wait_for()
    assert page.locator(".cm-lintRange-warning").count() == 1
    page.keyboard.press("F8")
    page.locator(".cm-diagnosticAction").first.click()
    page.get_by_role("status").filter(has_text="ServiceMutual").wait_for(state="hidden")
    assert "mut:ServiceMutualise" in page.locator(".cm-content").inner_text()


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ("mut:Servic", "mut:Servic n'existe pas, vouliez-vous dire mut:ServiceMutualise ?"),
        ("skos:prefLabell", "que cette base emploie, vouliez-vous dire skos:prefLabel ?"),
        (
            "<http://purl.org/dc/terms/titl>",
            "que cette base emploie, vouliez-vous dire dct:title ?",
        ),
        ("foo:bar", "Le préfixe foo: n'est pas déclaré."),
    ],
)
def test_a_term_of_any_vocabulary_that_finds_nothing_is_told_whole(
    opened: Open, term: str, told: str
) -> None:
    page = opened("/sparql")
    _write(page, f"SELECT * {{ ?s a skos:Concept, {term} ; skos:prefLabel ?n }} # xsd:double")
    page.get_by_role("status").filter(has_text=told).wait_for()
    assert page.locator(".cm-lintRange-warning").all_inner_texts() == [term]


def test_every_prefix_of_the_data_completes(opened: Open) -> None:
    page = opened("/sparql")
    for prefix in ("skos", "dct", "xsd", "eli"):
        page.locator(".cm-content").click()
        page.keyboard.press("Control+A")
        page.keyboard.type(f"SELECT * {{ ?s {prefix}:")
        page.locator(".cm-tooltip-autocomplete li", has_text=f"{prefix}:").nth(1).wait_for()
        page.keyboard.press("Escape")


def test_an_error_is_told_and_underlined_at_its_place(opened: Open) -> None:
    page = opened("/sparql")
    _run(page, "SELECT *\nWHERE { ?s ?p ?o . FILTRE(?o) }")
    page.locator("#reponse .avis", has_text="SPARQL").wait_for()
    page.locator(".cm-lintRange-error").wait_for()
    numbers = page.locator(".cm-lineNumbers .cm-gutterElement").all_inner_texts()
    assert "2" in numbers
    line = page.locator(".cm-line").nth(1)
    assert line.locator(".cm-lintRange-error").inner_text() in "FILTRE(?o) }"


def test_a_permanent_link_brings_the_query_back(opened: Open) -> None:
    page = opened("/sparql")
    _write(page, "# Mes communes\nASK { ?s a mut:Commune }")
    href = page.get_by_role("link", name="Lien permanent").get_attribute("href")
    again = opened(f"/sparql{href}")
    assert "mut:Commune" in again.locator(".cm-content").inner_text()
    again.locator(".cm-content").click()
    again.keyboard.press("Control+Enter")
    again.locator("#reponse", has_text="Oui").wait_for()


def test_tabs_are_kept_in_the_browser(opened: Open) -> None:
    page = opened("/sparql")
    page.get_by_role("button", name="Nouvel onglet").click()
    _write(page, "# Mon brouillon\nASK {}")
    page.reload()
    group = page.get_by_role("group", name="Onglets")
    assert "Mon brouillon" in group.inner_text()
    assert "ASK {}" in page.locator(".cm-content").inner_text()
    page.get_by_role("button", name="Fermer").click()
    assert "Mon brouillon" not in group.inner_text()


def test_a_large_result_is_shown_by_pages_of_a_hundred(opened: Open) -> None:
    page = opened("/sparql")
    _run(page, "SELECT ?s ?o { ?s skos:prefLabel ?o } ORDER BY ?s ?o LIMIT 250")
    rows = page.locator("#reponse tbody tr")
    rows.nth(99).wait_for()
    assert rows.count() == 100
    first = rows.first.inner_text()
    for _ in range(2):
        page.get_by_role("button", name="Lignes suivantes").click()
    assert rows.count() == 50
    assert rows.first.inner_text() != first
    assert page.get_by_role("button", name="Lignes suivantes").is_disabled()


def test_a_result_is_downloaded_in_each_format_without_asking_again(
    opened: Open, catalogue: Catalogue
) -> None:
    page = opened("/sparql")
    _run(page, TERMS)
    page.locator("#reponse table").wait_for()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    of_the_server = {
        name: catalogue.engine.serialize(TERMS, RESULT_FORMATS[name]) for name in ("csv", "tsv")
    }
    assert _downloaded(page, "CSV") == of_the_server["csv"]
    assert _downloaded(page, "TSV") == of_the_server["tsv"]
    rows = of_the_server["csv"].count(b"\r\n") - 1
    xml = ElementTree.fromstring(_downloaded(page, "XML"))  # noqa: S314 - what our own page wrote
    assert len(xml.findall(".//{*}result")) == rows
    assert _downloaded(page, "JSON").count(b'"nom":') == rows
    assert [url for url in asked if not url.startswith("blob:")] == []


def test_a_graph_is_downloaded_in_each_format_as_the_same_triples(
    opened: Open, catalogue: Catalogue
) -> None:
    page = opened("/sparql")
    _run(page, GRAPH)
    page.locator("#reponse pre").wait_for()
    formats = {
        "N-Triples": RdfFormat.N_TRIPLES,
        "Turtle": RdfFormat.TURTLE,
        "JSON-LD": RdfFormat.JSON_LD,
        "RDF/XML": RdfFormat.RDF_XML,
    }
    read = {
        name: {q.triple for q in parse(_downloaded(page, name), format=format)}
        for name, format in formats.items()
    }
    assert len(read["N-Triples"]) > 50
    assert all(triples == read["N-Triples"] for triples in read.values())


def test_without_scripts_the_form_answers(opened: Open) -> None:
    page = opened("/sparql?exemple=formes", scripts=False)
    page.locator("select[name=format]").select_option("csv")
    with page.expect_download() as download:
        page.get_by_role("button", name="Exécuter").click()
    assert download.value.path().read_text(encoding="utf-8").startswith("forme")


def test_a_column_of_numbers_is_drawn_beside_its_values(opened: Open) -> None:
    page = opened("/sparql?exemple=effectifs-par-phase")
    page.get_by_role("button", name="Exécuter").click()
    page.locator("#reponse tbody .barre .plein").first.wait_for()
    widths = [
        float(bar.get_attribute("width") or 0) for bar in page.locator("#reponse .plein").all()
    ]
    assert max(widths) == 100
    assert page.locator("#reponse [style]").count() == 0
