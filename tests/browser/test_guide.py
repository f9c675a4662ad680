"""The pictures of the guide show what is shown today; `make pictures` makes them again.

Pixels change with fonts and programs: a picture is old when the words that it shows are others.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.conftest import Open
from guide import DOCUMENT, EDITION, EPCI, GUIDE, filled, fingerprint, shown
from libreoffice import saved
from mutugraph.operations.new_book import new_book
from mutugraph.workbook.book import Book
from mutugraph.workbook.opendocument import ods
from mutugraph.workbook.writing import xlsx
from mutugraph.workspace import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WANTED = bool(os.environ.get("MUTUGRAPH_PICTURES"))
STATES = GUIDE / "images.json"
LONGEST_MS = 280_000


def is_fresh(name: str, text: str, picture: Callable[[], bytes]) -> bool:
    """Whether a picture shows this text; where pictures are wanted, it is made."""
    states = json.loads(STATES.read_text(encoding="utf-8")) if STATES.is_file() else {}
    if WANTED:
        (GUIDE / name).write_bytes(picture())
        states[name] = fingerprint(text)
        STATES.write_text(json.dumps(states, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return states.get(name) == fingerprint(text) and (GUIDE / name).is_file()


def of_page(name: str, page: Page) -> bool:
    return is_fresh(name, page.inner_text("main"), page.screenshot)


@pytest.fixture(scope="module")
def book(repository: Workspace) -> Book:
    return new_book(repository, EPCI, EDITION, document=DOCUMENT)


def test_the_picture_of_the_choice_is_fresh(opened: Open) -> None:
    page = opened("/classeur?q=pays+de+fayence&debut=2021&fin=2026", width=900)
    assert of_page("classeur.png", page), "make pictures"


def test_the_picture_of_the_sheet_is_fresh(book: Book, chromium: Browser, tmp_path: Path) -> None:
    drawn = shown(filled(book))
    text = " ".join(str(cell) for row in drawn.sheets[0].rows for cell in row)

    def picture() -> bytes:
        path = tmp_path / "services.ods"
        path.write_bytes(ods(drawn))
        (page_file,) = saved([path], "html", tmp_path)
        page = chromium.new_page(viewport={"width": 1250, "height": 260})
        page.goto(page_file.as_uri())
        return page.screenshot()

    assert is_fresh("services.png", text, picture), "make pictures"


def test_the_picture_of_the_report_is_fresh(opened: Open, book: Book, tmp_path: Path) -> None:
    path = tmp_path / "fayence.xlsx"
    path.write_bytes(xlsx(filled(book, slip=True)))
    page = opened("/deposer", width=900)
    page.set_input_files("input[name=fichier]", path)
    page.set_input_files("input[name=document]", DOCUMENT)
    page.set_default_timeout(LONGEST_MS)
    page.click("main button")
    page.wait_for_selector("h2")
    assert of_page("rapport.png", page), "make pictures"
