"""The chronology of a whole part of a code: read as a table, and met only by who asks for it."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mutugraph.errors import ListInvalid
from mutugraph.law.reading import read_law
from mutugraph.messages import explain
from mutugraph.operations.ask import ask
from mutugraph.operations.describe import describe
from mutugraph.operations.search import search
from mutugraph.questions.catalogue import Catalogue
from mutugraph.reference.code import FOLDER, CodeTable, read_code
from mutugraph.workbook.known import read_known
from mutugraph.workbook.names import Names
from mutugraph.workspace import Workspace

UNCITED = "CGCT L5210-1"


@pytest.fixture(scope="module")
def table(repository: Workspace) -> CodeTable:
    found = read_code(repository)
    assert found is not None
    return found


def test_every_article_of_the_part_has_its_place_and_its_versions(
    table: CodeTable, shared: Path
) -> None:
    with (shared / "facts" / "cgct_cinquieme_partie.csv").open(encoding="utf-8") as file:
        rows = {(r["article"], r["debut"], r["fin"]) for r in csv.DictReader(file)}
    stated = {
        (number.lower().replace(" ", "-"), version.start, version.end)
        for number, versions in table.versions.items()
        for version in versions
    }
    assert stated == rows
    assert table.places.keys() == table.versions.keys()
    assert len(table.places) == 821


def test_an_article_of_the_graph_has_the_bounds_of_the_table(
    catalogue: Catalogue, table: CodeTable
) -> None:
    compared = 0
    for provision in read_law(catalogue).provisions.values():
        listed = table.versions.get(provision.number) if "/cgct/" in provision.node.value else None
        lines = {v.start: v.end for v in listed or ()}
        for version in provision.versions if lines else ():
            start = version.start.isoformat()
            if start in lines and version.replayed is not None:
                compared += 1
                assert (version.end.isoformat() if version.end else "") == lines[start], version
    assert compared > 100


def test_an_article_that_nobody_cites_is_found_with_its_line_of_time(catalogue: Catalogue) -> None:
    (hit,) = [h for h in search(catalogue, "L. 5210-1").articles if h.label == UNCITED]
    told = describe(catalogue, hit.entity.value)
    assert "1996-02-24/" in str(told)
    assert "cinquième partie, livre II" in str(told)


def test_what_documents_cite_is_not_met_with_the_rest_of_the_code(catalogue: Catalogue) -> None:
    law = read_law(catalogue)
    assert UNCITED not in {provision.label for provision in law.provisions.values()}
    for question in ("textes-cites", "validite", "versions-d-articles"):
        assert UNCITED not in {str(row[0]) for row in ask(catalogue, question, {}).rows}


def test_an_article_that_founds_nothing_gives_an_empty_answer(catalogue: Catalogue) -> None:
    assert ask(catalogue, "services-par-article", {"article": "L. 5210-1"}).rows == ()


def test_a_cell_of_a_workbook_may_name_an_article_that_nobody_cites(repository: Workspace) -> None:
    names = Names(read_known(repository), {}, {})
    found = names.find(UNCITED, None)
    assert found == repository.namespaces.id("droit/cgct/l5210-1")
    assert names.text(found, None) == UNCITED


def test_the_page_of_an_article_reads_its_versions(catalogue: Catalogue) -> None:
    node = search(catalogue, "L. 5211-57").articles[0].entity
    uncited = search(catalogue, "L. 5210-1-1").articles[0].entity
    for article in (node, uncited):
        rows = list(catalogue.internal("page-versions", texte=(article,)).dicts())
        assert rows and all(row["debut"] is not None for row in rows)


def _overlapping(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join([lines[0], lines[1], lines[1], *lines[2:-1]])


def _no_day(text: str) -> str:
    return re.sub(r",\d{4}-\d\d-\d\d,", ",2011-02-30,", text, count=1)


@pytest.mark.parametrize(
    ("spoil", "pinned", "line"),
    [(lambda text: text[:-9], False, 1938), (_overlapping, True, 3), (_no_day, True, 2)],
)
def test_a_spoilt_table_is_refused_with_its_line(
    spoil: Callable[[str], str], pinned: bool, line: int, repository: Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / FOLDER
    shutil.copytree(repository.root / FOLDER, folder)
    before = (folder / "versions.csv").read_bytes()
    (folder / "versions.csv").write_text(spoil(before.decode()), encoding="utf-8")
    if pinned:
        about = (folder / "listes.toml").read_text(encoding="utf-8")
        after = (folder / "versions.csv").read_bytes()
        old, new = (hashlib.sha256(raw).hexdigest() for raw in (before, after))
        (folder / "listes.toml").write_text(about.replace(old, new), encoding="utf-8")
    with pytest.raises(ListInvalid) as caught:
        read_code(Workspace(tmp_path))
    assert explain(caught.value).startswith(f"{FOLDER}/versions.csv:{line}: la liste")
