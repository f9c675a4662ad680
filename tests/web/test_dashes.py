"""A dash means that the document does not print it, in words too; another void has other words."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from mutugraph.operations.ask import ask
from mutugraph.pages.rendering import TEMPLATES, environment
from mutugraph.questions.catalogue import Catalogue

Call = Callable[..., httpx.Response]
DATED = {"date": "2024-01-01"}

ALONE = re.compile(r"[\"'>]\s*[–—]\s*[\"'<]|else %\}\s*[–—]\s*\{%")
MACROS = "macros.html"


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_prints_a_dash_alone(path: Path) -> None:
    found = ALONE.findall(path.read_text(encoding="utf-8"))
    assert len(found) == (path.name == MACROS), found


def test_the_word_stands_with_the_dash_and_the_dash_is_not_read() -> None:
    shown = environment().from_string(f'{{% import "{MACROS}" as m %}}{{{{ m.rien() }}}}').render()
    assert '<span aria-hidden="true">–</span>' in shown
    assert '<span class="cache">non imprimé</span>' in shown


def test_every_column_that_a_row_leaves_empty_says_what_that_means(
    catalogue: Catalogue, many: Catalogue
) -> None:
    mute: set[tuple[str, str]] = set()
    voids = 0
    for schemas in (catalogue, many):
        for id in schemas.questions:
            answered = ask(schemas, id, dict(DATED) if schemas.questions[id].dated else {})
            for row in answered.rows:
                shown = zip(row, (None, *row), answered.question.columns, strict=False)
                for value, before, column in shown:
                    voids += value is None
                    if value is None and not column.empty(begun=before is not None):
                        mute.add((id, column.name))
    assert voids > 1000
    assert sorted(mute) == []


@pytest.mark.parametrize("id", ["articles-par-service", "perimetre", "validite", "visas-imprimes"])
def test_a_dash_is_not_what_is_unknown_or_none(call: Call, catalogue: Catalogue, id: str) -> None:
    answered = ask(catalogue, id)
    voids = sum(value is None for row in answered.rows for value in row)
    page = call("GET", f"/questions/{id}", headers={"accept": "text/html"}).text
    assert voids
    assert '<span aria-hidden="true">–</span>' not in page
    assert "« – »" not in page


def test_a_dash_is_explained_where_it_stands(call: Call) -> None:
    for path in ("/questions/effectifs", "/moyens", "/services", "/calendrier"):
        page = call("GET", path, headers={"accept": "text/html"}).text
        assert '<span aria-hidden="true">–</span>' in page
        for table in page.split("<table")[1:]:
            whole = table.partition("</table>")[0]
            dashed = '<span aria-hidden="true">–</span>' in whole
            assert not dashed or "le document ne l'imprime pas" in whole.partition("</caption>")[0]
