"""Letters twice as large, alone or with the page: nothing is cut, nothing scrolls sideways."""

from __future__ import annotations

import pytest

from browser.addresses import PAGES
from browser.conftest import Open

SIDEWAYS = """() => [...document.querySelectorAll('main .defile')]
  .filter(one => one.clientWidth && one.scrollWidth > one.clientWidth + 1)
  .map(one => one.getAttribute('aria-label'))"""
LARGE = {
    "zoom": "document.documentElement.style.zoom = 2",
    "letters": "document.documentElement.style.fontSize = '200%'",
}


@pytest.mark.parametrize("way", LARGE)
@pytest.mark.parametrize("width", [1280, 640])
def test_a_page_that_is_enlarged_twice_is_whole(
    opened: Open, address: str, way: str, width: int
) -> None:
    if (way, width) == ("zoom", 640):
        width = 720  # 360 px of the page, the narrowest telephone
    page = opened("/", width=width)
    faults = []
    for path in PAGES:
        page.goto(address + path)
        page.evaluate(LARGE[way])
        wide = page.evaluate("document.documentElement.scrollWidth") > width + 1
        if wide or page.evaluate(SIDEWAYS):
            faults.append((path, wide, page.evaluate(SIDEWAYS)))
    assert faults == []
