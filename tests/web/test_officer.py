"""What the officer of open data finds: a model to search, tables that say what they lack, drops."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from mutugraph.workspace import Workspace

HTML = {"accept": "text/html"}
Call = Callable[..., httpx.Response]
HEADING = re.compile(r'<h2 id="([\w-]+)">([^<]+)</h2>')


def test_each_part_of_the_model_has_a_title_of_its_own(call: Call, repository: Workspace) -> None:
    files = {path.stem for path in (repository.root / "ontology" / "modules").glob("*.ttl")}
    titles = dict(HEADING.findall(call("GET", "/modele", headers=HTML).text))
    assert set(titles) == files
    assert {titles["competences"], titles["controle"]} == {"Compétences", "Contrôle"}


@pytest.mark.parametrize("sought", ["competence", "COMPÉTENCE", "décrit fiche"])
def test_the_model_is_searched_without_accents_or_scripts(call: Call, sought: str) -> None:
    page = call("GET", f"/modele?q={sought}", headers=HTML).text
    terms = page.count('<dt id="')
    assert 0 < terms < call("GET", "/modele", headers=HTML).text.count('<dt id="')
    assert f"{terms} terme" in page
    assert page.count("<details open>") == len(HEADING.findall(page))


def test_what_the_model_has_not_is_told(call: Call) -> None:
    assert "Aucun terme pour « zzzz »" in call("GET", "/modele?q=zzzz", headers=HTML).text


def test_an_empty_table_is_not_said_to_be_unprinted(call: Call) -> None:
    page = call("GET", "/donnees", headers=HTML).text
    assert page.count("0 ligne,") == page.count("Aucune ligne pour ce schéma") > 0
    assert "le document n'en imprime pas" not in page


@pytest.mark.parametrize(
    ("name", "content", "status", "told"),
    [
        ("vide.xlsx", b"", 400, "il est vide"),
        ("vide.ods", b"", 400, "il est vide"),
        ("vide.ttl", b"", 400, "ne contient aucun triplet"),
        ("notes.csv", b"a;b\n1;2\n", 415, "Types admis : .xlsx, .ods, .ttl"),
        ("acte.pdf", b"%PDF-1.4", 415, "Types admis : .xlsx, .ods, .ttl"),
        ("latin.ttl", "# é".encode("latin-1"), 400, "UTF-8"),
        ("long.ttl", b"#" * 2_000_000, 413, "divisez le fichier"),
    ],
)
def test_a_file_that_is_not_read_is_told_with_the_way_back(
    call: Call, name: str, content: bytes, status: int, told: str
) -> None:
    answer = call("POST", "/deposer", headers=HTML, files={"fichier": (name, content)})
    assert answer.status_code == status
    assert told in answer.text
    assert '<a href="/deposer">Reprendre cette page</a>' in answer.text


def test_a_form_without_its_file_is_told(call: Call) -> None:
    for sent in ({"files": {"document": ("a.txt", b"a")}}, {"data": {"fichier": ""}}):
        answer = call("POST", "/deposer", headers=HTML, **sent)
        assert answer.status_code == 400
        assert "Aucun fichier n'est joint" in answer.text.replace("&#39;", "'")


def test_a_byte_order_mark_is_no_fault(call: Call, repository: Workspace) -> None:
    path = next(Path(repository.root / "data" / "ttl" / "droit").rglob("*.ttl"))
    reports = [
        call("POST", "/deposer", headers=HTML, files={"fichier": (path.name, start + content)})
        for content in [path.read_bytes()]
        for start in (b"", b"\xef\xbb\xbf")
    ]
    plain, marked = (re.sub(r"\d+,\d s", "", one.text) for one in reports)
    assert reports[0].status_code == 200
    assert marked == plain


def test_findings_that_say_the_same_say_it_once(call: Call) -> None:
    page = call("GET", "/controle", headers=HTML).text
    while "est en cours" in page:  # the control runs beside the server
        time.sleep(1)
        page = call("GET", "/controle", headers=HTML).text
    group = page.partition('/regles/MUT602">')[2].partition("</section>")[0]
    assert group.count("<strong>") > 20
    assert group.count("publier ce petit effectif") == 1
    steps = page.partition("Étapes du contrôle")[2].partition("</table>")[0]
    assert {"Modèle", "Cohérence"} <= set(re.findall(r'<th scope="row">([^<]+)<', steps))


def test_a_sheet_is_judged_among_what_its_epci_has_here(call: Call, repository: Workspace) -> None:
    path = sorted((repository.root / "data/ttl/200039865/fiches").glob("*.ttl"))[11]
    text = path.read_text(encoding="utf-8")

    def report(content: str) -> str:
        sent = {"fichier": ("ma-fiche.ttl", content.encode())}
        answer = call("POST", "/deposer", headers=HTML, files=sent)
        assert answer.status_code == 200
        return answer.text

    own = report(text)
    assert "jugé avec le reste de ce que cette base dit de Metz Métropole" in own
    blocking = re.compile(r"<h2>Bloquant")
    assert not blocking.search(own)
    assert "Écarts acceptés" in own  # here as in the control of the whole
    assert "role/inconnu" in (broken := text.replace("<role/contributrice>", "<role/inconnu>"))
    assert blocking.search(found := report(broken)) and "role/inconnu" in found
    elsewhere = report(text.replace("200039865", "999999999"))
    assert "qui est jugé seul, aucune de ses entités" in elsewhere
    assert blocking.search(elsewhere)
