"""Links of the static site: relative, to files, without what only a server does."""

from __future__ import annotations

import pytest

from mutugraph.operations.publish.addresses import (
    Target,
    file_of,
    included_in,
    is_live,
    live_address,
    rewrite,
)
from mutugraph.pages.exports import CALENDAR, EXPORT_FORMATS
from mutugraph.pages.yearly.files import FORMATS as YEARLY

ORIGIN, BASE = "https://publication.invalid", "https://w3id.org/mutugraph/"


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "index.html"),
        ("/services/finances", "services/finances.html"),
        ("/id/commune/57463", "id/commune/57463.html"),
        ("/id/commune/57463.ttl", "id/commune/57463.ttl"),
        ("/id/200039865/section/2.3", "id/200039865/section/2.3.html"),
        ("/def/mutualisation", "modele.html"),
        ("/static/style.css", "static/style.css"),
        ("/.well-known/void", ".well-known/void"),
        ("/questions/chaine.csv", "questions/chaine.csv"),
    ],
)
def test_each_address_has_its_file(path: str, file: str) -> None:
    assert file_of(path) == file


@pytest.mark.parametrize("suffix", sorted({CALENDAR.name, *EXPORT_FORMATS, *YEARLY}))
def test_a_file_in_any_format_that_the_site_serves_is_no_page(suffix: str) -> None:
    assert file_of(f"/rapport/2017.{suffix}") == f"rapport/2017.{suffix}"


@pytest.mark.parametrize(
    "path", ["/", "/services/finances", "/static/style.css", "/questions/a.csv"]
)
def test_the_file_of_a_page_is_asked_at_its_address(path: str) -> None:
    assert live_address(file_of(path)) == path


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ('<a href="/services">', '<a href="../services.html">'),
        ('<a href="/questions/x">', '<a href="x.html">'),
        ('<a href="/">', '<a href="../index.html">'),
        ('<a href="/document/2.3#l-4">', '<a href="../document/2.3.html#l-4">'),
        ('<a href="#la">', '<a href="#la">'),
        (
            '<a href="https://www.legifrance.gouv.fr/">',
            '<a href="https://www.legifrance.gouv.fr/">',
        ),
        ('<a href="/services?axe=2&amp;x=1">', '<a href="../services.html">'),
        (
            '<a href="/questions/moi?a=1&amp;b=2">',
            f'<a href="{BASE}questions/moi?a=1&amp;b=2" rel="alternate">',
        ),
        ('<a href="?date=2020-01-01">', "<a>"),
        ('<a href="/sparql">', f'<a href="{BASE}sparql">'),
        (f'<a href="{BASE}id/forme/convention">', '<a href="../id/forme/convention.html">'),
    ],
)
def test_a_link_becomes_relative(link: str, shown: str) -> None:
    made = rewrite(link, "questions/moi.html", ORIGIN, BASE)
    assert made.text == shown


def test_a_form_leads_to_where_it_is_answered() -> None:
    page = '<form class="x" action="/visas"><input></form>'
    made = rewrite(page, "visas.html", ORIGIN, BASE)
    assert f'<a href="{BASE}visas">' in made.text
    assert "site en ligne" in made.text
    assert "<form" not in made.text


def test_the_search_of_each_page_goes_and_the_reference_is_the_permanent_one() -> None:
    page = f'<form action="/recherche" role="search"><input></form><p id="r">{ORIGIN}/services</p>'
    made = rewrite(page, "services.html", ORIGIN, BASE)
    assert made.text == f'<p id="r">{BASE}services</p>'
    assert made.anchors == {"r"}


@pytest.mark.parametrize(
    ("path", "live"),
    [
        ("/controle", True),
        ("/900000001/controle", True),
        ("/900000001/2016-2020/recherche", True),
        ("/900000001", False),
        ("/900000001/2016-2020", False),
        ("/900000001/services/controle", False),
    ],
)
def test_what_only_a_server_does_is_so_under_the_prefix_of_a_schema(path: str, live: bool) -> None:
    assert is_live(path) is live


def test_a_style_sheet_leads_to_its_fonts_and_images() -> None:
    style = "a { src: url(fonts/a.woff2) } b { background: url('../b.svg'), url(data:,x) }"
    assert included_in(style, "static/style.css") == {
        Target("static/fonts/a.woff2"),
        Target("b.svg"),
    }
