"""A broken file in each folder of a workspace: what needs it says which, the rest is served."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mutugraph.control.quality import read_quality_rules
from mutugraph.engine.building import ensure_store
from mutugraph.errors import MutugraphError
from mutugraph.messages import explain
from mutugraph.operations.ask import ask
from mutugraph.operations.health import faults
from mutugraph.operations.validate import validate
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

Break = Callable[[Path], object]


def no_sparql(path: Path) -> object:
    return path.write_text(path.read_text(encoding="utf-8") + "\n} }\n", encoding="utf-8")


def no_turtle(path: Path) -> object:
    return path.write_text(path.read_text(encoding="utf-8") + "\n<a> <b> .\n", encoding="utf-8")


def no_text(path: Path) -> object:
    return path.write_bytes(path.read_bytes() + b"\n# \xff\n")


def no_header(path: Path) -> object:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = (line for line in lines if not line.startswith("#+"))
    return path.write_text("".join(kept), encoding="utf-8")


def nothing(path: Path) -> object:
    return path.write_bytes(b"")


@pytest.fixture
def workspace(small: Workspace, tmp_path: Path) -> Workspace:
    root = tmp_path / "workspace"
    shutil.copytree(small.root, root, ignore=shutil.ignore_patterns(".mutugraph"))
    return Workspace(root)


def first(workspace: Workspace, pattern: str) -> Path:
    return sorted(workspace.root.glob(pattern))[0]


def built(workspace: Workspace, store: Path) -> Catalogue:
    settings = Settings(store=store)
    return Catalogue(workspace, ensure_store(workspace, settings).open(workspace, settings))


def places(error: MutugraphError, path: Path, workspace: Workspace) -> bool:
    """Whether its sentence begins with the file, and with a line of it."""
    return bool(re.match(rf"{re.escape(workspace.name(path))}:\d+: ", explain(error)))


@pytest.mark.parametrize(
    ("pattern", "breaks"),
    [
        *(("queries/quality/*.rq", one) for one in (no_sparql, no_text, no_header, nothing)),
        ("queries/quality/gravites.toml", no_text),
        ("queries/fiches/*.rq", no_sparql),
        ("queries/internal/page-*.rq", no_sparql),
        ("shapes/*.ttl", no_turtle),
    ],
)
def test_what_the_facts_do_not_need_keeps_nothing_from_being_served(
    workspace: Workspace, tmp_path: Path, pattern: str, breaks: Break
) -> None:
    path = first(workspace, pattern)
    breaks(path)
    catalogue = built(workspace, tmp_path / "store")
    assert len(ask(catalogue, "communes"))
    assert [places(error, path, workspace) for error in faults(catalogue)] == [True]


@pytest.mark.parametrize(
    ("pattern", "breaks"),
    [
        ("ontology/modules/*.ttl", no_turtle),
        ("ontology/schemes/*.ttl", no_turtle),
        ("ontology/rules/*.rq", no_sparql),
        ("ontology/rules/*.rq", no_text),
        ("data/ttl/[0-9]*/*.ttl", no_turtle),
        ("data/ttl/jeux/*.ttl", no_turtle),
        ("data/ttl/*.ttl", no_text),
    ],
)
def test_what_the_facts_are_made_of_is_told_and_no_half_of_it_is_served(
    workspace: Workspace, tmp_path: Path, pattern: str, breaks: Break
) -> None:
    path = first(workspace, pattern)
    breaks(path)
    with pytest.raises(MutugraphError) as raised:
        built(workspace, tmp_path / "store")
    assert places(raised.value, path, workspace)


@pytest.mark.parametrize("breaks", [no_sparql, no_text, no_header])
def test_every_broken_rule_is_told_and_the_others_are_noted(
    small: Workspace, small_settings: Settings, workspace: Workspace, tmp_path: Path, breaks: Break
) -> None:
    assert small_settings.store
    whole = ask(built(small, small_settings.store), "incoherences-source")
    codes = {str(row[0]) for row in whole.rows}
    lost, *kept = sorted(codes & {q.rule.code for q in read_quality_rules(small)})
    assert kept
    rules = {rule.rule.code: rule.file.path for rule in read_quality_rules(small)}
    broken = [workspace.root / rules[lost], first(workspace, "queries/quality/[v-z]*.rq")]
    for path in broken:
        breaks(path)
    catalogue = built(workspace, tmp_path / "store")
    assert {str(row[0]) for row in ask(catalogue, "incoherences-source").rows} == codes - {lost}
    told = faults(catalogue)
    assert [places(error, path, workspace) for error, path in zip(told, broken, strict=True)]


@pytest.mark.parametrize("breaks", [no_sparql, no_text, no_header, nothing])
def test_the_control_gives_no_verdict_without_one_of_its_rules_and_says_which(
    workspace: Workspace, breaks: Break
) -> None:
    path = first(workspace, "queries/quality/*.rq")
    breaks(path)
    with pytest.raises(MutugraphError) as raised:
        validate(workspace, Settings())
    assert places(raised.value, path, workspace)
