"""What is installed is what was chosen: exact, with its sums, above the known advisories."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT))

from release.bill import bill, pinned  # noqa: E402 - a program of the repository, not installed

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "lock" / "run.txt").read_text(encoding="utf-8")
# the first release without the advisory (github.com/advisories, by the name of the package)
ABOVE = {
    "starlette": ("1.0.1", "CVE-2026-48710"),
    "python-multipart": ("0.0.27", "CVE-2026-42561"),
    "jinja2": ("3.1.6", "CVE-2025-27516"),
}


def versions() -> dict[str, Version]:
    return {part["name"]: Version(part["version"]) for part in pinned(LOCK)}


def declared() -> list[Requirement]:
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
    return [Requirement(text) for text in wanted]


def test_the_lock_holds_what_the_project_declares() -> None:
    found = versions()
    lacking = [str(r) for r in declared() if r.name.lower() not in found]
    assert lacking == []
    assert [str(r) for r in declared() if found[r.name.lower()] not in r.specifier] == []


def test_every_package_of_the_lock_has_the_sums_of_its_files() -> None:
    parts = [*pinned(LOCK)]
    assert len(parts) > 40
    assert [part["name"] for part in parts if not part["externalReferences"]] == []
    names = re.findall(r"^([\w.-]+)==", LOCK, re.MULTILINE)
    assert sorted(names) == sorted(part["name"] for part in parts)


@pytest.mark.parametrize("name", ABOVE)
def test_no_release_with_a_known_advisory_is_admitted(name: str) -> None:
    fixed, advisory = ABOVE[name]
    (wanted,) = (r for r in declared() if r.name == name)
    floors = [Version(s.version) for s in wanted.specifier if s.operator in (">=", "==")]
    assert max(floors) >= Version(fixed), advisory


def test_an_installation_looks_at_the_sums() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = makefile.partition("$(STAMPS)/run:")[2].partition("\n\n")[0]
    lines = [line for line in recipe.splitlines() if "$(PIP)" in line]
    assert len(lines) == 2
    assert "--require-hashes" in lines[0]
    assert "--no-deps --no-build-isolation" in lines[1]


def test_the_bill_names_every_package_once_and_every_vendored_file() -> None:
    made = bill(ROOT, "1.2.3")
    assert made == json.loads(json.dumps(made))
    references = [part["bom-ref"] for part in made["components"]]
    assert len(references) == len(set(references))
    assert made["dependencies"][0]["dependsOn"] == references
    assert {f"pkg:pypi/{n}@{v}" for n, v in versions().items()} <= set(references)
    static = ROOT / "src/mutugraph/pages/static"
    fonts = {f"font:{path.name}" for path in static.glob("fonts/*.woff2")}
    assert fonts <= set(references)
    assert any(r.startswith("pkg:npm/codemirror@") for r in references)


def test_every_file_that_others_wrote_is_that_of_a_manifest() -> None:
    stated: dict[Path, str] = {}
    for path in [*ROOT.glob("src/**/manifest.toml"), *ROOT.glob("tests/**/manifest.toml")]:
        text = path.read_text(encoding="utf-8")
        stated |= {path.parent / name: sha for name, sha in sums(tomllib.loads(text))}
    minified = [*ROOT.glob("src/**/*.min.js"), *ROOT.glob("tests/**/*.min.js")]
    fonts = [*ROOT.glob("src/**/*.woff*"), *ROOT.glob("src/**/*.ttf")]
    assert {*minified, *fonts} <= stated.keys()
    wrong = {p: s for p, s in stated.items() if hashlib.sha256(p.read_bytes()).hexdigest() != s}
    assert wrong == {}


def sums(facts: dict[str, object]) -> list[tuple[str, str]]:
    """The names of files and their sums, wherever a manifest says them."""
    found = []
    for name, value in facts.items():
        if isinstance(value, dict):
            if isinstance(value.get("file"), str) and isinstance(value.get("sha256"), str):
                found.append((value["file"], value["sha256"]))
            found += sums(value)
        elif isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) and "." in name:
            found.append((name, value))
    return found


def test_ci_takes_nothing_that_can_change_under_its_name() -> None:
    github = yaml.safe_load((ROOT / "docs/ci/github.yml").read_text(encoding="utf-8"))
    gitlab = yaml.safe_load((ROOT / "docs/ci/gitlab.yml").read_text(encoding="utf-8"))
    steps = github["jobs"]["controle"]["steps"]
    uses = [step["uses"] for step in steps if "uses" in step]
    assert uses
    assert [name for name in uses if not re.search(r"@[0-9a-f]{40}$", name)] == []
    assert re.search(r":\d+\.\d+\.\d+", gitlab["controle"]["image"])
    runs = [line for step in steps for line in step.get("run", "").splitlines()]
    installs = [line for line in [*runs, *gitlab["controle"]["script"]] if "pip install" in line]
    assert len(installs) == 2
    assert [line for line in installs if "--require-hashes" not in line] == []
