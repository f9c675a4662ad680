"""Two whole bases: every removal, change and addition is told, in the right direction."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mutugraph.operations.diff import Difference, Kind, diff
from mutugraph.pages.reports.difference import DIFF_FORMATS, as_text
from mutugraph.workspace import Workspace

ROOT = Path(__file__).parent.parent.parent
VOCABULARY = "ontology/modules/provenance.ttl"
UNTYPED = "<https://example.org/{name}> <https://example.org/p> {value} .\n"
# where a thing of each kind stands, and the text that states it
TURTLE = ("data/ttl/essai.ttl", "ontology/modules/essai.ttl", "shapes/essai.ttl")
TEXT = (
    "queries/droit/essai.rq",
    "queries/quality/essai.rq",
    "queries/internal/essai.rq",
    "queries/quality/essai.toml",
    "ontology/rules/essai.rq",
    "data/ttl/essai.csv",
)
KEPT = (
    VOCABULARY,
    "ontology/prefixes.ttl",
    "shapes/provenance.ttl",
    "queries/communes/communes.rq",
)
BACK = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED, Kind.CHANGED: Kind.CHANGED}
Pair = Callable[[str, str | None, str | None], tuple[str, str]]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bases") / "base"
    for name in KEPT:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    for name in (*TURTLE, *TEXT):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / "data/ttl/a.ttl").write_text(UNTYPED.format(name="a", value=0), encoding="utf-8")
    return root


@pytest.fixture
def pair(base: Path, tmp_path: Path) -> Pair:
    """Two whole bases that differ by the text of one file only; None: they have no such file."""

    def make(name: str, before: str | None, after: str | None) -> tuple[str, str]:
        for side, text in (("before", before), ("after", after)):
            shutil.copytree(base, tmp_path / side, copy_function=_linked)
            if text is not None:
                (tmp_path / side / name).write_text(text, encoding="utf-8")
        return str(tmp_path / "before"), str(tmp_path / "after")

    return make


def _linked(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


def kinds(found: Difference) -> list[Kind]:
    return [change.kind for change in found.changes]


def both_ways(repository: Workspace, bases: tuple[str, str], kind: Kind) -> None:
    assert kinds(diff(repository, *bases)) == [kind]
    assert kinds(diff(repository, *reversed(bases))) == [BACK[kind]]


@pytest.mark.parametrize("name", TURTLE)
@pytest.mark.parametrize("typed", ["", "<https://example.org/s> a <https://example.org/C> .\n"])
def test_a_statement_that_comes_goes_or_changes_is_told_in_its_direction(
    repository: Workspace, pair: Pair, name: str, typed: str
) -> None:
    kept = UNTYPED.format(name="kept", value=1)
    one, two = (typed + UNTYPED.format(name="s", value=value) for value in (1, 2))
    bases = pair(name, kept + one, kept + two)
    both_ways(repository, bases, Kind.CHANGED)
    Path(bases[1], name).write_text(kept, encoding="utf-8")
    both_ways(repository, bases, Kind.REMOVED)


def test_a_label_of_the_vocabulary_that_changes_is_told(repository: Workspace, pair: Pair) -> None:
    text = (ROOT / VOCABULARY).read_text(encoding="utf-8")
    found = re.search(r'skos:prefLabel\s+"([^"]+)"@en ,\s+"([^"]+)"@fr', text)
    assert found
    bases = pair("ontology/essai.txt", None, None)
    path = Path(bases[1], VOCABULARY)
    path.unlink()
    path.write_text(text.replace(f'"{found[2]}"@fr', '"un autre nom"@fr'), encoding="utf-8")
    told = as_text(diff(repository, *bases)).decode()
    assert f"{found[2]} → un autre nom" in told
    assert f"un autre nom → {found[2]}" in as_text(diff(repository, *reversed(bases))).decode()


@pytest.mark.parametrize("name", TEXT)
def test_a_file_of_text_that_comes_goes_or_changes_is_told_in_its_direction(
    repository: Workspace, pair: Pair, name: str
) -> None:
    bases = pair(name, None, "un\ndeux\n")
    both_ways(repository, bases, Kind.ADDED)
    Path(bases[0], name).write_text("un\ntrois\nquatre\n", encoding="utf-8")
    both_ways(repository, bases, Kind.CHANGED)
    found = diff(repository, *bases)
    assert [(f.path, f.line, f.gone, f.new) for f in found.files] == [(name, 2, 2, 1)]
    for write in DIFF_FORMATS.values():
        assert name in write(found).decode()


def test_what_changes_the_revision_is_told_and_the_layout_of_turtle_is_not(
    repository: Workspace, pair: Pair
) -> None:
    bases = pair("ontology/a.ttl", UNTYPED.format(name="s", value=1), None)
    moved = Path(bases[1], "ontology/modules/b.ttl")
    moved.write_text("\n" + UNTYPED.format(name="s", value=1), encoding="utf-8")
    assert kinds(diff(repository, *bases)) == []


def test_a_base_of_data_alone_is_compared_with_the_data(
    repository: Workspace, pair: Pair, tmp_path: Path
) -> None:
    _, whole = pair("queries/droit/essai.rq", None, "un\n")
    (tmp_path / "alone" / "data").mkdir(parents=True)
    shutil.copytree(Path(whole, "data", "ttl"), tmp_path / "alone" / "data" / "ttl")
    for alone in (tmp_path / "alone", tmp_path / "alone" / "data" / "ttl"):
        assert kinds(diff(repository, str(alone), whole)) == []
