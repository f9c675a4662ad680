"""The documents: what they promise is there, and what refers to a document or a file finds it."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from mutugraph.cli.main import program
from promise import COMMANDS, Row, table

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "mutugraph"
READ = {".py", ".md", ".rq", ".ttl", ".toml", ".html", ".yml", ".cff"}
GENERATED_OR_FOREIGN = {"static", "vendor", "w3id", "screens", "__pycache__"}
# a page of docs/, the target of a link, or a name in capitals as such documents have
NAMED = re.compile(
    r"(?<![\w/.])(docs/[\w/-]+\.md)\b|\]\((?!https?:)([^)#\s]+)[)#]|\b([A-Z]{4,}\.md)\b"
)
SECTION = re.compile(r"\b(?!SHACL|SPARQL|OWL|RDF|RFC)[A-Z]{3,}(?:\.md)?\s+§\d")  # norms have places
PATH = re.compile(r"`([\w{},./-]+/[\w{},.-]+\.(?:py|rq|ttl|toml|csv|html|txt|sh))`")


def texts() -> Iterator[Path]:
    for folder in ("src", "tests", "docs", "queries", "ontology", "shapes", "bench", ".ci"):
        for path in sorted((ROOT / folder).rglob("*")):
            ours = not GENERATED_OR_FOREIGN & set(path.relative_to(ROOT).parts)
            if ours and (path.suffix in READ or path == ROOT / ".ci" / "run"):
                yield path
    yield from (ROOT / name for name in ("README.md", "Makefile", "pyproject.toml"))


def lost(path: Path, text: str) -> Iterator[str]:
    """The documents that a file names and that are not in the repository."""
    for found in NAMED.finditer(text):
        name = next(filter(None, found.groups()))
        linked = found[2] is not None
        page = path.suffix == ".md"
        place = path.parent if linked else ROOT
        if (page or not linked) and not (place / name).exists():
            yield f"{path.relative_to(ROOT)}: {name}"
    for found in SECTION.finditer(text):
        yield f"{path.relative_to(ROOT)}: {found[0]}, a document without its path"


def test_every_document_that_is_referred_to_is_in_the_repository() -> None:
    others = (path for path in texts() if path != Path(__file__))
    assert [fault for path in others for fault in lost(path, path.read_text())] == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("see PROMISES.md", 1),
        ("by PROMISE §4", 1),
        ("docs/nowhere.md says", 1),
        ("[there](nowhere.md)", 1),
        ("docs/interfaces.md §4, CGCT L5211-4-2, [here](https://example.org)", 0),
    ],
)
def test_a_lost_document_is_found(text: str, faults: int) -> None:
    assert len(list(lost(ROOT / "docs" / "page.md", text))) == faults


@pytest.mark.parametrize(
    "page", [*(ROOT / "docs").glob("*.md"), ROOT / "README.md"], ids=lambda p: str(p.name)
)
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    named = {path for path in PATH.findall(page.read_text(encoding="utf-8")) if "{" not in path}
    places = (ROOT, PACKAGE, ROOT / "data" / "ttl")
    assert [path for path in sorted(named) if not any((p / path).exists() for p in places)] == []


def test_the_layers_are_drawn_as_they_are_enforced() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    enforced = [re.findall(r"mutugraph\.(\w+)", layer) for layer in contract["layers"]]
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    drawn = page.partition("## Layers\n```\n")[2].partition("```")[0].splitlines()
    names = [re.split(r" {2,}", line)[0].split(" | ") for line in drawn]
    assert [sorted(layer) for layer in names] == [sorted(layer) for layer in enforced]


@pytest.mark.parametrize("row", table(COMMANDS), ids=lambda row: row.name)
def test_a_promised_command_is_there_or_said_to_come(row: Row) -> None:
    words = row.name.split()
    command = program()
    while words and (child := getattr(command, "commands", {}).get(words[0])):
        command, words = child, words[1:]
    built = not words or not words[0].islower()  # what is left are arguments
    assert built != row.to_come, "docs/interfaces.md: is it built, or still to come?"
