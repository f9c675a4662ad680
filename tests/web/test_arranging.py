"""An answer is sorted, narrowed and paged in its address, and says what it cannot do."""

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
ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)


def body_rows(page: str) -> list[str]:
    """The rows of the answer's table, in words."""
    table = page.split("<tbody>", 1)[1].split("</tbody>", 1)[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in ROW.findall(table)]


def test_an_answer_is_sorted_by_a_column_in_both_directions(call: Call) -> None:
    path = "/questions/effectifs"
    agents = {}
    for order in ("agents", "-agents"):
        page = call("GET", f"{path}?tri={order}&page=1", headers=HTML).text
        cells = re.findall(r'<td data-tete="Agents" class="n">([\d\u202f\xa0,]+)', page)
        agents[order] = [float(c.replace(",", ".").replace("\u202f", "")) for c in cells]
    assert len(agents["agents"]) > 2
    assert agents["agents"] == sorted(agents["agents"])
    assert agents["-agents"] == sorted(agents["-agents"], reverse=True)
    page = call("GET", f"{path}?tri=-agents", headers=HTML).text
    assert page.count('aria-sort="descending"') == 1


def test_a_long_answer_is_paged_and_no_row_is_lost(call: Call, catalogue: Catalogue) -> None:
    every = ask(catalogue, "services-par-commune")
    first = call("GET", "/questions/services-par-commune", headers=HTML).text
    pages = re.findall(r'href="([^"]+)#reponse"[^>]*><span class="cache">Page', first)
    assert len(pages) == 2 * (-(-len(every.rows) // 41))  # six columns
    shown = [
        row
        for href in pages[: len(pages) // 2]
        for row in body_rows(call("GET", html.unescape(href), headers=HTML).text)
    ]
    assert len(shown) == len(every.rows)


def test_a_facet_leaves_the_rows_that_it_counts(call: Call) -> None:
    page = call("GET", "/questions/articles-par-service", headers=HTML).text
    facets = re.findall(
        r'<a href="([^"]*f\.mode=[^"]+)">([^<]+)</a> <span class="compte">(\d+)', page
    )
    assert {label for _, label, _ in facets} == {"Cité", "Déduit", "Externe", "Indéterminé"}
    for href, label, count in facets:
        rows = body_rows(call("GET", html.unescape(href), headers=HTML).text)
        assert len(rows) == min(int(count), 27)  # nine columns
        assert all(label in row for row in rows)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/questions/effectifs?tri=agent", "agents"),
        ("/questions/enonces-du-document?page=99", "1 … "),
        ("/questions/effectifs?page=x", "Valeur attendue : 1"),
        ("/questions/articles-par-service?f.mode=aucun", "Déduit"),
        ("/questions/articles-par-service?f.couleur=bleu", "colonne"),
        ("/questions/validite?dat=2040-01-01", "date"),
        ("/fondements?dat=2040-01-01", "date"),
        ("/services?axes=1", "axe"),
        ("/document/2.3?x=1", "paramètre"),
    ],
)
def test_what_an_address_asks_in_vain_is_told_with_what_can_be_asked(
    call: Call, path: str, told: str
) -> None:
    answer = call("GET", path, headers=HTML)
    assert answer.status_code == 400
    assert told in answer.text


def test_the_form_of_the_date_stays_where_no_article_is_established(call: Call) -> None:
    page = call("GET", "/services/habitat?date=2009-12-01", headers=HTML).text
    assert 'type="date" name="date" value="2009-12-01"' in page
    assert "ne sont pas encore calculés" not in page


def test_a_control_question_that_finds_nothing_says_that_all_is_well(call: Call) -> None:
    page = call("GET", "/questions/faits-sans-passage", headers=HTML).text
    assert "Tout est bon : chaque fait a son passage." in page


def test_an_answer_that_folds_opens_with_what_matters_and_loses_no_row(
    call: Call, catalogue: Catalogue
) -> None:
    every = ask(catalogue, "incoherences-source")
    nature = [row[-1] for row in every.rows]
    page = call("GET", "/questions/incoherences-source", headers=HTML).text
    opened, *folds = page.split('<details class="pli">')
    counts = [int(n) for n in re.findall(r'<(?:h3|summary)>[^<]+<span class="compte">(\d+)', page)]
    assert sum(counts) == len(every.rows)
    assert len(folds) == len(set(nature))  # the first one's remarks are folded apart
    assert all("Information" not in row for row in body_rows(opened))
    assert len(body_rows(opened)) == min(counts[0], 35)
    rest = re.search(r'href="([^"]+)#reponse">Lire les', opened)
    assert (rest is not None) == (counts[0] > 35)
    if rest:
        whole = call("GET", html.unescape(rest[1]), headers=HTML).text
        assert f"{nature.count('contradiction')} lignes sur {len(every.rows)}" in whole


def test_a_sorted_or_narrowed_answer_folds_nothing(call: Call) -> None:
    for query in ("tri=code", "page=2", "nature=coquille"):
        page = call("GET", f"/questions/incoherences-source?{query}", headers=HTML).text
        assert '<details class="pli">' not in page
