"""The other verbs, as a user calls them: what they print, and their exit codes."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mutugraph.workspace import Workspace

Program = Callable[..., Any]


def test_describe_tells_an_entity_and_what_leads_to_it(program: Program) -> None:
    shown = program("describe", "service/ressources-humaines")
    assert shown.code == 0
    assert shown.out.startswith("Ressources humaines (service mutualisé)\n")
    assert "Ce qui s'y rattache :" in shown.out
    whole = json.loads(program("describe", "service/ressources-humaines", "--format", "json").out)
    assert whole["liens_entrants"]


@pytest.mark.parametrize("format", ["ttl", "nt", "jsonld", "rdfxml"])
def test_describe_writes_graphs(program: Program, format: str) -> None:
    shown = program("describe", "forme/convention", "--format", format)
    assert shown.code == 0
    assert "forme/convention" in shown.out


def test_an_ambiguous_slug_lists_its_candidates(program: Program) -> None:
    shown = program("describe", "1")
    assert (shown.code, shown.out) == (2, "")
    assert "désigne plusieurs entités" in shown.err
    candidate = shown.err.split(" : ")[1].split(", ")[0]
    assert program("describe", candidate).code == 0


@pytest.mark.parametrize("name", ["habitt", "https://example.org/rien", "rien/du/tout", "<", "::"])
def test_an_entity_that_is_unknown_is_told(program: Program, name: str) -> None:
    shown = program("describe", name)
    assert (shown.code, shown.out) == (2, "")
    assert "Traceback" not in shown.err
    assert "interne" not in shown.err


def test_search_groups_what_it_finds(program: Program) -> None:
    shown = program("search", "Habitat")
    assert shown.code == 0
    assert shown.out.startswith("Entités (")
    assert "\nPassages (" in shown.out


def test_what_several_bear_alike_is_told_apart_by_a_path_that_describe_takes(
    program: Program,
) -> None:
    lines = [
        line
        for line in program("search", "plateforme de services aux communes").out.splitlines()
        if line.startswith("  Plateforme de services aux communes") and "étape de fiche" in line
    ]
    # 18 sheets announce it: 17, and sheet 13 with a question mark
    assert len(lines) == len(set(lines)) == 18
    path = lines[0].rpartition("<")[2].removesuffix(">")
    assert program("describe", path).code == 0


def test_an_article_comes_with_its_services_and_how_each_link_is_established(
    program: Program,
) -> None:
    shown = program("search", "5211-4-2")
    lines = shown.out.splitlines()
    assert lines[0].startswith("Articles et textes (1)")
    assert "Services qui reposent sur CGCT L5211-4-2, au 26 novembre 2015 (20)" in lines
    row = next(line for line in lines if "Habitat" in line)
    assert row.split()[:5] == ["13", "Habitat", "déduit", "R2", "R3"]
    found = json.loads(program("search", "5211-4-2", "--format", "json").out)["services"]
    assert [link["action"] for link in found] == list(range(1, 21))
    assert {link["mode"] for link in found} == {"deduit"}


def test_search_without_result_is_no_failure(program: Program) -> None:
    shown = program("search", "zzzz")
    assert (shown.code, shown.out) == (0, "")
    assert "Aucun résultat." in shown.err


def test_sparql_reads_a_file_or_the_input(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = tmp_path / "q.rq"
    query.write_text("ASK { ?s a mut:FicheAction }", encoding="utf-8")
    assert program("sparql", str(query), "--format", "table").out == "oui\n"
    with query.open() as file:
        monkeypatch.setattr("sys.stdin", file)
        assert json.loads(program("sparql").out)["boolean"] is True


def test_a_term_that_does_not_exist_is_told_beside_the_answer(
    program: Program, tmp_path: Path
) -> None:
    query = tmp_path / "q.rq"
    query.write_text("ASK { ?s a mut:ServiceMutual }", encoding="utf-8")
    shown = program("sparql", str(query))
    assert json.loads(shown.out)["boolean"] is False
    assert "vouliez-vous dire mut:ServiceMutualise" in shown.err


@pytest.mark.parametrize(
    ("query", "arguments", "said"),
    [
        ("SELECT * {", [], "n'est pas du SPARQL valable : ligne 1"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", ["--format", "ttl"], "Formats possibles : json"),
        ("CONSTRUCT WHERE { ?s a ?c }", ["--format", "table"], "Formats possibles : ttl"),
        ("SELECT * { ?s ?p ?o } LIMIT 1", ["--format", "xls"], "Le format « xls » n'existe pas"),
        ("SELECT * { SERVICE <http://localhost/> { } }", [], "SERVICE"),
        ("CLEAR ALL", [], "mise à jour"),
    ],
)
def test_a_query_that_has_no_answer_exits_with_2(
    program: Program, tmp_path: Path, query: str, arguments: list[str], said: str
) -> None:
    path = tmp_path / "q.rq"
    path.write_text(query, encoding="utf-8")
    shown = program("sparql", str(path), *arguments)
    assert (shown.code, shown.out) == (2, "")
    assert said in shown.err


def test_sources_check_refuses_a_copy_where_one_word_has_changed(
    program: Program, shared: Path, tmp_path: Path
) -> None:
    document = next((shared / "source").glob("*.txt"))
    assert program("sources", "check", str(document)).code == 0
    text = document.read_bytes().decode()
    copy = tmp_path / "copie.txt"
    copy.write_bytes(text.replace("Recrutement", "Recrutemant", 1).encode())
    shown = program("sources", "check", str(copy))
    assert shown.code == 1
    assert "n'est pas le document enregistré" in shown.out
    assert "« Recrutement" in shown.out


def test_sources_check_says_that_a_document_is_absent(program: Program, tmp_path: Path) -> None:
    shown = program("sources", "check", str(tmp_path / "rien.txt"))
    assert (shown.code, shown.out) == (2, "")
    assert "n'existe pas" in shown.err


def test_format_checks_writes_and_refuses(program: Program, tmp_path: Path) -> None:
    loose, commented = tmp_path / "a.ttl", tmp_path / "b.ttl"
    loose.write_text("<http://a> <http://b>   1 .", encoding="utf-8")
    assert program("format", "--check", str(loose)).code == 1
    assert "Fichiers lus : 1, réécrits : 1, refusés : 0." in program("format", str(loose)).err
    assert program("format", "--check", str(loose)).code == 0
    commented.write_text("# note\n<http://a> <http://b> 1 .\n", encoding="utf-8")
    before = commented.read_bytes()
    shown = program("format", str(commented))
    assert shown.code == 2
    assert "(l. 1)" in shown.err
    assert commented.read_bytes() == before
    assert program("format", str(tmp_path / "rien.ttl")).code == 2


def test_load_says_that_the_store_is_up_to_date(program: Program) -> None:
    shown = program("load")
    assert shown.code == 0
    assert shown.out.startswith("Base locale à jour")


def test_doctor_names_what_is_missing_and_its_remedy(
    program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MUTUGRAPH_STORE", str(tmp_path))
    shown = program("doctor")
    assert shown.code == 1
    assert "→ Construisez-la : mutugraph load." in shown.out
    assert "10.0" in shown.out


def test_doctor_is_content_with_what_is_in_order(program: Program) -> None:
    shown = program("doctor")
    assert "✗" not in shown.out, shown.out
    assert shown.code == 0


def test_a_broken_file_is_told_at_its_line_and_the_previous_store_stays(
    program: Program, small: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "espace"
    shutil.copytree(small.root, root)
    monkeypatch.setenv("MUTUGRAPH_STORE", str(tmp_path / "bases"))
    monkeypatch.setenv("MUTUGRAPH_WORKSPACE", str(root))
    assert program("load").code == 0
    stores = sorted((tmp_path / "bases").iterdir())
    (root / "data/ttl/casse.ttl").write_text("<a> <b> .\n", encoding="utf-8")
    for verb in (["load"], ["ask", "effectifs"], ["search", "habitat"]):
        shown = program(*verb)
        assert shown.code == 2
        assert "data/ttl/casse.ttl:1" in shown.err
    assert sorted((tmp_path / "bases").iterdir()) == stores


def test_a_dry_run_of_nothing_is_misuse_and_writes_nothing(
    program: Program, tmp_path: Path
) -> None:
    shown = program("publish", str(tmp_path / "site"), "--dry-run")
    assert shown.code == 2
    assert "--datagouv" in shown.err
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("asked", "told"),
    [("ttl,turtle", "« turtle »"), ("", "syntaxe manque"), ("ttl,", "syntaxe manque")],
)
def test_a_syntax_that_there_is_not_is_misuse_and_those_that_there_are_are_told(
    program: Program, tmp_path: Path, asked: str, told: str
) -> None:
    shown = program("publish", str(tmp_path / "site"), "--syntaxes", asked)
    assert shown.code == 2
    assert told in shown.err
    assert "ttl, jsonld, nt, rdf" in shown.err
    assert not (tmp_path / "site").exists()
