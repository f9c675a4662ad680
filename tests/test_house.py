"""The few checks that keep the house in order: layers, sizes, and where each kind of text lives."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store

import mutugraph.errors
from mutugraph.errors import MutugraphError, all_errors
from mutugraph.messages import names_in, sentences
from mutugraph.workspace import Workspace

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))
LONGEST_FILE = 300
ACCENTED = re.compile(r"[à-öø-ÿœÀ-ÖØ-ßŒ]", re.IGNORECASE)
OPERATION = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE|INSERT|DELETE|PREFIX)\b", re.IGNORECASE)
OF_ONE_SCHEMA = {
    "a SIREN": re.compile(r"\b\d{9}\b"),
    "a SIREN's or INSEE's path": re.compile(r"id:\d|<(?:[\w-]+/)*\d{5,9}[/>]"),
    "a date": re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b"),
    "the number of an action": re.compile(r"\bfiche[/-]?\d+|mut:numero\s+\d+"),
    "a proper name": re.compile(r"\b(?:Metz|Moselle|CAMM|VdM)\b"),
}


def test_each_layer_imports_below_it_only() -> None:
    command = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    "path",
    [*SOURCES, *sorted((ROOT / "tests").rglob("*.py"))],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_no_python_file_is_longer_than_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_python_holds_no_iri_no_sparql_and_no_french_prose(path: Path) -> None:
    faults = [
        f"{path.name}:{line}: {fault}: {text[:60]!r}"
        for line, text in _strings(ast.parse(path.read_text(encoding="utf-8")))
        if (fault := _fault(text))
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("une donnée", "French prose"),
        ("see https://example.org", "an IRI"),
        ("SELECT ?s WHERE { ?s ?p ?o }", "SPARQL"),
        ("select", ""),
        ("œ", ""),
    ],
)
def test_the_check_of_strings_bites(text: str, fault: str) -> None:
    assert _fault(text) == fault


def test_rules_shapes_and_queries_know_nothing_of_one_schema(repository: Workspace) -> None:
    paths = [*repository.rule_files, *repository.shape_files, *repository.query_files]
    faults = [
        f"{repository.name(path)}:{number}: {what}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for what, pattern in OF_ONE_SCHEMA.items()
        if not line.startswith("#") and pattern.search(line)
    ]
    assert faults == []


def test_every_query_is_valid_sparql_as_it_stands(repository: Workspace) -> None:
    store = Store()
    for path in [*repository.rule_files, *repository.query_files]:
        store.query(path.read_text(encoding="utf-8"))  # without the prefixes that an engine knows


@pytest.mark.parametrize("error", list(all_errors()), ids=lambda e: str(e.__name__))
def test_every_error_has_a_sentence_that_names_only_its_facts(error: type[MutugraphError]) -> None:
    parts = sentences()[error.code]
    named = set().union(*(names_in(template) for template in parts.values()))
    assert named <= _documented_facts(error)
    assert all(part.endswith((".", "?")) for part in parts.values())


def test_every_error_has_its_own_code_and_is_exported() -> None:
    errors = list(all_errors())
    codes = [error.code for error in errors]
    assert len(set(codes)) == len(codes)
    assert [e.__name__ for e in errors if not hasattr(mutugraph.errors, e.__name__)] == []


def _strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The strings of a module without its docstrings; an f-string is one, its fields as `x`."""
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr(values=parts):
                yield node.lineno, "".join(_part(part) for part in parts)
            case ast.Constant(value=str(text)) if id(node) not in docstrings:
                yield node.lineno, text


def _part(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "x"


def _fault(text: str) -> str:
    if "http://" in text or "https://" in text:
        return "an IRI"
    if " " in text and ACCENTED.search(text):
        return "French prose"
    if OPERATION.search(text) and _is_sparql(text):
        return "SPARQL"
    return ""


def _is_sparql(text: str) -> bool:
    try:
        Store().query(text)
    except SyntaxError:
        return False
    return True


def _documented_facts(error: type[MutugraphError]) -> set[str]:
    classes = [c for c in error.__mro__ if issubclass(c, MutugraphError)]
    return {name for c in classes for name in re.findall(r"`(\w+)`", c.__doc__ or "")}
