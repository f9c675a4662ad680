"""The quick start of the README: each of its commands works as it is written."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from mutugraph.workspace import Workspace

from .conftest import Program

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
WRITTEN = [shlex.split(line, comments=True) for line in re.findall(r"^\$ (.*)", README, re.M)]
VERBS = [words[1:] for words in WRITTEN if words[0] == ".venv/bin/mutugraph"]
LONG = {"validate"}  # tests of their own run it


@pytest.mark.parametrize(
    "arguments", [v for v in VERBS if v[0] not in LONG and not v[-1].isupper()], ids=" ".join
)
def test_a_command_answers(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = program(*arguments)
    assert shown.code in ((0, 1) if arguments == ["doctor"] else (0,)), shown.err
    assert shown.out or any(tmp_path.iterdir())


@pytest.mark.parametrize("arguments", VERBS, ids=" ".join)
def test_a_command_has_a_verb_that_is_there(program: Program, arguments: list[str]) -> None:
    verbs = [word for word in arguments if word.islower() and word.isalpha()]
    assert program(*verbs[: 2 if verbs[0] == "sources" else 1], "--help").code == 0


def test_every_target_of_make_is_there(repository: Workspace) -> None:
    made = (repository.root / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"\bmake (\w+)", README))
    assert len(named) > 4
    assert [target for target in named if not re.search(rf"^{target}:", made, re.M)] == []
