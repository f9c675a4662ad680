"""The format of a file: the one asked for, else the one that its extension names, else refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Program = Callable[..., Any]

SELECT, CONSTRUCT = "SELECT ?c { ?s a ?c } LIMIT 1", "CONSTRUCT WHERE { ?s a mut:Phase }"


@pytest.mark.parametrize(
    ("command", "known"),
    [
        ("ask communes", "table, json, csv"),
        ("describe forme/convention", "table, json, ttl"),
        ("diff . .", "text, md"),
        ("report 2016", "odt, docx, html, md"),
        ("sparql {query}", "table, json, csv"),
        ("validate", "text, json, html"),
        ("visas habitat", "text, json, odt, docx"),
    ],
)
def test_a_file_whose_extension_is_of_no_format_is_refused(
    program: Program, tmp_path: Path, command: str, known: str
) -> None:
    (query := tmp_path / "q.rq").write_text(SELECT, encoding="utf-8")
    target = tmp_path / "reponse.pdf"
    shown = program(*command.format(query=query).split(), "-o", str(target))
    assert (shown.code, shown.out, target.exists()) == (2, "", False)
    assert f"« pdf » n'existe pas pour cette réponse. Formats possibles : {known}" in shown.err


@pytest.mark.parametrize(
    ("query", "name", "start"),
    [
        (SELECT, "reponse.csv", b"c\r\n"),
        (SELECT, "reponse", b"{"),
        (CONSTRUCT, "reponse.RDF", b"<?xml"),
        (CONSTRUCT, "reponse", b"BASE <"),
    ],
)
def test_sparql_takes_the_format_of_the_file(
    program: Program, tmp_path: Path, query: str, name: str, start: bytes
) -> None:
    (path := tmp_path / "q.rq").write_text(query, encoding="utf-8")
    assert program("sparql", str(path), "-o", str(tmp_path / name)).code == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_describe_takes_the_format_of_the_file(program: Program, tmp_path: Path) -> None:
    target = tmp_path / "forme.json"
    assert program("describe", "forme/convention", "-o", str(target)).code == 0
    json.loads(target.read_text(encoding="utf-8"))
