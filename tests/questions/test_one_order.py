"""Several values in a cell have one order, whatever the store that answers."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad, QuerySolutions, Store

from mutugraph.engine.answers import in_order
from mutugraph.engine.building import ensure_store
from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.headers import read_headed
from mutugraph.operations.ask import ask
from mutugraph.pages.exports import export
from mutugraph.pages.reading import SEVERAL
from mutugraph.questions.catalogue import QUALITY, Catalogue
from mutugraph.questions.header import question_of
from mutugraph.questions.model import ColumnType
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

ROOT = Path(__file__).parent.parent.parent
WORKSPACE = Workspace(ROOT)
SHOWN = {QUALITY: {"lu", "calcule", "valeur"}}
JOINED = re.compile(
    r"GROUP_CONCAT\((?:DISTINCT )?[^;]*?(\?\w+)[^;]*;[^)]*\)(?:, \"[^\"]*\"\))? AS \?(\w+)"
)
# all that is grouped is one sub-select, which ends with its order; words may be given to it after
BODY = re.compile(
    r"\s*WHERE \{\n( *)\{\n.*?\n\1  ORDER BY ([^\n]*)\n\1\}(?:\n\1BIND[^\n]*)*\n *\}", re.DOTALL
)


def _read_in_order(path: Path) -> set[str]:
    """The columns that the reader of a query puts in order, or shows to nobody."""
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"AS \?(\w+)", text))
    match path.parent.name:
        case "quality":
            return named - SHOWN[QUALITY]
        case "internal":
            return set(SEVERAL)
        case _:
            columns = question_of(read_headed(path, WORKSPACE.name(path))).returns
            sorted_types = (ColumnType.LISTE, ColumnType.ACTIONS)
            return {c.name for c in columns if c.type in sorted_types}


def _joined() -> Iterator[tuple[Path, str, str, str]]:
    for path in WORKSPACE.query_files:
        text = path.read_text(encoding="utf-8")
        found = list(JOINED.finditer(text))
        assert len(found) == text.count("GROUP_CONCAT("), path
        for one in found:
            yield path, one[2], one[1], text[text.index("WHERE", one.end()) - 1 :]


@pytest.mark.parametrize(
    ("path", "column", "value", "rest"),
    [pytest.param(*one, id=f"{one[0].stem}-{one[1]}") for one in _joined()],
)
def test_its_reader_or_its_text_says_the_order_of_what_it_joins(
    path: Path, column: str, value: str, rest: str
) -> None:
    ordered = BODY.match(rest)
    assert column in _read_in_order(path) or (ordered and value in ordered[2])


@pytest.fixture(scope="module")
def quads(many: Catalogue) -> list[Quad]:
    settings = Settings(store=many.workspace.root.parent / "store")
    built = ensure_store(many.workspace, settings)
    return list(Store.read_only(str(built.folder / "db")))


@pytest.fixture(scope="module", params=[1, 2])
def elsewhere(quads: list[Quad], request: pytest.FixtureRequest) -> Store:
    """The same facts in memory, which were told in another order."""
    mixed = list(quads)
    random.Random(request.param).shuffle(mixed)
    store = Store()
    store.bulk_extend(mixed)
    return store


def test_every_question_has_the_same_bytes(many: Catalogue, elsewhere: Store) -> None:
    workspace = many.workspace
    other = Catalogue(workspace, EmbeddedEngine(elsewhere, workspace.namespaces))
    asked = {"schema": "toutes"}
    assert {
        id
        for id in many.questions
        if export(ask(many, id, asked), "json") != export(ask(other, id, asked), "json")
    } == set()


def test_every_rule_finds_the_same_words(many: Catalogue, elsewhere: Store) -> None:
    workspace = many.workspace
    settings = Settings(store=workspace.root.parent / "store")
    store = Store.read_only(str(ensure_store(workspace, settings).folder / "db"))
    paths = [p for p in workspace.query_files if p.parent.name == QUALITY]
    assert {p.stem for p in paths if _found(store, p) != _found(elsewhere, p)} == set()


def _found(store: Store, path: Path) -> list[tuple[str, ...]]:
    answer = store.query(path.read_text(encoding="utf-8"))
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    rows = (tuple(_shown(name, row[name]) for name in names) for row in answer)
    return sorted(rows)


def _shown(name: str, term: object) -> str:
    text = str(getattr(term, "value", ""))
    return in_order(text) if name == "passage" else text
