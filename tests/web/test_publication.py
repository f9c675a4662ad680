"""`/dumps/…`, `/catalogue.*`, `/.well-known/void`, `/questions.json`, `/openapi.json`, live."""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable, Iterator
from hashlib import sha256

import anyio
import httpx
import pytest
from fastapi import FastAPI

from mutugraph.questions.catalogue import Catalogue
from mutugraph.web import publication
from mutugraph.web.app import create_app

FOLDER = "/dumps/200039865/2016-2020"
Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def ask(app: FastAPI) -> Iterator[Ask]:
    async def fetch(path: str, method: str, accept: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, path, headers={"accept": accept})

    with anyio.from_thread.start_blocking_portal() as portal:
        yield lambda path, method="GET", accept="*/*": portal.call(fetch, path, method, accept)


@pytest.mark.parametrize(
    ("path", "media"),
    [
        ("/catalogue.ttl", "text/turtle"),
        ("/catalogue.jsonld", "application/ld+json"),
        ("/catalogue.rdf", "application/rdf+xml"),
        ("/.well-known/void", "text/turtle"),
        ("/questions.json", "application/json"),
        (f"{FOLDER}/complet.trig", "application/trig"),
        (f"{FOLDER}/complet.nt.gz", "application/gzip"),
        (f"{FOLDER}/tables/services.csv", "text/csv"),
        (f"{FOLDER}/deliberations.csv", "text/csv"),
        ("/openapi.json", "application/json"),
    ],
)
def test_each_file_is_sent_as_what_it_is_with_its_licence(ask: Ask, path: str, media: str) -> None:
    response = ask(path)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media
    assert 'rel="license"' in response.headers["link"]
    assert {"etag", "last-modified", "vary"} <= set(response.headers)
    head = ask(path, "HEAD")
    assert (head.status_code, head.content) == (200, b"")


def test_what_is_given_back_for_want_of_memory_is_made_again_the_same(
    ask: Ask, app: FastAPI
) -> None:
    paths = ("/catalogue.ttl", f"{FOLDER}/imprime.ttl")
    before = [ask(path).content for path in paths]
    held = weakref.ref(app.state.holdings)
    publication.forget(app)
    assert held() is None
    assert [ask(path).content for path in paths] == before
    assert all(before)


def test_the_checksums_are_those_of_what_is_sent(ask: Ask) -> None:
    for line in ask(f"{FOLDER}/SHA256SUMS").text.splitlines()[:6]:
        digest, name = line.split("  ")
        assert sha256(ask(f"{FOLDER}/{name}").content).hexdigest() == digest


@pytest.mark.parametrize(
    "path",
    [
        "/dumps/rien",
        "/dumps/../pyproject.toml",
        "/dumps/%2e%2e/%2e%2e/etc/passwd",
        f"{FOLDER}/..%2f..%2fpyproject.toml",
        f"{FOLDER}/complet.ttl%00",
        f"{FOLDER}/",
    ],
)
def test_only_what_is_published_can_be_named(ask: Ask, path: str) -> None:
    assert ask(path).status_code == 404


def test_the_description_of_the_service_is_one_that_tools_read(ask: Ask) -> None:
    document = json.loads(ask("/openapi.json").content)
    assert document["openapi"].startswith("3.")
    assert {"/sparql", "/id/{chemin}.{syntaxe}", "/questions/effectifs.json"} <= set(
        document["paths"]
    )
    operations = [
        operation
        for item in document["paths"].values()
        for method, operation in item.items()
        if method in ("get", "post")
    ]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert all(operation["responses"] for operation in operations)


def test_the_page_of_the_data_lists_the_files_and_describes_them_to_search_engines(
    ask: Ask,
) -> None:
    page = ask("/donnees").text
    _, _, rest = page.partition('<script type="application/ld+json">')
    described = json.loads(rest.partition("</script>")[0])
    assert described["@type"] == "Dataset"
    assert described["license"] and described["dateModified"]
    for file in described["distribution"]:
        path = file["contentUrl"].removeprefix("https://w3id.org/mutugraph")
        assert f'href="{path}"' in page


@pytest.mark.parametrize(
    ("path", "accept", "place"),
    [
        ("/catalogue", "text/turtle", "/catalogue.ttl"),
        ("/catalogue", "application/ld+json;q=0.9, text/html;q=0.1", "/catalogue.jsonld"),
        ("/catalogue", "application/rdf+xml", "/catalogue.rdf"),
        ("/catalogue", "text/html,application/xhtml+xml,*/*;q=0.8", "/donnees"),
        ("/catalogue", "application/json", "/catalogue.jsonld"),
        ("/catalogue", "application/xml;q=0.9", "/catalogue.rdf"),
        ("/dumps", "*/*", "/donnees"),
        ("/dumps/", "*/*", "/donnees"),
    ],
)
def test_the_catalogue_and_the_folder_of_dumps_lead_somewhere(
    ask: Ask, path: str, accept: str, place: str
) -> None:
    response = ask(path, accept=accept)
    assert (response.status_code, response.headers["location"]) == (303, place)
    assert 'rel="license"' in response.headers["link"]
    assert ask(place).status_code == 200


def test_a_catalogue_in_no_syntax_of_ours_is_refused(ask: Ask) -> None:
    assert ask("/catalogue", accept="image/png").status_code == 406


def test_the_first_identifier_is_found_by_what_was_prepared(catalogue: Catalogue) -> None:
    fresh = create_app(catalogue.workspace, catalogue.engine)
    publication.prepare(fresh)
    made = {*vars(fresh.state.holdings)}

    async def first() -> httpx.Response:
        transport = httpx.ASGITransport(app=fresh)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get("/id/200039865/cooperation/dcsi.html")

    assert anyio.run(first).status_code == 200
    assert {*vars(fresh.state.holdings)} == made
