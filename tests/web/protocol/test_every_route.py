"""What holds at every address: codings, validators, methods (RFC 9110 §8, §9, §12, §13)."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from .conftest import Client

LINES = "SELECT * { ?s a mut:Passage ; mut:ligneDebut ?l } ORDER BY ?s ?l LIMIT 60"
SELECT = "/sparql?query=" + quote(LINES)
SMALL = "/sparql?query=" + quote("ASK {}")
DATA = (SELECT, "/questions/actions.csv", "/id/commune/57463.ttl", "/services", "/openapi.json")
NOT_MODIFIED, NO_METHOD = 304, 405
OF_CONTENT = ("content-type", "content-length", "content-encoding", "content-disposition")


@pytest.mark.parametrize("address", DATA)
@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("br, gzip;q=0.5", "gzip"),
        ("*", "gzip"),
        ("identity;q=0, gzip", "gzip"),
        ("br", None),
        ("gzip;q=0", None),
        ("gzip; q=0.000", None),
        ("gzip;q=0.5, identity;q=1", None),
        ("*;q=0", None),
    ],
)
def test_the_coding_is_one_that_the_client_wants(
    client: Client, address: str, accept: str, coding: str | None
) -> None:
    plain = client.get(address)
    sent = client.get(address, headers={"Accept-Encoding": accept})
    assert sent.headers.get("content-encoding") == coding
    assert sent.headers["vary"] == "Accept, Accept-Encoding"
    assert sent.content == plain.content  # httpx has unpacked it
    assert (sent.headers["etag"] == plain.headers["etag"]) == (coding is None)


def test_what_is_small_is_packed_only_where_plain_bytes_are_refused(client: Client) -> None:
    assert "content-encoding" not in client.get(SMALL, headers={"Accept-Encoding": "gzip"}).headers
    strict = {"Accept-Encoding": "gzip, identity;q=0"}
    assert client.get(SMALL, headers=strict).headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("address", DATA)
def test_what_the_client_has_is_not_sent_again(client: Client, address: str) -> None:
    first = client.get(address)
    date = first.headers["last-modified"]
    for headers in (
        {"If-None-Match": first.headers["etag"]},
        {"If-None-Match": "*"},
        {"If-Modified-Since": date},
        {"If-Modified-Since": date.replace("GMT", "-0000")},
        {"If-Modified-Since": date.removesuffix(" GMT")},
    ):
        again = client.get(address, headers=headers)
        assert (again.status_code, again.content) == (NOT_MODIFIED, b""), headers
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["vary"] == first.headers["vary"]


@pytest.mark.parametrize("address", [*DATA, SMALL, "/static/style.css", "/dumps"])
@pytest.mark.parametrize("coding", ["gzip", "identity", "gzip, identity;q=0"])
def test_head_says_what_get_says_and_304_all_but_the_content(
    client: Client, address: str, coding: str
) -> None:
    """The same the first time, when the application makes it, and the second, from memory."""
    asked = {"Accept-Encoding": coding, "Accept": f"*/*, text/x-of-this-test;q=0.{len(coding)}"}
    for _ in range(2):
        head = client.request("HEAD", address, headers=asked)
        got = client.get(address, headers=asked)
        assert (head.status_code, head.headers, head.content) == (got.status_code, got.headers, b"")
    if "etag" in got.headers:
        again = client.get(address, headers={**asked, "If-None-Match": got.headers["etag"]})
        said = {name: value for name, value in got.headers.items() if name not in OF_CONTENT}
        assert (again.status_code, dict(again.headers)) == (NOT_MODIFIED, said)


@pytest.mark.parametrize("address", DATA)
@pytest.mark.parametrize(
    "since",
    [
        "yesterday",
        "Mon, 99 Nov 2026 00:00:00 GMT",
        "",
        "0",
        "Sat, 28 Nov 2026 00:00:00 +99999999",
        "Sat, 28 Nov 0001 00:00:00 +2359",
    ],
)
def test_a_date_that_is_none_is_ignored(client: Client, address: str, since: str) -> None:
    assert client.get(address, headers={"If-Modified-Since": since}).status_code == 200


def test_an_error_bears_no_tag(client: Client) -> None:
    sent = client.get("/nowhere", headers={"If-None-Match": "*"})
    assert sent.status_code == 404
    assert "etag" not in sent.headers
    assert "last-modified" not in sent.headers


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/services", "GET, HEAD, OPTIONS"),
        ("/id/commune/57463", "GET, HEAD, OPTIONS"),
        ("/sante", "GET, HEAD, OPTIONS"),
        ("/metrics", "GET, HEAD, OPTIONS"),
        ("/sante/vivant", "GET, HEAD, OPTIONS"),
        ("/deposer", "GET, HEAD, POST, OPTIONS"),
        ("/mcp", "POST, OPTIONS"),
    ],
)
def test_another_method_is_a_405_that_says_what_options_says(
    client: Client, address: str, allowed: str
) -> None:
    sent = client.request("DELETE", address)
    assert (sent.status_code, sent.headers["allow"]) == (NO_METHOD, allowed)
    assert client.request("OPTIONS", address).headers["allow"] == allowed


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/sparql/?query=ASK%7B%7D", "/sparql?query=ASK%7B%7D"),
        ("/services/", "/services"),
        ("/200039865/services/", "/200039865/services"),
    ],
)
def test_a_last_slash_leads_to_the_path_and_never_to_what_host_claims(
    client: Client, asked: str, found: str
) -> None:
    sent = client.get(asked, headers={"Host": "elsewhere.example"})
    assert (sent.status_code, sent.headers["location"]) == (307, found)
