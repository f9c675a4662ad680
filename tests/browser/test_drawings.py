"""Drawings are legible: their letters stay in their boxes, at their size, on every screen."""

from __future__ import annotations

import pytest

from browser.conftest import Open

OUT_OF_ITS_BOX = """() => [...document.querySelectorAll('main svg a')]
  .filter(a => a.getBoundingClientRect().width > 0)
  .flatMap(a => { const box = a.querySelector('rect').getBBox();
    return [...a.querySelectorAll('text')].filter(text => { const at = text.getBBox();
      return at.x < box.x || at.x + at.width > box.x + box.width
        || at.y < box.y || at.y + at.height > box.y + box.height;
    }).map(text => text.textContent); })"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('main svg text')]
  .filter(text => text.getBoundingClientRect().width > 0)
  .map(text => text.getScreenCTM().a * parseFloat(getComputedStyle(text).fontSize)))"""
LEAST_PX = 10


@pytest.mark.parametrize("path", ["/instances", "/calendrier", "/textes/cgct/l5211-4-2"])
@pytest.mark.parametrize("width", [1280, 1000, 900, 360, 320])
def test_letters_stay_in_their_boxes_and_are_not_too_small(
    opened: Open, path: str, width: int
) -> None:
    page = opened(path, width=width)
    assert page.evaluate(OUT_OF_ITS_BOX) == []
    assert page.evaluate(SMALLEST) >= LEAST_PX


def test_the_bodies_and_their_bonds_are_seen_in_forced_colours(opened: Open) -> None:
    page = opened("/instances")
    page.emulate_media(forced_colors="active", color_scheme="dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    for part, drawn in (("path.trait", "stroke"), ("text", "fill"), (".cadre", "stroke")):
        shown = f"[...document.querySelectorAll('.dessin-large {part}')]"
        colours = page.evaluate(f"{shown}.map(one => getComputedStyle(one).{drawn})")
        assert colours
        assert ground not in colours
