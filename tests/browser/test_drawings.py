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


ASTRAY = """() => {
  const drawing = document.querySelector('.temps'), whole = drawing.getBoundingClientRect();
  const bands = [...drawing.querySelectorAll('.fond')].map(one => one.getBoundingClientRect());
  const labels = [...drawing.querySelectorAll('.fond ~ .petit')].slice(0, bands.length);
  return labels.filter((label, n) => { const at = label.getBoundingClientRect();
    const over = bands.some((band, m) => m !== n && at.right > band.left && at.left < band.right
      && at.bottom > band.top && at.top < band.bottom);
    return over || at.left < whole.left - 1 || at.right > whole.right + 1;
  }).map(label => label.textContent); }"""


@pytest.mark.parametrize("width", [1280, 640, 360])
def test_the_label_of_a_phase_is_whole_and_over_no_other_s_band(opened: Open, width: int) -> None:
    page = opened("/calendrier", width=width)
    assert page.locator(".temps .fond").count() > 1
    assert page.evaluate(ASTRAY) == []
