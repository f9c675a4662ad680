"""With several schémas in the store, each has its pages under its EPCI."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import anyio
import httpx
import pytest

from mutugraph.engine.building import open_engine
from mutugraph.settings import Settings
from mutugraph.web.app import create_app
from mutugraph.workspace import Workspace

HTML = {"accept": "text/html"}
FIXTURE = Path(__file__).parent.parent / "fixtures" / "schema-fictif"
OTHER = "900000001"
PAGES = (
    "/",
    "/services",
    "/services/paie",
    "/services/paie/pourquoi",
    "/questions",
    "/questions/effectifs",
    "/questions/articles-par-service",
    "/fondements",
    "/textes",
    "/visas",
    "/visas?service=paie",
    "/collectivites",
    "/instances",
    "/calendrier",
    "/moyens",
    "/indicateurs",
    "/cooperations",
    "/finances",
    "/document",
    "/recherche?q=paie",
)
Get = Callable[[str], httpx.Response]


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory, repository: Workspace) -> Iterator[Get]:
    root = tmp_path_factory.mktemp("two")
    for folder in ("ontology", "queries", "shapes"):
        shutil.copytree(repository.root / folder, root / folder)
    shutil.copytree(repository.root / "data" / "ttl", root / "data" / "ttl")
    shutil.copytree(FIXTURE, root / "data" / "ttl", dirs_exist_ok=True)
    workspace = Workspace(root)
    settings = Settings(store=tmp_path_factory.mktemp("store"))
    app = create_app(workspace, open_engine(workspace, settings))

    async def fetch(path: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path, headers=HTML)

    with anyio.from_thread.start_blocking_portal() as portal:
        yield lambda path: portal.call(fetch, path)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_the_other_schema_answers(get: Get, path: str) -> None:
    answer = get(f"/{OTHER}{path}")
    assert (answer.status_code, path) == (200, path)


def test_its_links_stay_in_it(get: Get) -> None:
    page = get(f"/{OTHER}/services").text
    assert f'href="/{OTHER}/services/paie"' in page
    assert 'href="/services/ressources-humaines"' not in page


def test_the_pages_without_prefix_are_those_of_the_first_schema(get: Get) -> None:
    page = get("/services").text
    assert 'href="/services/ressources-humaines"' in page
    assert "/services/paie" not in page


def test_a_question_without_prefix_means_every_schema_and_links_to_each(get: Get) -> None:
    page = get("/questions/effectifs").text
    assert 'href="/services/ressources-humaines"' in page
    assert f'href="/{OTHER}/services/paie"' in page
