"""`mutugraph sources` as it is typed: what it writes and the code that it gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import Program


@pytest.fixture
def document(tmp_path: Path) -> str:
    path = tmp_path / "autre.txt"
    path.write_text("Ville de Metz\t36 agents\nle service commun\n", encoding="utf-8")
    return str(path)


def test_locate_shows_the_words_among_their_neighbours(program: Program, document: str) -> None:
    found = program("sources", "locate", "36", "AGENTS", "--document", document)
    assert found.code == 0
    assert "l. 1 (14-23) : …Ville de Metz « 36 agents »" in found.out
    assert "n'est pas un document enregistré" in found.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("35 agents", "le document écrit « 36 », non « 35 »"),
        ("6 agents", "au milieu d'un mot"),
        ("rien de tel", "ces mots n'y sont pas"),
    ],
)
def test_an_empty_answer_is_an_answer(
    program: Program, document: str, words: str, told: str
) -> None:
    found = program("sources", "locate", words, "--document", document)
    assert found.code == 0
    assert told in found.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["locate"], "MOTS"),
        (["locate", " "], "donnez les mots"),
        (["locate", "mots", "--document", "jamais-vu"], "« jamais-vu » est inconnu"),
        (["pin", "--document", "jamais-vu"], "Le fichier jamais-vu n'existe pas"),
        (["pin", "trop"], "cet argument est en trop"),
    ],
)
def test_misuse_is_told(program: Program, arguments: list[str], told: str) -> None:
    found = program("sources", *arguments)
    assert found.code == 2
    assert told in found.err


def test_nothing_to_pin_is_done(program: Program) -> None:
    found = program("sources", "pin")
    assert (found.code, found.out) == (0, "")
    assert "Passages placés : 0" in found.err


def test_coverage_is_a_table_or_json_strongest_first(program: Program, document: str) -> None:
    shown = program("sources", "coverage", "--document", document)
    assert shown.code == 0
    assert "effectifs 0/1" in shown.out
    told = json.loads(
        program("sources", "coverage", "--document", document, "--format", "json").out
    )
    (one,) = told["documents"]
    assert one["restes"][0] == {"nature": "effectif", "lu": "36 agents", "ligne": 1}
    assert {"nature": "effectif", "total": 1, "couverts": 0} in one["natures"]


def test_a_format_that_is_none_is_told(program: Program, document: str) -> None:
    assert program("sources", "coverage", "--format", "xml").code == 2
