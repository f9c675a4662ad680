"""What tests share: the repository's workspace, tiny ones, the handed-over documents."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path

import pytest

from mutugraph.collector import look_rarely
from mutugraph.control.rulebook import Rulebook
from mutugraph.engine.building import ensure_store
from mutugraph.model.files import read_file
from mutugraph.namespaces import Namespaces, read_namespaces
from mutugraph.questions.catalogue import Catalogue
from mutugraph.reference.national import read_national
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace
from once import once
from schemas import FICTITIOUS, FIRST, catalogue_of, small_workspace

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
NOT_HANDED_OVER = "needs the folder shared/ beside the repository"
PREFIXES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix d: <https://example.org/graph/def/mutualisation/prefixe/> .
"""
DECLARED = {
    "dct": "http://purl.org/dc/terms/",
    "mut": "https://example.org/graph/def/mutualisation/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sh": "http://www.w3.org/ns/shacl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

TinyWorkspace = Callable[..., Workspace]


def pytest_configure() -> None:
    """A process of the tests reads graphs, as the program does, and keeps them to its end."""
    look_rarely()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where MUTUGRAPH_NO_SKIP is set (CI), a skipped test has failed.

    But a clone stands alone: what needs the handed-over documents may be skipped where the folder
    itself is not there. Where it is, a file that is missing from it fails its test.
    """
    report = yield
    strict = bool(os.environ.get("MUTUGRAPH_NO_SKIP"))
    alone = not SHARED.is_dir() and NOT_HANDED_OVER in str(report.longrepr)
    if strict and report.skipped and not hasattr(report, "wasxfail") and not alone:
        report.outcome = "failed"
        report.longrepr = f"skipped, where nothing may be: {report.longrepr}"
    return report


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two processes more than there are cores: tests wait for deadlines and programs."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (cores or 1) + 2


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """How several processes share the tests (`--dist loadfile`); see `scheduling`."""
    from scheduling import LongestFirst

    config.option.loadscopereorder = False  # by number of tests, which says nothing of their time
    return LongestFirst(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a process of several, the order in which units are handed out."""
    if hasattr(config, "workerinput"):
        from scheduling import longest_first

        items[:] = longest_first(items)


@pytest.fixture(scope="session")
def repository() -> Workspace:
    """The workspace of the repository itself."""
    return Workspace(ROOT)


@pytest.fixture(scope="session", autouse=True)
def once_read(repository: Workspace) -> tuple[object, ...]:
    """What the files of the repository say: while it is held, they are not read again."""
    space = repository
    files = (*space.ontology_files, *space.shape_files, *space.data_files)
    documents = tuple(read_file(space, path) for path in files)
    shapes = Rulebook(space).shapes if documents else None  # `test_skips` copies this file alone
    return read_national(space), documents, shapes


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run, the same in all its processes; see `once`."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def store(common: Path) -> Path:
    """The folder of this run's stores: built once, by the first test of any process that asks."""
    folder = common / "store"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def catalogue(repository: Workspace, store: Path) -> Catalogue:
    """The questions over a store built from the repository's files."""
    settings = Settings.read({}, store=store)
    return Catalogue(repository, ensure_store(repository, settings).open(repository, settings))


@pytest.fixture(scope="session")
def many(common: Path, repository: Workspace) -> Catalogue:
    """The questions over the repository's schéma and all the fictitious ones."""
    return catalogue_of(common / "many", repository, tuple(FICTITIOUS.values()))


@pytest.fixture(scope="session")
def alone(common: Path, repository: Workspace, catalogue: Catalogue) -> dict[str, Catalogue]:
    """The questions over each of these schémas in a store of its own, by SIREN of its EPCI."""
    fictitious = {
        siren: catalogue_of(common / f"alone-{name}", repository, (name,), own=False)
        for siren, name in FICTITIOUS.items()
    }
    return {FIRST: catalogue, **fictitious}


@pytest.fixture(scope="session")
def small(common: Path, repository: Workspace) -> Workspace:
    """A workspace of the fictitious schéma alone, which nothing describes as a dataset."""
    return Workspace(once(common / "small", partial(small_workspace, repository=repository.root)))


@pytest.fixture(scope="session")
def small_settings(common: Path) -> Settings:
    """The stores of the small workspace, in this run."""
    return Settings(store=common / "small-stores")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The documents handed over beside the repository; a test that needs them says so."""
    if not SHARED.is_dir():
        pytest.skip(NOT_HANDED_OVER)
    return SHARED


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that touch nothing outside the test's folder."""
    return Settings.read({"XDG_CACHE_HOME": str(tmp_path / "cache")})


@pytest.fixture
def namespaces(tmp_path: Path) -> Namespaces:
    """The prefixes of the tiny workspaces."""
    path = tmp_path / "prefixes.ttl"
    path.write_text(declarations(DECLARED), encoding="utf-8")
    return read_namespaces(path)


@pytest.fixture
def tiny(tmp_path: Path) -> TinyWorkspace:
    """Makes a workspace of the files given as `path=text`, plus its prefixes."""

    def make(files: dict[str, str] | None = None, name: str = "workspace") -> Workspace:
        root = tmp_path / name
        for folder in ("ontology/rules", "data/ttl", "shapes", "queries"):
            (root / folder).mkdir(parents=True, exist_ok=True)
        content = {"ontology/prefixes.ttl": declarations(DECLARED), **(files or {})}
        for path, text in content.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        return Workspace(root)

    return make


def declarations(prefixes: dict[str, str]) -> str:
    """A prefixes file, as the ontology writes it."""
    blocks = (
        f'd:{p} sh:prefix "{p}" ; sh:namespace "{n}"^^xsd:anyURI .\n' for p, n in prefixes.items()
    )
    return PREFIXES + "".join(blocks)
