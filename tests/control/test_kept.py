"""What runs keep for one another: a run that finds it says what a run from nothing says."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from mutugraph.control.verdict import Report
from mutugraph.errors import MutugraphError
from mutugraph.operations.validate import validate
from mutugraph.settings import Settings
from mutugraph.workspace import FOLDERS, Workspace
from schemas import small_workspace

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 29)
SEEDS = 2
Said = object


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    """A small workspace that was judged once, what was said; what that run kept is beside."""
    root = tmp_path_factory.mktemp("kept") / "small"
    small_workspace(root, ROOT)
    return root, _said(root, root / "store")


@pytest.fixture
def copy(known: tuple[Path, Said], tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return shutil.copytree(known[0], tmp_path / "copy")


def _said(root: Path, store: Path, today: date = TODAY) -> Said:
    """All that a run says but its times, or the error that it ends with."""
    try:
        report = validate(Workspace(root), Settings(store=store), today=today)
    except MutugraphError as error:
        return type(error), dict(error.facts)
    return _without_times(report)


def _without_times(report: Report) -> Said:
    steps = [(run.step, run.findings) for run in report.steps]
    rules = list(report.rules.items())
    return report.verdict, report.revision, report.counts, report.findings, steps, rules


def _same_as_from_nothing(root: Path, nothing: Path, today: date = TODAY) -> Said:
    told = _said(root, root / "store", today)
    assert told == _said(root, nothing, today)
    return told


def _lines(text: str, wanted: str) -> list[re.Match[str]]:
    return list(re.finditer(wanted, text, re.MULTILINE))


def _without_a_line(text: str, chance: random.Random) -> str:
    line = chance.choice(_lines(text, r"^    \S+ [^\n]* ;\n"))
    return text[: line.start()] + text[line.end() :]


def _with_another_number(text: str, chance: random.Random) -> str:
    number = chance.choice(_lines(text, r"(?<=[ \"])\d+(?=[ \"])"))
    return text[: number.start()] + str(int(number[0]) + 7) + text[number.end() :]


def _with_another_value(text: str, chance: random.Random) -> str:
    one, other = (chance.choice(_lines(text, r"(?<= )<\S+>(?= [;,.]$)")) for _ in range(2))
    return text[: one.start()] + other[0] + text[one.end() :]


def _with_other_words(text: str, chance: random.Random) -> str:
    words = chance.choice(_lines(text, r"(?<=\")[^\"\n]+(?=\"@fr)"))
    return text[: words.start()] + words[0][::-1].replace("\\", "") + text[words.end() :]


def _of_another_class(text: str, chance: random.Random) -> str:
    kind = chance.choice(_lines(text, r"(?<= a )mut:\w+"))
    return text[: kind.start()] + "mut:Passage" + text[kind.end() :]


def _with_blank_lines(text: str, chance: random.Random) -> str:
    start = chance.choice(_lines(text, r"^$")).start()
    return text[:start] + "\n" + text[start:]


CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    _without_a_line,
    _with_another_number,
    _with_another_value,
    _with_other_words,
    _of_another_class,
    _with_blank_lines,
)


def _changed_files(root: Path, change: Callable[[str, random.Random], str], seed: int) -> None:
    """Two files of the data that the change can be made to, each changed once."""
    chance, changed = random.Random(f"{change.__name__} {seed}"), 0
    files = sorted((root / "data" / "ttl").rglob("*.ttl"))
    for path in chance.sample(files, len(files)):
        with suppress(IndexError):  # nothing of the kind in this file
            path.write_text(change(path.read_text(), chance))
            changed += 1
        if changed == 2:
            return
    raise AssertionError(change)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_after_changes_of_the_data_a_run_says_what_it_says_from_nothing(
    copy: Path, tmp_path: Path, change: Callable[[str, random.Random], str]
) -> None:
    for seed in range(SEEDS):
        _changed_files(copy, change, seed)
        _same_as_from_nothing(copy, tmp_path / f"nothing-{seed}")


def test_so_over_the_data_of_the_project(tmp_path: Path) -> None:
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / "copy" / folder)
    _said(tmp_path / "copy", tmp_path / "copy" / "store")
    for change in CHANGES:
        _changed_files(tmp_path / "copy", change, SEEDS)
    _same_as_from_nothing(tmp_path / "copy", tmp_path / "nothing")


def _another_shape(root: Path) -> None:
    path = root / "shapes" / "effectifs.ttl"
    path.write_text(path.read_text().replace("sh:minCount 1", "sh:minCount 2"))


def _another_label_of_a_term(root: Path) -> None:
    for path in (root / "ontology" / "modules").glob("*.ttl"):
        path.write_text(path.read_text().replace('skos:prefLabel "', 'skos:prefLabel "autre '))


def _a_rule_of_derivation_less(root: Path) -> None:
    path = root / "ontology" / "rules" / "lieu-de-passage.rq"
    path.write_text(path.read_text() + "\nLIMIT 3\n")


def _another_query(root: Path) -> None:
    for path in (root / "queries" / "quality").glob("*.rq"):
        text = path.read_text().replace("#+ probleme: >-\n#+   ", "#+ probleme: >-\n#+   Vu : ")
        path.write_text(text)


def _a_question_that_is_none(root: Path) -> None:
    path = root / "queries" / "moyens" / "effectifs.rq"
    path.write_text(path.read_text().replace("SELECT", "CHOISIR"))


def _a_file_less(root: Path) -> None:
    max((root / "data" / "ttl" / "900000001").rglob("*.ttl")).unlink()


def _an_entity_twice(root: Path) -> None:
    path = min((root / "data" / "ttl" / "900000001").rglob("*.ttl"))
    shutil.copy(path, path.with_name("double.ttl"))


OTHERS = (
    _an_entity_twice,
    _a_file_less,
    _another_shape,
    _another_label_of_a_term,
    _a_rule_of_derivation_less,
    _another_query,
    _a_question_that_is_none,
)


@pytest.mark.parametrize("change", OTHERS, ids=lambda change: change.__name__)
def test_so_after_a_change_of_what_judges(
    known: tuple[Path, Said], copy: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    change(copy)
    assert _same_as_from_nothing(copy, tmp_path / "nothing") != known[1]
