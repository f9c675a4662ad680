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
PACKAGE = ROOT / "src" / "mutugraph"
SOURCES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE = 300
FIELD = "\ufffd"  # where an f-string has a value
ACCENTED = re.compile(r"[à-öø-ÿœÀ-ÖØ-ßŒ]", re.IGNORECASE)
FRENCH = frozenset(
    re.findall(
        r"\w+",
        "au aux aucun aucune avec ce ces cette dans de des du elle en est et il la le les leur ne "
        "ou par pas plus pour quand que qui sans se si son sont sous sur un une vos votre vous",
    )
)
# the beginning of a query, or a clause of one; a pattern that reads queries is none
SPARQL = re.compile(
    r"\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE|INSERT|DELETE)\b[^{}\\]*\{|\bWHERE\s*\{|\bPREFIX\s+[\w-]*:\s*<"
    r"|\b(?:VALUES|OPTIONAL|MINUS|GRAPH|FILTER|BIND|FROM)\s*(?:NOT\s+EXISTS\s*)?[?({<]"
    r"|[?$]\w+\s+(?:a|\w*:\w+|<[^>]*>|[?$]\w+)\s+[?$<\"\w][^.]*[.;}]"
)
IRI = re.compile(r"\bhttps?://[\w\[]|\burn:\w|\bw3id\.org\b")
# where the text of a query is edited, from its own words
EDITORS = {"questions/binding.py", "engine/dataset.py"}
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
        and (fault, path.relative_to(PACKAGE).as_posix() in EDITORS) != ("SPARQL", True)
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("'une donnée'", "French prose"),
        ("'dans le fichier'", "French prose"),
        ("f'le fichier {name} est absent'", "French prose"),
        ("'le ' + kind + ' est absent'", "French prose"),
        ("'see https://example.org'", "an IRI"),
        ("'urn:x'", "an IRI"),
        ("''.join(('http:', '//', 'example.org'))", "an IRI"),
        ("'https:' + '//example.org/' + name", "an IRI"),
        ("'SELECT ?s WHERE { ?s ?p ?o }'", "SPARQL"),
        ("'SELECT ?s { ?s mut:numero ?n }'", "SPARQL"),
        ("f'ASK {{ {pattern} }}'", "SPARQL"),
        ("'?s mut:numero ?n .'", "SPARQL"),
        ("'OPTIONAL { ' + pattern + ' }'", "SPARQL"),
        ("' '.join(['SELECT *', 'WHERE', '{', pattern, '}'])", "SPARQL"),
        ("'FILTER(?x > 1)'", "SPARQL"),
        ("'select'", ""),
        ("'œ'", ""),
        ("f'http://{host}:{port}/'", ""),
        ("'Select a file, and a place for it.'", ""),
        ("r'^SELECT\\s+(\\?\\w+)'", ""),
        ("'VALUES'", ""),
        ("'effectifs-par-phase'", ""),
    ],
)
def test_the_check_of_strings_bites(code: str, fault: str) -> None:
    found = [_fault(text) for _, text in _strings(ast.parse(f"x = {code}")) if _fault(text)]
    assert found[:1] == ([fault] if fault else [])


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
    """The strings of a module without its docstrings, those in pieces put together.

    Pieces are those of an f-string, a sum, a `join`; what is not written there is a `FIELD`.
    """
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        text = "" if id(node) in docstrings else _written(node)
        if text.strip(FIELD) and isinstance(node, ast.expr):
            yield node.lineno, text


def _written(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_piece(part) for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _piece(left) + _piece(right)
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=str(between)), attr="join"),
            args=[ast.Tuple(elts=parts) | ast.List(elts=parts)],
        ):
            return between.join(_piece(part) for part in parts)
        case _:
            return ""


def _piece(node: ast.AST) -> str:
    return _written(node) or FIELD


def _fault(text: str) -> str:
    if IRI.search(text):
        return "an IRI"
    if " " in text.strip() and (ACCENTED.search(text) or _is_french(text)):
        return "French prose"
    if "\\" not in text and SPARQL.search(text):
        return "SPARQL"
    return ""


def _is_french(text: str) -> bool:
    """Two of its smallest words: a name or an English sentence does not have them."""
    return len(FRENCH.intersection(re.findall(r"[a-z]+", text.lower()))) > 1


def _documented_facts(error: type[MutugraphError]) -> set[str]:
    classes = [c for c in error.__mro__ if issubclass(c, MutugraphError)]
    return {name for c in classes for name in re.findall(r"`(\w+)`", c.__doc__ or "")}
