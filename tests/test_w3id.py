"""The redirect file of w3id.org: every kind of identifier leads to a file of the publication."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RULES = (ROOT / "docs" / "w3id" / ".htaccess").read_text(encoding="utf-8")
HOST = "https://donnees.example.org/mutugraph/"
IDENTIFIERS = (
    "id/200039865/service/ressources-humaines",
    "id/200039865/passage/2.3/4",
    "id/commune/57463",
    "id/droit/cgct/l5211-4-2/2015-08-09",
    "def/mutualisation/Passage",
    "graphe/deduit/r2",
    "jeu/200039865/2016-2020",
)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def redirected(path: str, accept: str = "*/*") -> tuple[str, str]:
    """What mod_rewrite does with these rules: the first whose pattern and condition hold."""
    condition = ""
    for line in RULES.splitlines():
        kind, *parts = line.split(maxsplit=3)[:4] or [""]
        if kind == "RewriteCond":
            condition = line.split(maxsplit=2)[2]
        elif kind == "RewriteRule":
            pattern, target, flags = parts
            met, condition = not condition or re.search(condition, accept), ""
            found = re.match(pattern, path)
            if found and met:
                status = re.search(r"R=(\d+)", flags)
                text = target.replace("$1", found[1] if found.groups() else "")
                return (status[1] if status else ""), text
    raise AssertionError(path)


@pytest.mark.parametrize("path", IDENTIFIERS)
@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        (BROWSER, "html"),
        ("*/*", "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "rdf"),
    ],
)
def test_an_identifier_leads_to_the_document_that_is_asked(
    path: str, accept: str, suffix: str
) -> None:
    assert redirected(path, accept) == ("303", f"{HOST}{path}.{suffix}")


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        # What rdflib, Protégé and Jena send.
        ("application/rdf+xml,text/rdf+n3;q=0.9,application/xhtml+xml;q=0.5, */*;q=0.1", "rdf"),
        ("application/rdf+xml, application/xml; q=0.7, text/plain; q=0.1, */*; q=0.09", "rdf"),
        ("text/turtle,application/n-triples;q=0.9,application/rdf+xml;q=0.7,*/*;q=0.3", "ttl"),
        ("text/turtle;q=0.9, text/html;q=0.1", "ttl"),
        ("text/html, text/turtle", "html"),
        ("image/png", "html"),
    ],
)
def test_what_clients_really_send(accept: str, suffix: str) -> None:
    assert redirected("id/commune/57463", accept) == ("303", f"{HOST}id/commune/57463.{suffix}")


def test_the_namespace_is_the_ontology() -> None:
    place = "https://w3id.org/mutugraph/def/mutualisation"
    assert redirected("def/mutualisation/", BROWSER) == ("303", place)
    assert redirected("def/mutualisation/", "text/turtle") == ("303", place)


@pytest.mark.parametrize(
    ("path", "accept", "file"),
    [
        ("catalogue", BROWSER, "donnees.html"),
        ("catalogue", "text/turtle", "catalogue.ttl"),
        ("catalogue", "application/ld+json", "catalogue.jsonld"),
        ("catalogue", "application/rdf+xml", "catalogue.rdf"),
        ("dumps/", "*/*", "donnees.html"),
    ],
)
def test_the_catalogue_without_a_suffix(path: str, accept: str, file: str) -> None:
    assert redirected(path, accept) == ("303", HOST + file)


def test_the_ontology_leads_to_its_page_or_its_turtle() -> None:
    assert redirected("def/mutualisation", BROWSER) == ("303", f"{HOST}modele.html")
    assert redirected("def/mutualisation", "text/turtle")[1] == f"{HOST}def/mutualisation.ttl"


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("id/commune/57463.ttl", "id/commune/57463.ttl"),
        ("dumps/200039865/2016-2020/complet.trig", "dumps/200039865/2016-2020/complet.trig"),
        (".well-known/void", ".well-known/void"),
        ("catalogue.ttl", "catalogue.ttl"),
        ("services/finances", "services/finances.html"),
        ("", ""),
    ],
)
def test_files_and_pages_are_at_the_same_address(path: str, file: str) -> None:
    assert redirected(path) == ("302", HOST + file)
