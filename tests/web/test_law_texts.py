"""The text of an article at a date, two versions side by side; nothing of it in a publication."""

from __future__ import annotations

import html
import json
import os
import re

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode

from mutugraph.law.legi.keeping import FOLDER, KeptTexts
from mutugraph.law.rows import text
from mutugraph.questions.catalogue import Catalogue
from mutugraph.web.app import create_app
from mutugraph.workspace import Workspace

PAGE = "/textes/cgct/l5211-39-1"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> KeptTexts:
    root = tmp_path_factory.mktemp("kept")
    (root / FOLDER / "textes" / "cgct").mkdir(parents=True)
    versions = [
        _version("1", "2014-03-01", "2019-12-29", ["Le président établit un rapport.", "Avis."]),
        _version("2", "2019-12-29", None, ["Le président peut établir un rapport.", "Avis."]),
    ]
    path = root / FOLDER / "textes" / "cgct" / "l5211-39-1.json"
    path.write_text(json.dumps(versions), encoding="utf-8")
    (root / FOLDER / "etat.json").write_text("{}", encoding="utf-8")
    return KeptTexts(root)


@pytest.fixture(scope="module")
def site(catalogue: Catalogue, kept: KeptTexts) -> TestClient:
    return TestClient(create_app(catalogue.workspace, catalogue.engine, texts=kept))


def test_the_text_is_that_of_the_date(site: TestClient) -> None:
    then = site.get(PAGE, params={"date": "2015-11-26"}).text
    assert "Le président établit un rapport." in then and "président peut" not in then
    assert "Le président peut établir" in site.get(PAGE, params={"date": "2020-01-01"}).text


def test_two_versions_stand_side_by_side_with_what_differs(site: TestClient) -> None:
    page = site.get(PAGE, params={"date": "2015-11-26", "avec": "2019-12-29"}).text
    assert "<del>établit</del>" in page
    assert "<ins>peut établir</ins>" in page
    assert (
        site.get(PAGE, params={"date": "2015-11-26", "avec": "n'importe quoi"}).status_code == 200
    )


ARTICLE = "/textes/cgct/l5211-4-2"


@pytest.fixture(scope="module")
def bare(catalogue: Catalogue) -> TestClient:
    return TestClient(create_app(catalogue.workspace, catalogue.engine))


def test_without_a_copy_of_legi_two_versions_are_compared_by_their_clauses(
    bare: TestClient, catalogue: Catalogue
) -> None:
    page = bare.get(ARTICLE, params={"date": "2015-11-26", "avec": "2012-06-01"}).text
    table = page.partition('id="alors"')[2].partition("</section>")[0]
    assert "Version du 2 mars 2012" in table and "Version du 9 août 2015" in table
    clauses = {day: _clauses(catalogue, day) for day in ("2012-03-02", "2015-08-09")}
    told = dict(re.findall(r'<th scope="row">([^<]+)</th>(.*?)</tr>', html.unescape(table)))
    for name in clauses["2012-03-02"] | clauses["2015-08-09"]:
        cells = [name in clauses[day] for day in ("2012-03-02", "2015-08-09")]
        assert [">non relevée" not in cell for cell in told[name].split("</td>")[:2]] == cells
    differing = clauses["2012-03-02"] ^ clauses["2015-08-09"]
    assert f"{len(differing)} clauses ne sont relevées que dans l'une des deux" in html.unescape(
        table
    )
    assert "Une autre version a couru entre les deux" in table


def test_today_s_version_is_compared_with_that_of_the_act_without_being_asked(
    bare: TestClient,
) -> None:
    page = bare.get(ARTICLE, params={"date": "2023-01-01"}).text
    assert "Deux versions côte à côte" in page
    assert "Deux versions côte à côte" not in bare.get(ARTICLE).text
    assert 'name="avec"' in bare.get(ARTICLE).text


def test_each_version_is_a_link_on_the_line_of_time(bare: TestClient) -> None:
    page = bare.get(ARTICLE).text
    drawing = page.partition('<svg class="temps"')[2].partition("</svg>")[0]
    starts = re.findall(r'<a href="[^"]*date=(\d{4}-\d\d-\d\d)"', drawing)
    table = page.partition("Versions connues")[2].partition("</table>")[0]
    assert starts == re.findall(r"date=(\d{4}-\d\d-\d\d)", table)


def _clauses(catalogue: Catalogue, start: str) -> set[str]:
    version = f"{catalogue.workspace.namespaces.ids}droit/cgct/l5211-4-2/{start}"
    rows = catalogue.internal("page-clauses", version=(NamedNode(version),)).dicts()
    return {text(row, "nom") for row in rows}


def test_a_page_follows_the_texts_when_they_change(site: TestClient, kept: KeptTexts) -> None:
    state = kept.folder / "etat.json"
    path = kept.folder / "textes" / "cgct" / "l5211-39-1.json"
    old = path.read_text(encoding="utf-8")
    path.write_text(old.replace("Avis.", "Avis motivé."), encoding="utf-8")
    os.utime(state, ns=(1, 1))
    assert "Avis motivé." in site.get(PAGE, params={"date": "2015-11-26"}).text


def test_a_draft_act_is_downloaded(site: TestClient) -> None:
    asked = {"service": "habitat", "acte": "avenant", "date": "2016-06-01"}
    page = site.get("/visas", params=asked).text
    assert "Hors du texte" in page and "/visas.docx?" in page
    for form in ("odt", "docx"):
        sent = site.get(f"/visas.{form}", params=asked)
        assert sent.content.startswith(b"PK")
        assert f"avenant-habitat-2016-06-01.{form}" in sent.headers["content-disposition"]
    assert site.get("/visas.odt", params={"service": "habitt"}).status_code == 400
    assert site.get("/visas.odt").status_code == 400


def test_a_publication_has_no_text_even_where_there_is_a_copy(
    catalogue: Catalogue, kept: KeptTexts
) -> None:
    published = create_app(kept_beside(catalogue, kept), catalogue.engine)
    page = TestClient(published).get(PAGE, params={"date": "2020-01-01"}).text
    assert "Version du 29 décembre 2019" in page and "Le président peut" not in page


def kept_beside(catalogue: Catalogue, kept: KeptTexts) -> Workspace:
    """The repository's workspace, as it would be with these texts in it."""
    root = kept.folder.parent
    for name in ("ontology", "queries", "shapes", "data"):
        if not (root / name).exists():
            (root / name).symlink_to(catalogue.workspace.root / name)
    return Workspace(root)


def _version(id: str, start: str, end: str | None, paragraphs: list[str]) -> dict[str, object]:
    return {
        "id": f"LEGIARTI00000000000{id}",
        "debut": start,
        "fin": end,
        "etat": "VIGUEUR",
        "auteurs": [],
        "nota": "",
        "alineas": paragraphs,
        "source": "x",
    }
