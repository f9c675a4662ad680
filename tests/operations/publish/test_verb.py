"""A whole publication, of the small schéma: written, crawled, compared with the live site."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from pyoxigraph import RdfFormat, parse

from mutugraph.control.findings import Severity, Step
from mutugraph.errors import PublicationRefused
from mutugraph.messages import message
from mutugraph.operations.publish import verb
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.verb import check, unchanged
from mutugraph.operations.validate import validate
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

from .publishing import copied, files_over, renderer_of, run

TAGS = re.compile(r"<(?:form|script)\b.*?</(?:form|script)>|<[^>]*>|\s+", re.DOTALL)
LINK = re.compile(r'\s(?:href|src)="([^"]*)"')


def words(page: str) -> list[str]:
    return [word for word in TAGS.sub(" ", page).split() if "://" not in word]


def test_every_link_of_every_page_is_relative_and_leads_to_a_file(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 300
    lost = []
    for page in pages:
        for link in map(unescape, LINK.findall(page.read_text(encoding="utf-8"))):
            assert not link.startswith("/"), (page, link)
            path = unquote(link.partition("#")[0])
            if path and ":" not in path and not (page.parent / path).exists():
                lost.append((page.relative_to(site).as_posix(), link))
    assert lost == []


def test_the_pages_are_those_of_the_live_site(site: Path, small_files: Files) -> None:
    renderer = renderer_of(small_files)
    addresses = ["/", "/services", "/questions/services", "/donnees", "/modele"]
    files = ["index", "services", "questions/services", "donnees", "modele"]
    for answer, file in zip(renderer.fetch(addresses), files, strict=True):
        kept = (site / f"{file}.html").read_text(encoding="utf-8")
        instead = message("forme_statique")  # of a form
        assert words(kept.replace(instead, "")) == words(answer.body.decode())
    renderer.close()


def test_every_document_is_there_and_reads(site: Path, small_files: Files) -> None:
    service = small_files.holdings.of_class("mut:ServiceMutualise")[0]
    path = service.value.removeprefix(small_files.holdings.namespaces.base)
    read = {
        suffix: {q.triple for q in parse((site / f"{path}.{suffix}").read_bytes(), format=syntax)}
        for suffix, syntax in (("ttl", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES))
    }
    assert read["ttl"] == read["nt"]
    assert (site / f"{path}.html").exists()
    for file in ("catalogue.ttl", ".well-known/void", "questions.json", "openapi.json"):
        assert (site / file).stat().st_size > 0
    described = json.loads((site / "openapi.json").read_bytes())
    base = small_files.holdings.namespaces.base
    assert [server["url"] for server in described["servers"]] == [base.rstrip("/")]


def test_a_disk_that_folds_the_case_of_names_loses_nothing(site: Path) -> None:
    contents: dict[str, set[bytes]] = {}
    for path in site.rglob("*"):
        if path.is_file():
            name = path.relative_to(site).as_posix().casefold()
            contents.setdefault(name, set()).add(path.read_bytes())
    assert [name for name, found in contents.items() if len(found) > 1] == []
    twins = [site / "def/mutualisation" / f"{name}.html" for name in ("Axe", "axe")]
    for twin in twins:
        text = twin.read_text(encoding="utf-8")
        assert "mutualisation/Axe</code>" in text
        assert "mutualisation/axe</code>" in text


def test_the_answers_of_the_questions_are_there(site: Path, small_files: Files) -> None:
    for question in small_files.catalogue.questions:
        answer = json.loads((site / "questions" / f"{question}.json").read_bytes())
        assert answer["question"] == question


def test_the_program_is_its_sources_and_not_what_python_keeps_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verb, "_PACKAGE", tmp_path)
    (tmp_path / "page.html").write_text("une page")
    digest = verb.program()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "page.kept").write_text("compilée")
    assert verb.program() == digest
    (tmp_path / "page.html").write_text("une autre page")
    assert verb.program() != digest


def test_a_publication_is_unchanged_that_is_whole_and_of_this_revision(
    site: Path, small_files: Files, tmp_path: Path
) -> None:
    workspace, syntaxes = small_files.catalogue.workspace, small_files.syntaxes
    assert unchanged(site, workspace, syntaxes)
    assert not unchanged(site, workspace, syntaxes[:1])
    assert not unchanged(tmp_path, workspace, syntaxes)
    root, place = tmp_path / "changed", tmp_path / "site"
    shutil.copytree(workspace.root, root)
    with (root / "queries" / "vie" / "avis.rq").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert not unchanged(site, Workspace(root), syntaxes)
    copied(site, place)
    assert unchanged(place, workspace, syntaxes)
    (place / "services.html").unlink()
    assert not unchanged(place, workspace, syntaxes)


def test_a_named_person_is_refused_and_nothing_is_written(
    small_files: Files, tmp_path: Path
) -> None:
    root = tmp_path / "named"
    shutil.copytree(small_files.catalogue.workspace.root, root)
    path = root / "data" / "ttl" / "organisations.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"Rivebelle"@fr', '"Rivebelle, Mme Jeanne Dupont"@fr', 1), "utf-8")
    assert path.read_text(encoding="utf-8") != text
    workspace, settings = Workspace(root), Settings(store=tmp_path / "store")
    files = files_over(workspace, settings)
    checked = check(files, settings)
    report = validate(workspace, settings, only=(Step.PERSONS, Step.PUBLICATION))
    control = [finding for finding in report.findings if finding.counts]
    assert {f.code for f in control if f.severity is not Severity.BLOCKING} == {"MUT701"}
    assert checked.small == (), "a description too short is no head-count"
    assert len(checked.refusals) == sum(f.severity is Severity.BLOCKING for f in control)
    assert any("Jeanne Dupont" in reason for reason in checked.refusals)
    with pytest.raises(PublicationRefused):
        run(tmp_path / "site", files, settings)
    assert not (tmp_path / "site").exists()


def test_the_quality_of_each_dataset_is_predicted(
    small_files: Files, small_settings: Settings
) -> None:
    (quality,) = check(small_files, small_settings).quality
    assert len(quality.points) == 9
    assert quality.score == 9
