"""Every kind of address leads somewhere, by `Accept` and by suffix."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import anyio
import httpx
import pytest

from mutugraph.questions.catalogue import Catalogue
from mutugraph.web.app import create_app

TURTLE = "text/turtle"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
Get = Callable[..., httpx.Response]
KINDS = (
    "id/200039865/service/ressources-humaines",
    "id/200039865/schema/2016-2020/fiche/01",
    "id/200039865/passage/fiche-01/ressources/1",
    "id/200039865/passage/fiche-01/ressources/1/citation",  # the address before it was a fragment
    "id/commune/57463",
    "id/epci/200039865",
    "id/territoire/commune/57463",
    "id/droit/cgct/l5211-4-2",
    "id/droit/cgct/l5211-4-2/2015-08-09",
    "id/droit/dispositif/debat-d-orientation-budgetaire",
    "id/droit/succession/cmp-8",
    "id/57463/service/direction-generale-des-services",
    "id/forme/service-commun",
    "id/57463/deliberation/2015-11-26/dcm-15-11-26-2",
    "def/mutualisation",
    "def/mutualisation/ServiceMutualise",
    "def/mutualisation/etabliPar",
    "graphe/200039865/schema",
    "graphe/deduit/r2",
)


@pytest.fixture(scope="module")
def get(catalogue: Catalogue) -> Iterator[Get]:
    app = create_app(catalogue.workspace, catalogue.engine)

    async def fetch(path: str, accept: str | None = None) -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path, headers={"accept": accept} if accept else {})

    with anyio.from_thread.start_blocking_portal() as portal:
        yield lambda path, accept=None: portal.call(fetch, path, accept)


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (BROWSER, "text/html"),
        (TURTLE, TURTLE),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/html;q=0.1, text/turtle;q=0.9", TURTLE),
        ("image/png, text/*;q=0.2, application/ld+json;q=0.3", "application/ld+json"),
    ],
)
def test_every_kind_of_address_is_followed_to_what_is_asked(
    get: Get, path: str, accept: str, media: str
) -> None:
    first = get(f"/{path}", accept)
    assert first.status_code == 303
    assert "Accept" in first.headers["vary"]
    for relation in ("canonical", "describedby", "license"):
        assert f'rel="{relation}"' in first.headers["link"]
    second = get(first.headers["location"].partition("#")[0], accept)
    assert second.status_code == 200
    assert second.headers["content-type"].partition(";")[0] == media


def test_a_client_without_preference_is_given_the_page(get: Get) -> None:
    assert get("/id/commune/57463", "*/*").headers["location"].endswith("57463")


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "nt", "rdf", "html"])
@pytest.mark.parametrize("path", KINDS[:2] + KINDS[-4:])
def test_a_document_says_its_licence_and_its_other_forms(get: Get, path: str, suffix: str) -> None:
    response = get(f"/{path}.{suffix}")
    assert response.status_code == 200
    links = response.headers["link"]
    assert all(f'rel="{rel}"' in links for rel in ("canonical", "describedby", "license"))
    assert f"https://w3id.org/mutugraph/{path}>" in links
    assert "last-modified" in response.headers


def test_html_that_is_refused_is_not_given_under_another_name(get: Get) -> None:
    place = get("/id/commune/57463", "text/html;q=0, */*").headers["location"]
    assert place == "/id/commune/57463.ttl"
    page = get("/id/commune/57463", "application/xhtml+xml").headers["location"]
    assert page == get("/id/commune/57463", BROWSER).headers["location"]


def test_the_namespace_leads_where_the_ontology_does(get: Get) -> None:
    for accept in (BROWSER, TURTLE):
        place = get("/def/mutualisation/", accept).headers["location"]
        assert place == get("/def/mutualisation", accept).headers["location"]


def test_an_accept_that_nothing_satisfies_is_406(get: Get) -> None:
    assert get("/id/commune/57463", "image/png").status_code == 406


@pytest.mark.parametrize(
    "path",
    [
        "/id/commune/99999",
        "/id/",
        "/id/%2e%2e/%2e%2e/etc/passwd",
        "/id/..%2f..%2fetc%2fpasswd.ttl",
        "/id/commune/57463%00.ttl",
        "/id/a%20b%3C%3E.ttl",
        "/def/mutualisation/Rien",
        "/graphe/../../pyproject.toml",
        "/id//etc/passwd",
    ],
)
def test_what_nothing_is_known_of_is_404(get: Get, path: str) -> None:
    assert get(path, TURTLE).status_code == 404


def test_a_misspelt_address_is_answered_with_the_nearest(get: Get) -> None:
    body = get("/id/200039865/service/ressource-humaine", TURTLE).json()
    assert "200039865/service/ressources-humaines" in body["nearest"]


def test_a_machine_goes_from_a_service_to_the_versions_of_its_article_with_http_alone(
    get: Get,
) -> None:
    from pyoxigraph import RdfFormat, parse

    base = "https://w3id.org/mutugraph"

    def follow(iri: str) -> list[tuple[str, str, str]]:
        response = get(iri.removeprefix(base), TURTLE)
        document = get(response.headers["location"], TURTLE)
        quads = parse(document.content, format=RdfFormat.TURTLE)
        return [(q.subject.value, q.predicate.value, getattr(q.object, "value", "")) for q in quads]

    service = f"{base}/id/200039865/service/ressources-humaines"
    article = next(
        o for s, p, o in follow(service) if s == service and p.endswith("hasLegalResource")
    )
    versions = [s for s, p, o in follow(article) if o == article and "/versionDe" in p]
    assert len(versions) > 1
    assert all(any("debutVigueur" in p for _, p, _ in follow(version)) for version in versions)
