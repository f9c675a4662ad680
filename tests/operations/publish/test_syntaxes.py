"""A publication in fewer syntaxes: what is not there is not named, and all comes back."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.folder import digests_in
from mutugraph.operations.publish.verb import unchanged
from mutugraph.settings import Settings

from .publishing import copied, run

LINK = re.compile(r'\s(?:href|src)="([^"]*)"')
TREES = ("id", "def", "graphe", "jeu")
OTHERS = (".nt", ".rdf", ".jsonld")
CONTEXT = "def/mutualisation/context.jsonld"


def documents(site: Path, *suffixes: str) -> set[str]:
    """The files of documents with these suffixes."""
    trees = (site / tree for tree in TREES)
    files = (path for tree in trees for path in tree.rglob("*") if path.suffix in suffixes)
    return {path.relative_to(site).as_posix() for path in files} - {CONTEXT}


def test_the_set_of_syntaxes_is_changed_in_place_and_back(
    site: Path, small_files: Files, small_settings: Settings, tmp_path: Path
) -> None:
    place = tmp_path / "site"
    copied(site, place)
    few = Files(small_files.catalogue, small_files.holdings, small_files.write, ("ttl",))
    workspace = small_files.catalogue.workspace
    assert not unchanged(place, workspace, few.syntaxes)
    run(place, few, small_settings)
    assert documents(site, *OTHERS)
    assert documents(place, *OTHERS) == set()
    assert documents(place, ".ttl", ".html") == documents(site, ".ttl", ".html")
    for shown in place.rglob("*.html"):
        text = shown.read_text(encoding="utf-8")
        for link in map(unescape, LINK.findall(text)):
            path = unquote(link.partition("#")[0])
            if path and ":" not in path:
                assert (shown.parent / path).exists(), (shown, link)
    service = small_files.holdings.of_class("mut:ServiceMutualise")[0]
    page = service.value.removeprefix(small_files.holdings.namespaces.base) + ".html"
    for suffix in OTHERS:
        assert f'{suffix}"' in (site / page).read_text(encoding="utf-8")
        assert f'{suffix}"' not in (place / page).read_text(encoding="utf-8")
        named = f"<code>{suffix}</code>"
        assert named in (site / "donnees.html").read_text(encoding="utf-8")
        assert named not in (place / "donnees.html").read_text(encoding="utf-8")
    assert unchanged(place, workspace, few.syntaxes)
    run(place, small_files, small_settings)
    before, after = digests_in(site), digests_in(place)
    assert before is not None
    assert after is not None
    assert after == before
