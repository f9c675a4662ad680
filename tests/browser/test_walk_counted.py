"""The clicks of `docs/newcomer-walk.md`: each walk is made, and its clicks are counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.conftest import Open

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

DOCUMENT = Path(__file__).parents[2] / "docs" / "newcomer-walk.md"
ROW = re.compile(
    r"^\| (?P<to>[^|]+) \| (?P<how>[^|]+) \| (?P<before>\d+|—) \| (?P<now>\d+) \|$", re.M
)


class Walk:
    """A page and how often it was clicked; typing is no click."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def click(self, on: Locator) -> None:
        on.first.click()
        self.clicks += 1

    def link(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name, exact=True))

    def search(self, text: str) -> None:
        self.page.locator("main input[name=q]").fill(text)
        self.click(self.page.locator("main form button"))


def services(walk: Walk) -> None:
    walk.search("5211-4-2")
    assert "20 liens déduits" in walk.page.locator(".appui").inner_text()


def chain(walk: Walk) -> None:
    services(walk)
    walk.click(walk.page.locator("tr", has_text="Habitat").locator("a.case"))
    assert "/services/habitat/pourquoi" in walk.page.url


def passage_by_the_chain(walk: Walk) -> None:
    chain(walk)
    walk.link("§2.3, l. 260")
    assert "L. 5211-4-2" in walk.page.locator("section:has(#l-260)").inner_text()


def passage_at_once(walk: Walk) -> None:
    services(walk)
    walk.link("§1.3, l. 200")
    assert walk.page.locator("#l-200").count() == 1


def visas(walk: Walk) -> None:
    chain(walk)
    walk.link("Les visas à copier")
    walk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    walk.click(walk.page.get_by_role("button", name="Copier les visas"))
    walk.page.locator("[role=status]", has_text=re.compile(r"\w")).first.wait_for()
    assert "L. 5211-4-2" in walk.page.evaluate("navigator.clipboard.readText()")


def spreadsheet(walk: Walk) -> None:
    services(walk)
    with walk.page.expect_download() as download:
        walk.click(walk.page.get_by_role("link", name="XLSX"))
    assert download.value.suggested_filename == "services-par-article.xlsx"


def articles_of_a_service(walk: Walk) -> None:
    walk.link("Ressources humaines")
    walk.click(
        walk.page.locator("tr", has_text="L5211-4-2").get_by_role("link", name="§2.3, l. 259")
    )
    assert walk.page.url.endswith("/document/2.3#l-259")


def still_founded_today(walk: Walk) -> None:
    walk.link("Ressources humaines")
    walk.link("Aujourd'hui")
    assert walk.page.locator(".verdict").inner_text()


def who_reports_to_whom(walk: Walk) -> None:
    walk.link("Tout le site")
    walk.link("Les instances")
    row = walk.page.locator("#liens tr", has_text="Rend compte")
    assert "Comité de Pilotage Direction Générale" in row.inner_text()
    walk.click(row.get_by_role("link", name="§6.1.2, l. 873"))
    assert walk.page.locator("#l-873").count() == 1


WALKS: dict[str, Callable[[Walk], None]] = {
    "the twenty services that rest on « 5211-4-2 »": services,
    "the chain of one of them": chain,
    "the passage, by the chain": passage_by_the_chain,
    "the passage, at once": passage_at_once,
    "a visa in the clipboard": visas,
    "a spreadsheet of these services": spreadsheet,
    "the articles of a service, and the passage": articles_of_a_service,
    "whether a service is still founded today": still_founded_today,
    "who reports to whom, and the passage": who_reports_to_whom,
}


@pytest.fixture(scope="module")
def told() -> dict[str, int]:
    """The clicks that the document tells, by walk."""
    rows = ROW.finditer(DOCUMENT.read_text(encoding="utf-8"))
    return {row["to"]: int(row["now"]) for row in rows}


def test_the_document_tells_these_walks(told: dict[str, int]) -> None:
    assert told.keys() == WALKS.keys()


@pytest.mark.parametrize("to", WALKS)
def test_a_walk_takes_the_clicks_that_are_told(opened: Open, told: dict[str, int], to: str) -> None:
    walk = Walk(opened("/"))
    WALKS[to](walk)
    assert walk.clicks == told[to]
