"""What a machine can say of accessibility, on every page, in both themes (WCAG 2.2 A and AA)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from browser.addresses import PAGES
from browser.conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 360, 320)
HEIGHT = 900


def violations(page: Page, axe: str) -> list[tuple[str, list[object]]]:
    """What axe finds, wide in the light theme and narrow in the dark one: rule and places."""
    page.evaluate(axe)
    run = "tags => axe.run({runOnly: tags, resultTypes: ['violations']})"  # the rest takes time
    found = page.evaluate(run, TAGS)["violations"]
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": WIDTHS[-1], "height": HEIGHT})
    found += page.evaluate(run, TAGS)["violations"]
    return [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_violation_in_either_theme_and_nothing_scrolls_sideways(
    opened: Open, axe: str, path: str
) -> None:
    page = opened(path)
    assert violations(page, axe) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_what_it_is_without_scripts(opened: Open, path: str) -> None:
    page = opened(path, scripts=False)
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert page.locator("footer .revision").inner_text()
    assert page.locator("[style]").count() == 0
    assert page.locator("[hidden]").filter(visible=True).count() == 0
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("href") == "#contenu"
