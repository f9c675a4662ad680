from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from .conftest import Program

FIXTURE = Path(__file__).parent.parent / "fixtures" / "schema-fictif"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "schema"
    shutil.copytree(FIXTURE, copy)
    return copy


def test_an_accepted_folder_ends_with_0_and_a_refused_one_with_1(
    program: Program, folder: Path
) -> None:
    assert program("validate", str(folder)).code == 0
    path = folder / "900000001/fiches/fiche-paie.ttl"
    text = path.read_text(encoding="utf-8").replace("    mut:nature <nature/support> ;\n", "")
    path.write_text(text, encoding="utf-8")
    refused = program("validate", str(folder))
    assert (refused.code, refused.out.startswith("REFUSÉ")) == (1, True)


def test_a_step_that_does_not_judge_the_files_given_gives_no_verdict_on_them(
    program: Program, folder: Path
) -> None:
    asked = program("validate", str(folder), "--only", "publication")
    assert (asked.code, asked.out) == (2, "")
    assert "--only publication" in asked.err


def test_several_formats_go_each_to_its_file(
    program: Program, folder: Path, tmp_path: Path
) -> None:
    files = [tmp_path / name for name in ("a.sarif", "a.html", "a.xml", "a.json")]
    arguments = [part for file in files for part in ("-o", str(file))]
    assert program("validate", str(folder), "--only", "lecture", *arguments).code == 0
    assert json.loads(files[0].read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert json.loads(files[3].read_text(encoding="utf-8"))["verdict"] == "accepte"
    assert files[1].read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("casse.ttl", b"<a> <b> "),
        ("vide.ttl", b""),
        ("latin.ttl", '<x:a> <x:b> "été" .'.encode("latin-1")),
    ],
)
def test_a_broken_file_ends_with_2_and_no_verdict(
    program: Program, folder: Path, name: str, content: bytes
) -> None:
    (folder / name).write_bytes(content)
    result = program("validate", str(folder))
    assert (result.code, result.out) == (2, "")
    assert f"{name}:1" in result.err
    assert "Traceback" not in result.err


def test_a_huge_file_ends_with_2(
    program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mutugraph.control.reading.MAX_BYTES", 100)
    result = program("validate", str(folder))
    assert (result.code, "trop gros" in result.err) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--only", "tout"),
        ("--threshold", "grave"),
        ("--format", "pdf"),
        ("--format", "json", "--format", "html"),
        ("--base", "jamais-vu", "--only", "lecture"),
        ("absent/",),
    ],
)
def test_misuse_ends_with_2_in_words(program: Program, arguments: tuple[str, ...]) -> None:
    result = program("validate", *arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.strip()


def test_explain_lists_the_rules_and_explains_one(program: Program) -> None:
    assert "MUT401" in program("explain").out
    assert "Comment corriger" in program("explain", "MUT210").out
    assert program("explain", "MUT000").code == 2


def test_diff_ends_with_0_whether_or_not_anything_changes(program: Program, folder: Path) -> None:
    assert program("diff", str(FIXTURE), str(folder)).out == "Rien ne change.\n"
    (folder / "organisations.ttl").unlink()
    changed = program("diff", str(FIXTURE), str(folder), "--format", "json")
    assert changed.code == 0
    assert json.loads(changed.out)["entites"]
    assert program("diff", "jamais-vu", ".").code == 2
