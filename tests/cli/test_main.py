"""The program itself: exit codes, French everywhere, common options, what a terminal may do."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from mutugraph.cli import main as cli
from mutugraph.cli.french import ours, words
from mutugraph.errors import MutugraphError, UsageError, all_errors
from mutugraph.messages import sentences

Program = Callable[..., Any]
Command = Any  # the classes of typer's commands are private
COMMAND = str(Path(sys.executable).parent / "mutugraph")
ENGLISH = re.compile(
    r"\b(Usage|Options?|Commands?|Error|Missing|No such|Invalid|Try|Show|Got|default|required)\b:?"
)


def commands(root: Command, path: str) -> Iterator[tuple[str, Command]]:
    yield path, root
    for name, command in getattr(root, "commands", {}).items():
        yield from commands(command, f"{path} {name}")


ALL = dict(commands(cli.program(), "mutugraph"))


@pytest.mark.parametrize("error", list(all_errors()), ids=lambda e: str(e.__name__))
def test_every_error_has_an_exit_code(error: type[MutugraphError]) -> None:
    assert error is MutugraphError or any(c in cli.EXIT_CODES for c in error.__mro__)
    assert cli.exit_code(error) in (2, 3)


@pytest.mark.parametrize("path", ALL)
def test_every_verb_and_option_has_its_french_help(path: str, program: Program) -> None:
    shown = program(*path.split()[1:], "--help")
    assert shown.code == 0
    assert shown.err == ""
    text = shown.out.replace("[OPTIONS]", "")
    assert not [m for m in ENGLISH.findall(text) if m not in ("Options", "Option")]
    assert "Utilisation : " + path in text


def test_no_word_of_help_is_left_without_its_option() -> None:
    parts = {"quoi", "details", "exemple"}
    shared, used = set(sentences()["options_partagees"]), set()
    for path, command in ALL.items():
        names, own = {p.name for p in command.params}, set(words(path)) - parts
        assert own | (names & shared) == names, path
        used |= names - own
    assert used == shared
    keys = {"_".join(["aide", *path.split()[1:]]) for path in ALL}
    assert {key for key in sentences() if key.split("_")[0] == "aide"} == keys


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["aks"], "Vouliez-vous dire : ask ?"),
        (["ask", "--formt", "csv"], "« --formt » est inconnu (option)"),
        (["ask", "effectifs", "--format"], "cette option attend une valeur"),
        (["ask", "--iris=1"], "cette option ne prend pas de valeur"),
        (["ask", "effectifs", "rien"], "cet argument est en trop"),
        (["describe"], "cet argument est nécessaire"),
        (["sources"], "il manque le nom d'une commande"),
        (["sources", "chek"], "Vouliez-vous dire : check ?"),
        (["--workspace", "/nulle/part", "ask"], "n'est pas un espace de travail"),
        (["ask", "--workspace", "/nulle/part"], "n'est pas un espace de travail"),
    ],
)
def test_misuse_is_told_in_french_and_exits_with_2(
    program: Program, arguments: list[str], said: str
) -> None:
    result = program(*arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert not ENGLISH.search(result.err)


@pytest.mark.parametrize("place", ["before", "after"])
def test_quiet_is_understood_before_and_after_the_verb(program: Program, place: str) -> None:
    question = ["ask", "renvois", "-p", "action=3"]
    given = ["-q", *question] if place == "before" else [*question, "-q"]
    assert "Aucun résultat." in program(*question).err
    assert program(*given).err == ""


def test_a_value_that_looks_like_a_common_option_stays_a_value(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert program("ask", "effectifs", "--format", "csv", "-o", "-q").code == 0
    assert (tmp_path / "-q").exists()


def test_an_internal_error_is_a_sentence_and_a_traceback_only_with_v(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("mutugraph.operations.ask.ask", broken)
    quiet, loud = program("ask", "effectifs"), program("ask", "effectifs", "-v")
    assert (quiet.code, loud.code) == (2, 2)
    assert "Traceback" not in quiet.err
    assert "erreur interne" in quiet.err
    assert "ZeroDivisionError" in loud.err


def test_an_unknown_refusal_of_the_parser_is_still_one_of_ours() -> None:
    assert isinstance(ours(ValueError("?")), UsageError)


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; from mutugraph.cli.main import run; run(['--help']); print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(shown.stdout.split())
    assert not loaded & {"pyoxigraph", "rdflib", "pyshacl", "rich", "fastapi", "yaml", "jinja2"}


def test_a_verb_is_made_without_the_others(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def noted(name: str) -> object:
        made.append(name)
        return import_module(name)

    monkeypatch.setattr(cli, "import_module", noted)
    assert program("explain", "--help").code == 0
    assert set(made) == {"mutugraph.cli.explain"}


def test_a_reader_that_leaves_is_no_error(program: Program, store: Path) -> None:
    line = f"MUTUGRAPH_STORE={store} {COMMAND} ask fiche --format csv | head -n 1"
    command = ["bash", "-c", line + "; echo ${PIPESTATUS[0]}"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == "0"
    assert shown.stderr == ""


def test_a_full_output_is_told(program: Program, store: Path) -> None:
    line = f"MUTUGRAPH_STORE={store} {COMMAND} ask fiche > /dev/full"
    shown = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert shown.returncode == 2
    assert "il n'y a plus de place sur le disque" in shown.stderr


def test_nothing_is_coloured_for_what_is_no_terminal(program: Program) -> None:
    for arguments in (["ask", "effectifs"], ["doctor"], ["--help"], ["rien"]):
        result = program(*arguments)
        assert "\x1b" not in result.out + result.err


def test_the_package_run_by_python_is_the_program() -> None:
    by_python, by_name = (
        subprocess.run([*program, "explain", "MUT0"], capture_output=True, text=True, check=False)
        for program in ([sys.executable, "-m", "mutugraph"], [COMMAND])
    )
    assert by_python.returncode == 2
    assert by_python.stderr
    assert (by_python.stderr, by_python.returncode) == (by_name.stderr, by_name.returncode)
