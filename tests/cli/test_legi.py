from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import Program
from legi_source import Made, increment, xml

STAMP = "20231206-210000"
MADE = Made("LEGIARTI000099999999", "L5211-4-2", "2023-06-01")


def test_legi_check_tells_what_differs_and_what_it_touches(
    program: Program, tmp_path: Path
) -> None:
    source = increment(tmp_path, STAMP, [(MADE.name, xml(MADE))])
    patch = tmp_path / "droit.patch"
    answer = program("legi", "check", str(source), "--patch", str(patch))
    assert answer.code == 1
    assert "MUT350 bloquant : la version du 1er juin 2023" in answer.out
    assert "service (" in answer.out and "6 décembre 2023" in answer.out
    assert "l5211-4-2/2023-06-01" in patch.read_text(encoding="utf-8")


def test_legi_check_answers_in_json(program: Program, tmp_path: Path) -> None:
    source = increment(tmp_path, STAMP, [(MADE.name, xml(MADE))])
    whole = json.loads(program("legi", "check", str(source), "--format", "json").out)
    assert whole["verdict"] == "ecart"
    found = [c for c in whole["constats"] if c["code"] == "MUT350"]
    assert found[0]["fichier"].endswith(f"{MADE.id}.xml")


@pytest.mark.parametrize("verb", ["check", "import", "watch"])
def test_a_source_without_a_file_of_legi_is_misuse(
    program: Program, tmp_path: Path, verb: str
) -> None:
    (note := tmp_path / "dossier" / "lisez-moi.txt").parent.mkdir()
    note.write_text("rien", encoding="utf-8")
    for source in (note, note.parent):
        answer = program("legi", verb, str(source))
        assert (answer.code, answer.out) == (2, "")
        assert f"{source} : aucun fichier de LEGI" in answer.err


def test_a_source_that_cannot_be_read_is_misuse(program: Program, tmp_path: Path) -> None:
    bad = tmp_path / "LEGI_20231206-210000.tar.gz"
    bad.write_bytes(b"\x1f\x8bnothing")
    for arguments in (
        (str(bad),),
        (str(tmp_path / "absent.tar.gz"),),
        (str(bad), "--none-on", "x"),
    ):
        answer = program("legi", "check", *arguments)
        assert (answer.code, answer.out) == (2, "")
        assert "Traceback" not in answer.err
