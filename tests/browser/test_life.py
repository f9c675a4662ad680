"""The pages of what comes after the adoption, where there is something to show: two éditions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from browser.conftest import Open, served
from browser.test_accessibility import TAGS
from mutugraph.questions.catalogue import Catalogue

FIRST, SECOND = "/900100010/2016-2020", "/900100010/2021-2026"
PAGES = (
    f"{FIRST}/actes",
    f"{FIRST}/actes?etat=en_vigueur&date=2020-06-30",
    f"{FIRST}/actes/convention-informatique",
    f"{FIRST}/adhesions?date=2019-12-31",
    f"{FIRST}/avis?date=2015-12-16",
    f"{SECOND}/avis?date=2021-03-15",
    f"{FIRST}/echeances?date=2019-12-31",
    f"{SECOND}/echeances?date=2026-11-28",
    f"{FIRST}/continuite",
    f"{FIRST}/rapport/2017",
    f"{SECOND}/rapport/2022",
    f"{FIRST}/collectivites/rivage",
)
WIDTHS = (1280, 360)


@pytest.fixture(scope="module")
def address(many: Catalogue) -> Iterator[str]:
    """The site over the fictitious schémas too, which `opened` opens."""
    with served(many) as found:
        yield found


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_no_violation_in_either_theme_and_nothing_scrolls_sideways(
    opened: Open, axe: str, path: str, width: int
) -> None:
    page = opened(path, width=width)
    assert page.locator("h1").count() == 1
    assert page.locator("main table, main p").count() > 1
    page.evaluate(axe)
    found = page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", TAGS)[
        "violations"
    ]
    page.emulate_media(color_scheme="dark")
    found += page.evaluate("tags => axe.run({runOnly: tags, resultTypes: ['violations']})", TAGS)[
        "violations"
    ]
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_dates_of_the_register_stand_on_one_line(opened: Open) -> None:
    page = opened(f"{FIRST}/actes", width=1280)
    dates = page.locator("td", has_text="31 décembre 2018")
    assert dates.count() == 1
    height, line = (
        dates.evaluate(f"cell => {measure}")
        for measure in (
            "(() => { const r = document.createRange(); r.selectNodeContents(cell);"
            " return r.getBoundingClientRect().height })()",
            "parseFloat(getComputedStyle(cell).lineHeight)",
        )
    )
    assert height < 1.5 * line


def test_the_register_is_filtered_without_scripts(opened: Open) -> None:
    page = opened(f"{FIRST}/actes", scripts=False)
    page.select_option("select[name=etat]", label="les conventions en vigueur")
    page.fill("input[name=date]", "2020-06-30")
    page.get_by_role("button", name="Filtrer").click()
    assert "2 conventions en vigueur au 30 juin 2020" in page.locator("main").inner_text()
    page.get_by_role("link", name="Convention informatique").first.click()
    assert "Avenant n° 2" in page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("adhesions?date=2019-12-31", "CCAS de Lacustre"),
        ("avis?date=2015-12-16", "Réputé favorable"),
        ("echeances?date=2019-12-31", "1er octobre 2019"),
        ("continuite", "Numérique"),
        ("rapport/2017", "11\u202f234,50"),
        ("collectivites/rivage", "11\u202f234,50"),
    ],
)
def test_every_page_of_the_registers_tells_without_scripts(
    opened: Open, path: str, said: str
) -> None:
    page = opened(f"{FIRST}/{path}", width=360, scripts=False)
    assert said in page.locator("main").inner_text()
