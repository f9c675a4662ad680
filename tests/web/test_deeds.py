"""The matrix of who does what is the table of attributions, counted, and leads to its rows."""

from __future__ import annotations

import html
import re

import pytest

from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue
from web.conftest import Call

CELL = re.compile(
    r'<a href="([^"]+)" aria-label="([^"]+), ([^":,]+) : \d+ attributions?">(\d+)</a>'
)
KEPT = re.compile(r'<p class="compte">(\d+) lignes? sur')


@pytest.fixture(scope="module")
def cells(call: Call) -> list[tuple[str, str, str, int]]:
    found = CELL.findall(html.unescape(call("GET", "/instances").text))
    return [(href, actor, verb, int(count)) for href, actor, verb, count in found]


def test_every_attribution_is_counted_once(
    catalogue: Catalogue, cells: list[tuple[str, str, str, int]]
) -> None:
    rows = ask(catalogue, "attributions").rows
    assert sum(count for *_, count in cells) == len(rows)
    assert {actor for _, actor, *_ in cells} == {str(row[0]) for row in rows}


def test_a_cell_leads_to_the_rows_that_it_counts(
    call: Call, cells: list[tuple[str, str, str, int]]
) -> None:
    several = [cell for cell in cells if cell[3] > 1]
    assert several
    for href, actor, _, count in several[:4]:
        shown = call("GET", href.partition("#")[0]).text
        kept = KEPT.search(shown)
        assert kept is not None
        assert int(kept[1]) == count
        assert actor in html.unescape(shown)


def test_what_is_done_towards_a_body_is_a_line_of_the_chart_s_table(
    call: Call, catalogue: Catalogue
) -> None:
    bodies = {str(row[0]) for row in ask(catalogue, "instances").rows}
    wanted = {
        (str(actor), text, body)
        for actor, _, text, _, objects in ask(catalogue, "attributions").rows
        for body in str(objects or "").split(" ; ")
        if body in bodies
    }
    page = html.unescape(call("GET", "/instances").text)
    lines = page.partition('id="liens"')[2].partition("</table>")[0].split("<tr>")[2:]
    told = {
        (actor, text, body)
        for line in lines
        for actor, text in re.findall(
            r'<th [^>]*><a [^>]*>([^<]+)<.*class="nu"[^>]*>([^<]+)<', line
        )
        for body in bodies
        if body in line.partition('"Envers">')[2].partition("<")[0]
    }
    assert wanted
    assert told == wanted
    idle = bodies - {actor for actor, *_ in wanted}
    unsaid = [line for line in lines if "rien d'imprimé" in line]
    assert all(any(body in line for line in unsaid) for body in idle)


def test_a_verb_agrees_with_every_actor(cells: list[tuple[str, str, str, int]]) -> None:
    """An actor is masculine or feminine, one or many: no participle that would agree with it."""
    verbs = {verb for _, _, verb, _ in cells}
    assert len(verbs) > 10
    assert [verb for verb in verbs if re.search(r"(é|ée|és|ées)\b", verb)] == []
