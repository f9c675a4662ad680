"""A page within the page of another site, which copied the line that the page gives."""

from __future__ import annotations

import html
import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

from browser.conftest import served
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@contextmanager
def another_site() -> Iterator[tuple[str, list[str]]]:
    """A site of another origin whose only page is the lines that it is given; its address."""
    lines: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(("<!doctype html><h1>Ma commune</h1>" + "".join(lines)).encode())

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", lines
        server.shutdown()


@pytest.mark.parametrize("path", ["/services/habitat", "/questions/effectifs?action=3"])
def test_the_line_to_copy_shows_the_page_elsewhere_and_its_links_lead_here(
    chromium: Browser, catalogue: Catalogue, path: str
) -> None:
    with another_site() as (elsewhere, lines):
        settings = replace(Settings(), frames=(elsewhere,))
        with served(catalogue, settings) as address:
            given = re.search(r"&lt;iframe.*?/iframe&gt;", httpx.get(address + path).text)
            assert given
            lines.append(html.unescape(html.unescape(given[0])).replace(' loading="lazy"', ""))
            page = chromium.new_page()
            page.goto(elsewhere)
            shown = page.frames[1]
            shown.locator("h1").wait_for()
            assert shown.url.startswith(address + path)
            assert shown.locator("header, .fil").count() == 0
            assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert shown.locator("main a[href*=integre]").count() == 0
            shown.get_by_role("link", name="La page entière").click()
            page.wait_for_url(f"{address}{path}")
            page.close()


def test_a_site_that_is_not_named_shows_nothing(chromium: Browser, catalogue: Catalogue) -> None:
    with another_site() as (elsewhere, lines):
        settings = replace(Settings(), frames=("https://www.exemple.fr",))
        with served(catalogue, settings) as address:
            lines.append(f'<iframe src="{address}/services/habitat?integre=1"></iframe>')
            page = chromium.new_page()
            refused: list[str] = []
            page.on("console", lambda message: refused.append(message.text))
            page.goto(elsewhere)
            page.wait_for_timeout(1000)
            assert any("frame-ancestors" in text for text in refused)
            page.close()
