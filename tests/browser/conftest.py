"""A real server and a real Chromium; both skipped with the reason where they cannot be had."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings
from mutugraph.web.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=fr",
    # a page lives for a second: to compile for speed what it runs takes longer than to run it
    "--js-flags=--no-opt --no-maglev",
)

# the same without a window, which takes less than half the processor; either does
PROGRAMS = ("chromium-headless-shell", "chromium")
Open = Callable[..., "Page"]


@pytest.fixture(scope="package")
def address(catalogue: Catalogue) -> Iterator[str]:
    """The address of the site, served over the repository's own files."""
    with served(catalogue) as found:
        yield found


@contextmanager
def served(
    catalogue: Catalogue, settings: Settings | None = None, source: Path | None = None
) -> Iterator[str]:
    """Serves the site over a catalogue while the context lasts; its address."""
    app = create_app(catalogue.workspace, catalogue.engine, settings=settings, source=source)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; of the package, since Playwright's loop runs in this thread until then."""
    sync_api = pytest.importorskip("playwright.sync_api")
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("needs Debian's chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Browser, address: str) -> Iterator[Open]:
    """Opens a page of the site; a fault of a script, or a request elsewhere, fails the test."""
    contexts, faults = [], []

    def open_(path: str, *, width: int = 1280, theme: str = "light", scripts: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,  # type: ignore[arg-type]  # light or dark
            java_script_enabled=scripts,
            locale="fr-FR",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if _is_fault(m, page) else None)
        page.on("request", lambda r: None if r.url.startswith(address) else faults.append(r.url))
        page.goto(address + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "404" not in fault and "400" not in fault] == []


def _is_fault(message: ConsoleMessage, page: Page) -> bool:
    """Chromium's own editing writes style attributes in the SPARQL editor, and refuses them."""
    its_own = "inline style" in message.text and "/sparql" in page.url
    return message.type == "error" and not its_own


@pytest.fixture(scope="session")
def axe() -> str:
    """axe-core, vendored."""
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
