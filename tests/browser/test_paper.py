"""What is printed: true to its date, whole, without what one clicks, no heading left alone."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pypdf
import pytest

from browser.conftest import Open
from browser.test_walks import LEGAL

if TYPE_CHECKING:
    from playwright.sync_api import Page

PRINTED = (
    *LEGAL,
    "/textes/cgct/l5211-4-2",
    "/visas?service=ressources-humaines",
    "/instances",
    "/calendrier",
    "/moyens",
    "/collectivites/57463",
    "/questions/effectifs",
    "/questions/attributions",
    "/rapport/2017",
)
PAPER = 673  # the width of A4 without its margins, in CSS pixels
CLICKED = (".tete nav", ".tete form", ".fil", "main form", ".emporter", "main button", ".bouton")
BEYOND = """() => [...document.querySelectorAll('main *')]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.cache'))
  .map(one => `${one.tagName} ${one.textContent.slice(0, 30)}`).slice(0, 3)"""
EMPTY = """() => [...document.querySelectorAll('main .partie')]
  .filter(one => one.getClientRects().length)
  .map(one => [one.innerText.trim(), one.querySelector('h2')?.innerText.trim()])
  .filter(([all, heading]) => all === heading)"""
HEADINGS = """() => [...document.querySelectorAll('h2, h3, caption, thead tr, dt')]
  .filter(one => one.getClientRects().length).map(one => one.innerText)"""


def plain(text: str) -> str:
    return re.sub(r"\W", "", text)


def sheets(page: Page) -> list[str]:
    """The text of each page of paper."""
    reader = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    return [sheet.extract_text() for sheet in reader.pages]


@pytest.mark.parametrize("path", PRINTED)
def test_paper_is_whole_and_has_nothing_to_click(opened: Open, path: str) -> None:
    page = opened(path)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 900})
    assert page.evaluate(BEYOND) == []
    assert page.evaluate(EMPTY) == []
    for gone in CLICKED:
        assert not any(one.is_visible() for one in page.locator(gone).all()), gone
    assert "évision" in page.locator("footer").inner_text()


@pytest.mark.parametrize("path", PRINTED)
def test_no_heading_is_left_at_the_foot_of_a_sheet(opened: Open, path: str) -> None:
    page = opened(path)
    page.emulate_media(media="print")
    headings = {plain(text) for text in page.evaluate(HEADINGS)}
    for sheet in sheets(page)[:-1]:
        *_, last = (line for line in sheet.splitlines() if line.strip())
        assert plain(last) not in headings


@pytest.mark.parametrize("path", LEGAL)
def test_paper_bears_the_day_at_which_the_law_is_read(opened: Open, path: str) -> None:
    assert "1er janvier 2024" in sheets(opened(path))[0]
