"""The SPARQL editor in a real browser, under the strict policy."""

from __future__ import annotations

from browser.conftest import Open


def test_an_example_runs_and_its_answer_is_a_table(opened: Open) -> None:
    page = opened("/sparql?exemple=effectifs")
    page.get_by_role("button", name="Exécuter").click()
    page.locator("#reponse table").wait_for()
    assert "Ressources humaines" in page.locator("#reponse tbody tr").first.inner_text()


def test_a_term_of_the_ontology_is_proposed(opened: Open) -> None:
    page = opened("/sparql")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT * WHERE { ?s mut:etabliP")
    page.locator(".cm-tooltip-autocomplete li", has_text="mut:etabliPar").wait_for()


def test_an_error_is_told_and_marked_at_its_line(opened: Open) -> None:
    page = opened("/sparql")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT *\nWHERE {{{ }")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Exécuter").click()
    assert "SPARQL" in page.locator("#reponse .avis").inner_text()
    page.locator(".cm-lint-marker-error").wait_for()


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
