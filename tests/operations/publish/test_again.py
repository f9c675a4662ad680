"""A publication over another one is that of an empty folder, whatever has changed between them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path
from posixpath import normpath

import pytest

from mutugraph.operations.publish.asking import ASKED, Asked
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.folder import MANIFEST, Place
from mutugraph.operations.publish.linking import LINKS, Links
from mutugraph.operations.publish.making import Making
from mutugraph.operations.publish.site import Pages
from mutugraph.operations.publish.verb import program
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

from .publishing import contents, copied, files_over, renderer_of, run

OWN = "data/ttl/900000001"
NEW = """
<900000001/effectif/annonce/lancement/montclair>
    a mut:EffectifAnnonce ;
    skos:prefLabel "8 agents annoncés au lancement (montclair)"@fr ;
    mut:agents "8"^^xsd:decimal ;
    mut:concerneCollectivite <commune/99903> ;
    mut:duSchema <900000001/schema/2021-2026> ;
    mut:etabliPar <900000001/passage/3/900> ;
    mut:phase <900000001/schema/2021-2026/phase/lancement> ;
.
"""
PASSAGE = """
<900000001/passage/3/900>
    a mut:Passage ;
    mut:dansSection <900000001/section/3> ;
    mut:ligneDebut 16 ;
    mut:mots "Lancement" ;
    mut:positionDebut 586 ;
    mut:positionFin 595 ;
.
"""
VALIDATION = """
<900000001/validation/paie>
    a mut:ValidationJuridique ;
    skos:prefLabel "Validation de la paie"@fr ;
    mut:valideLe "2021-03-04"^^xsd:date ;
.
"""
LINK, ID = re.compile(r'\s(?:href|src)="([^"]*)"'), re.compile(r'\sid="([^"]+)"')
BASIS = """
<droit/essai/l1>
    a mut:Disposition ;
    skos:prefLabel "Essai L1"@fr ;
    mut:numeroDeTexte "L1" ;
.

<droit/essai/l2>
    a mut:Disposition ;
    skos:prefLabel "Essai L2"@fr ;
    mut:numeroDeTexte "L2" ;
.

<forme/service-commun-total>
    mut:formeFondeeSur <droit/essai/l1> ;
    mut:presenteePar <900000001/schema/2021-2026> ;
.
"""
# what changes from one publication to the next: a file, what stands there, what then does
Change = tuple[str, str, str]
AROUND: tuple[Change, ...] = (
    ("ontology/modules/indicateurs.ttl", '"indicateur"@fr', '"mesure"@fr'),
    ("queries/vie/avis.rq", "summary: Quel avis", "summary: Quel autre avis"),
    ("shapes/effectifs.ttl", "sh:path", "sh:path "),
    ("data/ttl/ecarts-acceptes.csv", "\n", "\n\n"),
)
NAMED: Change = ("data/ttl/organisations.ttl", '"Rivebelle"@fr', '"Rivebelle-les-Eaux"@fr')
# the first changes what all pages have in common; a page that is wrong then stays so to the last
CHANGES: tuple[tuple[Change, ...], ...] = (
    (*AROUND[:2], (f"{OWN}/document.ttl", "\n.\n", f"\\g<0>{BASIS}")),
    (
        NAMED,
        (f"{OWN}/effectifs.ttl", '"120"^^xsd:decimal', '"121"^^xsd:decimal'),
        (f"{OWN}/effectifs.ttl", "    mut:ordre 2 ;\n", ""),
        (f"{OWN}/passages/3.ttl", '"Lancement (2021)"', '"Lancement"'),
    ),
    (
        (f"{OWN}/effectifs.ttl", "\n<900000001/effectif/commune/99901>", f"{NEW}\\g<0>"),
        (f"{OWN}/document.ttl", "\n.\n", f"\\g<0>{VALIDATION}"),
        (
            f"{OWN}/document.ttl",
            "formeFondeeSur <droit/essai/l1>",
            "formeFondeeSur <droit/essai/l2>",
        ),
        ("data/ttl/jeux/modeles.ttl", '"Graphe complet en TriG"@fr', '"Le graphe en TriG"@fr'),
        (f"{OWN}/passages/3.ttl", "\n<900000001/passage/3/1>", f"{PASSAGE}\\g<0>"),
    ),
)


def changed(root: Path, changes: tuple[Change, ...]) -> Workspace:
    """The workspace with these changes, each of which is one."""
    for name, old, new in changes:
        path = root / name
        text = path.read_text(encoding="utf-8")
        again = re.sub(re.escape(old), new, text, count=1)
        assert again != text, name
        path.write_text(again, encoding="utf-8")
    return Workspace(root)


def test_whatever_changes_it_is_the_publication_of_an_empty_folder(
    site: Path,
    small_files: Files,
    small_settings: Settings,
    tmp_path: Path,
    *,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root, place, fresh, made, make = (
        tmp_path / "workspace",
        tmp_path / "site",
        tmp_path / "fresh",
        tmp_path / "made",
        Files.make,
    )

    def noted(files: Files, folder: str, name: str) -> Mapping[str, bytes]:
        with made.open("a", encoding="utf-8") as file:  # by several processes
            file.write(f"{name}\n")
        return make(files, folder, name)

    monkeypatch.setattr(Files, "make", noted)
    shutil.copytree(small_files.catalogue.workspace.root, root)
    copied(site, place)
    revisions = [small_files.catalogue.workspace.revision]
    for changes in CHANGES:
        workspace = changed(root, changes)
        made.write_text("", encoding="utf-8")
        revisions.append(workspace.revision)
        done = run(place, files_over(workspace, small_settings), small_settings)
        assert done.files / 2 < done.kept < done.files
        if NAMED in changes:
            assert done.kept > done.files * 0.7
            only_what_shows_it_is_new(place, revisions)
    tables = {path.stem for path in place.glob("dumps/*/*/tables/*.csv")}
    again = tables & set(made.read_text(encoding="utf-8").split())
    assert "effectifs-annonces" in again
    assert tables - again  # whose answers are the same
    run(fresh, files_over(workspace, small_settings), small_settings)
    assert contents(place, revisions) == contents(fresh, revisions)
    told = [json.loads((folder / MANIFEST).read_bytes()) for folder in (place, fresh)]
    assert told[0]["sources"] == told[1]["sources"]
    graph = (place / "dumps/900000001/2021-2026/deduit.ttl").read_text(encoding="utf-8")
    assert "mut:disposition <droit/essai/l2> ;" in graph


def only_what_shows_it_is_new(place: Path, revisions: Sequence[str]) -> None:
    """Whether the pages of the last revision are few, and all those that have the new name."""
    pages = {file: file.read_text(encoding="utf-8") for file in place.rglob("*.html")}
    again = {file for file, text in pages.items() if revisions[-1] in text}
    assert {file for file, text in pages.items() if "Rivebelle-les-Eaux" in text} <= again
    assert place / "index.html" in again
    assert len(again) < len(pages) / 2
    rest = (text for file, text in pages.items() if file not in again)
    assert all(any(old in text for old in revisions[:-1]) for text in rest)


@pytest.mark.parametrize("change", AROUND, ids=lambda change: change[0])
def test_what_is_no_data_is_common_to_all_pages(
    change: Change, site: Path, small_files: Files, tmp_path: Path
) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(small_files.catalogue.workspace.root, root)
    asked = Asked.read((site / ASKED).read_bytes())
    assert asked.pages["questions/effectifs.json"]

    def common(workspace: Workspace) -> str:
        held = replace(small_files.holdings, workspace=workspace)
        catalogue = Catalogue(workspace, small_files.catalogue.engine)
        files = Files(catalogue, held, small_files.write)
        pages = Pages(renderer_of(files), "", {}, Place(tmp_path, site, {}))
        return Making(pages, files, {}, {}, "", program()).common

    assert common(Workspace(root)) == asked.common
    assert common(changed(root, (change,))) != asked.common


def test_what_a_publication_says_that_its_pages_link_to_is_what_they_link_to(site: Path) -> None:
    said = Links.read((site / LINKS).read_bytes()).pages
    for page in site.rglob("*.html"):
        text, file = page.read_text(encoding="utf-8"), page.relative_to(site).as_posix()
        links = (link.partition("#") for link in map(unescape, LINK.findall(text)))
        found = {
            (normpath(f"{file}/../{path}"), place)
            for path, _, place in links
            if path and ":" not in path
        }
        assert {(target.file, target.fragment) for target in said[file][0]} == found, file
        assert said[file][1] == set(ID.findall(text))


@pytest.mark.parametrize("content", [None, b"{}", b"\x1f\x8b"])
def test_links_that_cannot_be_read_are_those_of_no_page(content: bytes | None) -> None:
    assert Links.read(content) == Links()


def test_what_a_publication_says_that_it_asked_is_read_again_or_not_at_all() -> None:
    made = Asked("common", {"p": "1"}, {"a.html": {"SELECT": "2"}, "b.html": {}})
    assert Asked.read(made.written()) == made
    assert Asked.read(None) == Asked.read(b"{}") == Asked.read(made.written()[:40]) == Asked("")
