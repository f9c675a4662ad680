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
def kept(many: Catalogue) -> Store:
    settings = Settings(store=many.workspace.root.parent / "store")
    return Store.read_only(str(ensure_store(many.workspace, settings).folder / "db"))


@pytest.fixture(scope="module")
def quads(kept: Store) -> list[Quad]:
    return list(kept)


@pytest.fixture(scope="module")
def told(many: Catalogue) -> dict[str, bytes]:
    """What the store on the disk answers to each question."""
    return _told(many)


@pytest.fixture(scope="module")
def found(many: Catalogue, kept: Store) -> dict[str, list[tuple[str, ...]]]:
    """What each rule finds in the store on the disk."""
    return _found(many, kept)


@pytest.fixture(scope="module", params=[1, 2])
def elsewhere(quads: list[Quad], request: pytest.FixtureRequest) -> Store:
    """The same facts in memory, which were told in another order."""
    mixed = list(quads)
    random.Random(request.param).shuffle(mixed)
    store = Store()
    store.bulk_extend(mixed)
    return store


def test_every_question_has_the_same_bytes(
    many: Catalogue, told: dict[str, bytes], elsewhere: Store
) -> None:
    other = Catalogue(many.workspace, EmbeddedEngine(elsewhere, many.workspace.namespaces))
    assert {id for id, answer in _told(other).items() if answer != told[id]} == set()


def test_every_rule_finds_the_same_words(
    many: Catalogue, found: dict[str, list[tuple[str, ...]]], elsewhere: Store
) -> None:
    other = _found(many, elsewhere)
    assert {rule for rule, rows in other.items() if rows != found[rule]} == set()


def _told(catalogue: Catalogue) -> dict[str, bytes]:
    asked = {"schema": "toutes"}
    return {id: export(ask(catalogue, id, asked), "json") for id in catalogue.questions}


def _found(many: Catalogue, store: Store) -> dict[str, list[tuple[str, ...]]]:
    paths = [path for path in many.workspace.query_files if path.parent.name == QUALITY]
    return {path.stem: _rows(store, path) for path in paths}


def _rows(store: Store, path: Path) -> list[tuple[str, ...]]:
    answer = store.query(path.read_text(encoding="utf-8"))
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    rows = (tuple(_shown(name, row[name]) for name in names) for row in answer)
    return sorted(rows)


def _shown(name: str, term: object) -> str:
    text = str(getattr(term, "value", ""))
    return in_order(text) if name == "passage" else text
