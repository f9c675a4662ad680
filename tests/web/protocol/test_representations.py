"""Which format is sent, how it is labelled, when it is not sent again (RFC 9110 §8, §12, §13)."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutugraph.engine.building import open_engine
from mutugraph.settings import Limits, Settings
from mutugraph.web.app import create_app
from mutugraph.workspace import Workspace

from .conftest import Client

SELECT = "SELECT ?s { ?s a mut:Passage } ORDER BY ?s LIMIT 50"
CONSTRUCT = "CONSTRUCT WHERE { ?s a ?c } LIMIT 5"
NOT_MODIFIED, UNACCEPTABLE = 304, 406
RESULTS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/trig": "trig",
    "application/n-quads": "nq",
}


@pytest.mark.parametrize(("media", "name"), RESULTS.items())
def test_a_table_has_the_format_of_accept_or_of_the_parameter(
    client: Client, media: str, name: str
) -> None:
    by_accept = client.get("/sparql", params={"query": SELECT}, headers={"Accept": media})
    by_name = client.get("/sparql", params={"query": SELECT, "format": name})
    assert by_accept.headers["content-type"].startswith(media)
    assert by_accept.content == by_name.content


@pytest.mark.parametrize(("media", "name"), GRAPHS.items())
def test_a_graph_has_the_format_of_accept_or_of_the_parameter(
    client: Client, media: str, name: str
) -> None:
    by_accept = client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": media})
    by_name = client.get("/sparql", params={"query": CONSTRUCT, "format": name})
    assert by_accept.headers["content-type"].startswith(media)
    assert by_accept.content == by_name.content


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", "application/sparql-results+json"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.7", "application/sparql-results+xml"),
        ("application/json", "application/sparql-results+json"),
        ("text/turtle, */*;q=0.1", "application/sparql-results+json"),
        ("text/*", "text/csv"),
    ],
)  # fmt: skip
def test_quality_and_precision_decide(client: Client, accept: str, media: str) -> None:
    sent = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert sent.headers["content-type"].startswith(media)


@pytest.mark.parametrize(
    "accept", ["image/png", "application/sparql-results+json;q=0", "text/turtle"]
)
def test_what_cannot_be_had_is_a_406(client: Client, accept: str) -> None:
    sent = client.get("/sparql", params={"query": SELECT}, headers={"Accept": accept})
    assert sent.status_code == UNACCEPTABLE


@pytest.mark.parametrize("query", [CONSTRUCT, "DESCRIBE <urn:absent>"])
@pytest.mark.parametrize("accept", [*RESULTS, "application/sparql-results+xml, text/csv;q=0.5"])
def test_a_graph_is_turtle_for_a_client_that_knows_tables_only(
    client: Client, query: str, accept: str
) -> None:
    sent = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert sent.headers["content-type"].startswith("text/turtle")


@pytest.mark.parametrize("query", [SELECT, "SELECT ?service { ?service a mut:Service }"])
def test_an_answer_bears_what_a_cache_needs(client: Client, query: str) -> None:
    headers = client.get("/sparql", params={"query": query}).headers
    assert {"etag", "last-modified"} <= set(headers)
    assert headers["vary"] == "Accept, Accept-Encoding"
    assert 'rel="license"' in headers["link"]
    assert headers["access-control-allow-origin"] == "*"


def test_what_the_client_has_is_not_sent_again(client: Client) -> None:
    first = client.get("/sparql", params={"query": SELECT})
    for headers in (
        {"If-None-Match": first.headers["etag"]},
        {"If-None-Match": f'"other", W/{first.headers["etag"]}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        again = client.get("/sparql", params={"query": SELECT}, headers=headers)
        assert (again.status_code, again.content) == (NOT_MODIFIED, b"")
        assert again.headers["etag"] == first.headers["etag"]


def test_another_tag_prevails_over_the_date(client: Client) -> None:
    first = client.get("/sparql", params={"query": SELECT})
    stale = {"If-None-Match": '"x"', "If-Modified-Since": first.headers["last-modified"]}
    assert client.get("/sparql", params={"query": SELECT}, headers=stale).status_code == 200


def test_each_representation_has_its_tag(client: Client) -> None:
    encodings = [{"Accept-Encoding": e, "Accept": m} for e in ("gzip", "identity") for m in RESULTS]
    tags = {
        client.get("/sparql", params={"query": SELECT}, headers=h).headers["etag"]
        for h in encodings
    }
    assert len(tags) == len(encodings)


def test_gzip_is_the_same_answer(client: Client) -> None:
    asked = {"query": SELECT}
    plain = client.get("/sparql", params=asked)
    packed = client.get("/sparql", params=asked, headers={"Accept-Encoding": "gzip"})
    refused = client.get("/sparql", params=asked, headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content  # httpx has unpacked it
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    assert "content-encoding" not in refused.headers


def test_the_clock_and_chance_are_not_kept(client: Client) -> None:
    sent = client.get("/sparql", params={"query": "SELECT (RAND() AS ?r) {}"})
    again = client.get("/sparql", params={"query": "SELECT (RAND() AS ?r) {}"})
    assert sent.content != again.content
    assert sent.headers["cache-control"] == "no-store"
    assert "etag" not in sent.headers


def test_head_has_the_headers_of_get_and_no_content(client: Client) -> None:
    got = client.get("/sparql", params={"query": SELECT})
    head = client.request("HEAD", "/sparql", params={"query": SELECT})
    assert head.content == b""
    assert head.headers["etag"] == got.headers["etag"]
    assert head.headers["content-length"] == got.headers["content-length"]


def test_options_tell_the_methods_to_a_page_of_another_origin(client: Client) -> None:
    sent = client.request("OPTIONS", "/sparql")
    assert sent.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert "content-type" in sent.headers["access-control-allow-headers"].lower()


@pytest.mark.parametrize("name", RESULTS.values())
def test_an_engine_elsewhere_has_the_same_limit_of_rows(
    repository: Workspace, store: Path, name: str
) -> None:
    engine = open_engine(repository, Settings(store=store))
    bounded = Client(create_app(repository, engine, limits=Limits(rows=40)))
    asked = {"query": SELECT.replace("50", "40"), "format": name}
    assert bounded.get("/sparql", params=asked).status_code == 200
    refused = bounded.get("/sparql", params=asked | {"query": SELECT})
    assert (refused.status_code, refused.json()["code"]) == (400, "reponse_trop_grande")
