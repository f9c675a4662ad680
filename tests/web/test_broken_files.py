"""Files of a workspace that are broken: each costs what it holds, and is told with its line."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import Store

from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.messages import explain
from mutugraph.operations.health import faults
from mutugraph.questions.catalogue import INTERNAL, QUALITY, Catalogue
from mutugraph.web.app import create_app
from mutugraph.workspace import Workspace

ROOT = Path(__file__).parent.parent.parent
HTML = {"accept": "text/html"}
PLACED = re.compile(r"^(?P<file>[\w./-]+):(?P<line>\d+): ")
Break = Callable[[Path], object]


def no_yaml(path: Path) -> object:
    return path.write_text("#+ summary: [\n" + path.read_text(encoding="utf-8"), encoding="utf-8")


def no_sparql(path: Path) -> object:
    return path.write_text(path.read_text(encoding="utf-8") + "\n} }\n", encoding="utf-8")


def no_text(path: Path) -> object:
    return path.write_bytes(path.read_bytes() + b"\n# \xff\n")


def nothing(path: Path) -> object:
    return path.write_bytes(b"")


def no_question(path: Path) -> object:
    text = path.read_text(encoding="utf-8")
    return path.write_text(text.replace("#+ summary:", "#+ resume:"), encoding="utf-8")


def another_of_the_same_name(path: Path) -> object:
    (path.parent.parent / "zzz").mkdir(exist_ok=True)
    return shutil.copy(path, path.parent.parent / "zzz" / path.name)


OF_A_QUESTION: tuple[Break, ...] = (no_yaml, no_sparql, no_text, nothing, no_question)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return copied(tmp_path)


def copied(root: Path) -> Workspace:
    """The project's files, without the data, which a store has already been built from."""
    for folder in ("ontology", "shapes", "queries"):
        shutil.copytree(ROOT / folder, root / folder)
    (root / "data" / "ttl").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "ttl" / "ecarts-acceptes.csv", root / "data" / "ttl")
    return Workspace(root)


def told(workspace: Workspace) -> list[tuple[str, int]]:
    """File and line of each fault that is found; every one has both."""
    engine = EmbeddedEngine(Store(), workspace.namespaces)
    sentences = [explain(error) for error in faults(Catalogue(workspace, engine))]
    places = [PLACED.match(sentence) for sentence in sentences]
    assert all(places), sentences
    return [(place["file"], int(place["line"])) for place in places if place]


@pytest.mark.parametrize("half", [0, 1])
def test_a_broken_query_costs_itself_and_no_other(workspace: Workspace, half: int) -> None:
    files = [path for path in workspace.query_files if path.parent.name != QUALITY]
    broken = files[half::2]
    for rank, path in enumerate(broken):
        internal = path.parent.name == INTERNAL
        breaks = (no_sparql, no_text, nothing) if internal else OF_A_QUESTION
        breaks[rank % len(breaks)](path)
    assert [file for file, _ in told(workspace)] == [workspace.name(path) for path in broken]
    whole = Catalogue(workspace, EmbeddedEngine(Store(), workspace.namespaces)).questions
    kept = {path.stem for path in files if path not in broken and path.parent.name != INTERNAL}
    assert whole.keys() == kept


@pytest.mark.parametrize(
    ("name", "breaks"),
    [
        ("queries/quality/gravites.toml", lambda p: p.write_text('A = "bloquant"\n= =\n')),
        ("queries/quality/gravites.toml", no_text),
        ("queries/quality/lien-mort.rq", no_yaml),
        ("queries/quality/lien-mort.rq", no_text),
        ("shapes/droit.ttl", lambda p: p.write_text(p.read_text() + "\n<a> <b> .\n")),
        ("shapes/droit.ttl", no_text),
        ("data/ttl/ecarts-acceptes.csv", lambda p: p.write_text("a,b\n")),
        ("data/ttl/ecarts-acceptes.csv", no_text),
        ("queries/communes/communes.rq", another_of_the_same_name),
    ],
)
def test_a_broken_file_of_the_control_is_told(
    workspace: Workspace, name: str, breaks: Break
) -> None:
    breaks(workspace.root / name)
    ((file, _),) = told(workspace)
    assert file == name.replace("communes/communes.rq", "zzz/communes.rq")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[TestClient]:
    """The site over files of which one of each kind is broken."""
    workspace = copied(tmp_path_factory.mktemp("broken"))
    no_yaml(workspace.root / "queries/communes/communes.rq")
    no_sparql(workspace.root / "queries/droit/validite.rq")
    nothing(workspace.root / "queries/quality/lien-mort.rq")
    no_text(workspace.root / "shapes/droit.ttl")
    with TestClient(create_app(workspace, catalogue.engine)) as client:
        yield client


def test_the_pages_live_and_health_tells(site: TestClient) -> None:
    for path in ("/", "/questions", "/questions/effectifs", "/sparql", "/services", "/aide"):
        assert site.get(path, headers=HTML).status_code == 200, path
    assert '/questions/communes"' not in site.get("/questions", headers=HTML).text
    health = site.get("/sante")
    while health.status_code == 503 or "problemes" not in health.json():  # being read
        health = site.get("/sante")
    assert (health.status_code, health.json()["etat"]) == (200, "degrade")
    files = {str(said).partition(":")[0] for said in health.json()["problemes"]}
    assert files == {
        "queries/communes/communes.rq",
        "queries/droit/validite.rq",
        "queries/quality/lien-mort.rq",
        "shapes/droit.ttl",
    }


@pytest.mark.parametrize("id", ["communes", "validite"])
def test_the_question_of_a_broken_file_says_which_and_where(site: TestClient, id: str) -> None:
    for path in (f"/questions/{id}", f"/questions/{id}.json"):
        answer = site.get(path)
        assert answer.status_code == 500
        assert PLACED.match(answer.json()["detail"])


def test_a_whole_workspace_is_well(repository: Workspace, catalogue: Catalogue) -> None:
    with TestClient(create_app(repository, catalogue.engine)) as client:
        assert client.get("/sante").json() == {"etat": "ok", "revision": repository.revision}
