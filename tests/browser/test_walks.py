"""The legal pages by keyboard alone, in forced colours, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Page

LATER = "date=2024-01-01"
LEGAL = (
    f"/services/habitat?{LATER}",
    f"/services/habitat/pourquoi?{LATER}",
    f"/fondements?{LATER}",
    f"/textes/cgct/l5211-4-2?{LATER}",
    f"/questions/articles-par-service?action=13&{LATER}",
)
STEPS = 150
SEEN = """() => {
  const on = document.activeElement, style = getComputedStyle(on);
  return parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== 'none'
    || style.boxShadow !== 'none';
}"""


def tab_to(page: Page, selector: str) -> None:
    """Goes from element to element as a hand on the keyboard does; each is seen to have focus."""
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"{selector} is out of reach of the keyboard")


def test_the_first_key_skips_what_every_page_begins_with(opened: Open) -> None:
    page = opened("/services/habitat")
    tab_to(page, "a.evite")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_a_service_is_read_at_today_by_keyboard_and_its_reasoning_too(opened: Open) -> None:
    page = opened("/services/habitat")
    told = page.locator(".verdict strong").inner_text()
    tab_to(page, '.dates a[href*="date="]:not([aria-current])')
    page.keyboard.press("Enter")
    page.wait_for_url("**date=**")
    assert page.locator(".verdict strong").inner_text() != told
    tab_to(page, 'a[href*="/pourquoi"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/pourquoi**")
    assert "date=" in page.url


def test_an_article_is_found_and_read_in_another_version_by_keyboard(opened: Open) -> None:
    page = opened("/")
    tab_to(page, "#q")
    page.keyboard.type("L5211-4-2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche**")
    tab_to(page, 'main a[href^="/textes/cgct/l5211-4-2"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/textes/cgct/l5211-4-2**")
    tab_to(page, 'main th a[href*="date=2022-02-23"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**date=2022-02-23**")
    said = page.locator("main .reponse").first.inner_text()
    assert "En vigueur, dans une autre version" in said
    assert "celle du 23 février 2022" in said


@pytest.mark.parametrize("path", LEGAL)
def test_what_is_drawn_is_seen_in_forced_colours(opened: Open, path: str) -> None:
    page = opened(path)
    page.emulate_media(forced_colors="active")
    hidden = page.evaluate(
        """() => {
          const ground = getComputedStyle(document.body).backgroundColor;
          const shown = [...document.querySelectorAll('main svg .trait')]
            .filter(line => line.getBoundingClientRect().width > 0);
          return shown.filter(line => getComputedStyle(line).stroke === ground).length;
        }"""
    )
    assert hidden == 0
