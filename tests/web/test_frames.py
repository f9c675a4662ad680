"""A page within a page of another site: where the operator says so, and that page alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings, exposed
from mutugraph.web.app import create_app

SITES = ("https://www.exemple.fr", "https://intranet.exemple.fr")
TABLE = "/questions/articles-par-service"
PAGES = (f"{TABLE}?action=1", f"{TABLE}?action=1&date=2024-01-01", "/services/habitat")


def client(catalogue: Catalogue, *frames: str) -> TestClient:
    settings = replace(exposed(Settings(), beyond=True), frames=frames)
    app = create_app(catalogue.workspace, catalogue.engine, settings=settings)
    return TestClient(app, base_url="http://localhost")


@pytest.fixture(scope="module")
def framed(catalogue: Catalogue) -> TestClient:
    return client(catalogue, *SITES)


def within(address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}integre=1"


@pytest.mark.parametrize("address", PAGES)
def test_the_page_alone_may_be_shown_by_the_sites_that_are_named(
    framed: TestClient, address: str
) -> None:
    whole, bare = framed.get(address), framed.get(within(address))
    assert f"frame-ancestors {' '.join(SITES)};" in bare.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in whole.headers["content-security-policy"]
    assert len(bare.headers.get_list("content-security-policy")) == 1
    for around in ("<nav", "<header", 'type="search"'):
        assert around in whole.text
    assert "<header" not in bare.text
    assert 'type="search"' not in bare.text
    assert "<h1" in bare.text
    assert "Licence Ouverte" in bare.text
    assert "CGCT L5211-4-2" in bare.text


@pytest.mark.parametrize("address", PAGES)
def test_the_page_gives_the_line_to_copy_and_leads_back(framed: TestClient, address: str) -> None:
    whole, bare = framed.get(address).text, framed.get(within(address)).text
    src = f"http://localhost{within(address)}".replace("&", "&amp;amp;")
    assert f"&lt;iframe src=&#34;{src}&#34;" in whole
    assert f'href="http://localhost{address.replace("&", "&amp;")}">La page entière' in bare
    assert "&lt;iframe" not in bare


@pytest.mark.parametrize("address", PAGES)
def test_without_the_setting_no_page_is_shown_elsewhere(catalogue: Catalogue, address: str) -> None:
    closed = client(catalogue)
    assert closed.get(within(address)).status_code == 400
    assert "iframe" not in closed.get(address).text


@pytest.mark.parametrize(
    "address", ["/questions/communes?integre=2", "/services?integre=1", "/?integre=1"]
)
def test_what_cannot_be_shown_within_is_refused(framed: TestClient, address: str) -> None:
    refused = framed.get(address)
    assert refused.status_code == 400
    assert "frame-ancestors 'none'" in refused.headers["content-security-policy"]
