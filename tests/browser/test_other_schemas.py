"""What a machine can say of accessibility on the fictitious schémas, and of pages in frames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from browser.conftest import Open, served
from browser.test_accessibility import HEIGHT, WIDTHS, violations
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings, exposed
from schemas import LAKES, RIVERS, VALLEY

PAGES = ("", "services", "fondements", "instances", "calendrier", "moyens", "collectivites")
VALIDATED = (
    "questions/validations",
    "services/informatique",
    "services/informatique/pourquoi",
    "fondements/regles/R2",
)


@pytest.fixture(scope="module")
def address(many: Catalogue) -> Iterator[str]:
    """The site over every schéma, which any other may show within a page of its own."""
    settings = replace(exposed(Settings(), beyond=True), frames=("*",))
    with served(many, settings) as found:
        yield found


@pytest.mark.parametrize(
    "path",
    [
        *(f"/{siren}/{page}" for siren in (LAKES, RIVERS, VALLEY) for page in PAGES),
        *(f"/{LAKES}/2016-2020/{page}" for page in VALIDATED),
        "/services/habitat?integre=1",
        "/questions/articles-par-service?action=12&integre=1",
    ],
)
def test_axe_finds_no_violation_and_nothing_scrolls_sideways(
    opened: Open, axe: str, path: str
) -> None:
    page = opened(path)
    assert page.locator("h1").count() == 1
    assert violations(page, axe) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
