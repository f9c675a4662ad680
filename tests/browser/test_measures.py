"""Every page has a bearable length on a telephone, and nothing of it is cut on any screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest

from browser.addresses import PAGES
from browser.conftest import Open, served
from mutugraph.questions.catalogue import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

TALLEST = 20_000
WIDTHS = (1280, 360)
# lines of code, which scroll in a region of their own, are the one exception
CUT = """() => [...document.querySelectorAll('main, main .defile, main table, main svg, main form')]
  .filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth
      && getComputedStyle(one).overflowX !== 'visible'
    || one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => `${one.tagName} ${one.getAttribute('aria-label') || ''} ${one.scrollWidth}`)"""


def addresses(address: str, catalogue: Catalogue) -> Iterator[str]:
    """One page of each kind, every page of the plan, every question, every section."""
    yield from PAGES
    yield from (f"/questions/{id}" for id in catalogue.questions)
    for path, wanted in (("/plan-du-site", r"/[\w/-]*"), ("/document", r"/document/[\w.-]+")):
        main = httpx.get(address + path).text.partition("<main")[2].partition("</main>")[0]
        yield from re.findall(f'href="({wanted})"', main)


def measured(page: Page, width: int) -> tuple[int, list[str]]:
    page.set_viewport_size({"width": width, "height": 900})
    cut = page.evaluate(CUT)
    if page.evaluate("document.documentElement.scrollWidth") > width:
        cut.append("the page")
    return page.evaluate("document.documentElement.scrollHeight"), cut


@pytest.fixture(scope="module")
def paths(address: str, catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(dict.fromkeys(addresses(address, catalogue)))


def test_no_page_is_endless_on_a_telephone_and_nothing_is_cut(
    opened: Open, address: str, paths: tuple[str, ...]
) -> None:
    assert len(paths) > 120
    page = opened("/")
    faults = []
    for path in paths:
        page.goto(address + path)
        for width in WIDTHS:
            height, cut = measured(page, width)
            if cut or height > TALLEST:
                faults.append((path, width, height, cut[:2]))
    assert faults == []


def test_nor_is_a_section_whose_text_the_operator_shows(
    chromium: Browser, catalogue: Catalogue, shared: Path
) -> None:
    text = next((shared / "source").glob("*.txt"))
    faults = []
    with served(catalogue, source=text) as address:
        page = chromium.new_page()
        main = httpx.get(address + "/document").text.partition("<main")[2]
        paths = sorted(set(re.findall(r'href="(/document/[\w.-]+)"', main)))
        assert len(paths) > 40
        for path in paths:
            page.goto(address + path)
            height, cut = measured(page, 360)
            if cut or height > TALLEST:
                faults.append((path, height, cut[:2]))
        page.close()
    assert faults == []
