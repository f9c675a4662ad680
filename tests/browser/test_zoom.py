"""Letters twice as large, alone or with the page: nothing is cut, nothing scrolls sideways."""

from __future__ import annotations

from browser.addresses import PAGES
from browser.conftest import Open

SIDEWAYS = """() => [...document.querySelectorAll('main .defile')]
  .filter(one => one.clientWidth && one.scrollWidth > one.clientWidth + 1)
  .map(one => one.getAttribute('aria-label'))"""
ZOOM = "large => document.documentElement.style.zoom = large ? 2 : ''"
LETTERS = "large => document.documentElement.style.fontSize = large ? '200%' : ''"
# zoomed twice, 720 pixels are 360 of the page: the narrowest telephone
LARGE = ((ZOOM, 1280), (ZOOM, 720), (LETTERS, 1280), (LETTERS, 640))


def test_a_page_that_is_enlarged_twice_is_whole(opened: Open, address: str) -> None:
    page = opened("/")
    faults = []
    for path in PAGES:
        page.goto(address + path)
        for enlarge, width in LARGE:
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(enlarge, arg=True)
            wide = page.evaluate("document.documentElement.scrollWidth") > width + 1
            sideways = page.evaluate(SIDEWAYS)
            if wide or sideways:
                faults.append((path, enlarge, width, wide, sideways))
            page.evaluate(enlarge, arg=False)
    assert faults == []
