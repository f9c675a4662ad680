"""The mark that some editors put first, and bytes that are no text: the same at every door."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Store

from mutugraph.control.deviations import read_deviations
from mutugraph.control.rulebook import Rulebook
from mutugraph.control.shapes import read_shapes
from mutugraph.engine.derive import read_rules
from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.errors import FileNotText
from mutugraph.questions.catalogue import Catalogue
from mutugraph.text_files import decoded, read_text
from mutugraph.turtle.reading import read
from mutugraph.web.sparql_request import asked_of
from mutugraph.workspace import Workspace

ROOT = Path(__file__).parent.parent
MARK = b"\xef\xbb\xbf"
FOLDERS = ("ontology", "shapes", "queries", "data/ttl/droit/cgi")
DEVIATIONS = "data/ttl/ecarts-acceptes.csv"


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The project's own files, each with the mark first."""
    root = tmp_path_factory.mktemp("marked")
    paths = [p for folder in FOLDERS for p in (ROOT / folder).rglob("*") if p.is_file()]
    for path in (*paths, ROOT / DEVIATIONS):
        (root / path.relative_to(ROOT)).parent.mkdir(parents=True, exist_ok=True)
        (root / path.relative_to(ROOT)).write_bytes(MARK + path.read_bytes())
    return Workspace(root)


def _catalogue(workspace: Workspace) -> Catalogue:
    return Catalogue(workspace, EmbeddedEngine(Store(), workspace.namespaces))


def _prefixes(workspace: Workspace) -> object:
    return workspace.namespaces.prefixes


def _ontology(workspace: Workspace) -> object:
    base = workspace.namespaces.base
    return [read(p, base=base).quads for p in workspace.ontology_files if p.name != "prefixes.ttl"]


def _data(workspace: Workspace) -> object:
    base = workspace.namespaces.base
    files = workspace.files("data/ttl/droit/cgi", "ttl")
    return [set(read(path, base=base).quads) for path in files]


def _shapes(workspace: Workspace) -> object:
    base = workspace.namespaces.base
    documents = [read(p, name=workspace.name(p), base=base) for p in workspace.shape_files]
    return read_shapes(documents, workspace.namespaces).by_iri


def _rules(workspace: Workspace) -> object:
    return read_rules(workspace)


def _questions(workspace: Workspace) -> object:
    return _catalogue(workspace).questions


def _internal(workspace: Workspace) -> object:
    catalogue = _catalogue(workspace)
    return [catalogue.internal_text(p.stem) for p in workspace.files("queries/internal", "rq")]


def _quality(workspace: Workspace) -> object:
    return Rulebook(workspace).rules


def _deviations(workspace: Workspace) -> object:
    return read_deviations(workspace.root / DEVIATIONS, DEVIATIONS)


READERS = (
    *(_prefixes, _ontology, _data, _shapes, _rules, _questions, _internal, _quality, _deviations),
)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__.strip("_"))
def test_a_file_reads_the_same_with_the_mark_first(
    repository: Workspace, marked: Workspace, reader: Callable[[Workspace], object]
) -> None:
    assert reader(marked) == reader(repository)


@pytest.mark.parametrize("name", ["query", "format"])
def test_a_query_of_the_protocol_is_asked_without_the_mark(name: str) -> None:
    asked = asked_of([("query", "\ufeffASK {}"), ("format", "json")], None)
    assert asked is not None
    assert asked.text == "ASK {}"


def test_what_is_no_text_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.rq"
    path.write_bytes(b"\xef\xbb\xbfASK\n  { \xe9 }")
    with pytest.raises(FileNotText) as raised:
        read_text(path, "queries/a.rq")
    told = {"path": "queries/a.rq", "line": 2, "column": 5, "detail": "0xe9"}
    assert raised.value.facts == told


def test_only_the_first_mark_goes() -> None:
    assert decoded(MARK + "a\ufeff".encode(), "-") == "a\ufeff"
