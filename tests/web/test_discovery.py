"""`/robots.txt` and `/sitemap.xml`: what search engines find, and what they leave alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import anyio
import httpx
import pytest
from fastapi import FastAPI

from mutugraph.pages import sitemap
from mutugraph.pages.plan import plan
from mutugraph.web.address import PublicAddress
from mutugraph.web.app import create_app
from promise import PAGE, TO_COME, routes

Call = Callable[..., httpx.Response]
HTML = {"accept": "text/html"}
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = re.compile(r'href="(/[^"?#]*)"')
INDEXES = ("/services", "/textes", "/questions", "/document", "/collectivites", "/actes", "/regles")


def read(answer: httpx.Response, name: str = "loc") -> list[str]:
    assert answer.headers["content-type"].startswith("application/xml")
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    return [one.text or "" for one in root.iter(f"{SPACE}{name}")]


def paths(call: Call) -> list[str]:
    return [urlsplit(one).path for one in read(call("GET", "/sitemap.xml"))]


def test_each_page_is_named_once_at_its_whole_address(call: Call) -> None:
    found = read(call("GET", "/sitemap.xml"))
    assert len(set(found)) == len(found)
    assert all(one.startswith("http://localhost/") and "?" not in one for one in found)


@pytest.mark.parametrize("index", INDEXES)
def test_what_the_lists_of_the_site_lead_to_is_there(call: Call, index: str) -> None:
    known = set(paths(call))
    led = set(LINK.findall(call("GET", index, headers=HTML).text))
    below = {link for link in led if link.startswith(f"{index}/") and "." not in link}
    assert below - known == set()
    assert below


def test_the_plan_of_the_site_is_there(call: Call) -> None:
    assert {place.path for _, places in plan() for place in places} <= set(paths(call))


def test_the_first_and_the_last_of_each_kind_are_pages(call: Call) -> None:
    kinds: dict[str, list[str]] = {}
    for path in paths(call):
        kinds.setdefault(path.split("/")[1], []).append(path)
    for found in kinds.values():
        for path in {found[0], found[-1]}:
            answer = call("GET", path, headers=HTML)
            assert answer.status_code == 200, path
            assert answer.headers["content-type"].startswith("text/html"), path


def test_the_day_is_that_of_the_update_written_in_the_data(call: Call, app: FastAPI) -> None:
    days = read(call("GET", "/sitemap.xml"), "lastmod")
    assert set(days) == {app.state.site.modified}


def test_many_addresses_are_several_files(
    app: FastAPI, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read(call("GET", "/sitemap.xml"))
    app.state.pages.clear()
    monkeypatch.setattr(sitemap, "MOST", 100)
    parts = [urlsplit(one).path for one in read(call("GET", "/sitemap.xml"))]
    assert len(parts) == -(-len(whole) // 100)
    assert [one for part in parts for one in read(call("GET", part))] == whole
    assert call("GET", f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert call("GET", "/sitemap-0.xml").status_code == 404
    app.state.pages.clear()


def test_a_site_of_one_file_has_no_parts(call: Call) -> None:
    assert call("GET", "/sitemap-1.xml").status_code == 404


def test_robots_keep_to_the_pages(call: Call) -> None:
    answer = call("GET", "/robots.txt")
    assert answer.headers["content-type"].startswith("text/plain")
    robots = RobotFileParser()
    robots.parse(answer.text.splitlines())
    assert robots.site_maps() == ["http://localhost/sitemap.xml"]
    assert all(robots.can_fetch("*", f"http://localhost{path}") for path in paths(call))
    assert robots.can_fetch("*", "http://localhost/catalogue.ttl")
    assert not robots.can_fetch("*", "http://localhost/classeur/200039865.xlsx")
    assert "Disallow: /*?" in answer.text.splitlines()  # the parser of Python knows no wildcard


def test_both_have_the_path_of_the_public_address(app: FastAPI) -> None:
    site = app.state.site
    address = PublicAddress("https://exemple.fr/mutualisation")
    made = create_app(site.catalogue.workspace, site.catalogue.engine, address=address)
    transport = httpx.ASGITransport(app=made)

    async def asked(path: str) -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get(path)

    robots = anyio.run(asked, "/robots.txt").text
    assert "Disallow: /mutualisation/classeur/" in robots
    assert "Sitemap: https://exemple.fr/mutualisation/sitemap.xml" in robots
    named = read(anyio.run(asked, "/sitemap.xml"))
    assert named
    assert all(one.startswith("https://exemple.fr/mutualisation/") for one in named)


@pytest.mark.parametrize("route", sorted(set(routes()) - {"/metrics"}))  # which a server alone has
def test_a_promised_address_is_there(call: Call, route: str) -> None:
    assert call("GET", route).status_code in (200, 303, 405), route


def test_what_is_still_to_come_is_said_in_one_place() -> None:
    """Before the name of the thing, where tests see it; not within what is told of another."""
    kept = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if "o come" in line]
    assert [line for line in kept if TO_COME not in line.partition(" | ")[0]] == []
