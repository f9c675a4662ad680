"""What is published: of the repository, and of the fictitious schéma, which is small."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mutugraph.engine.building import open_engine
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.published_dataset import Holdings, holdings_of
from mutugraph.pages import exports
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

FICTITIOUS = Path(__file__).parents[2] / "fixtures" / "schema-fictif"
CONTAINED = """BASE <https://w3id.org/mutugraph/id/>
PREFIX dct: <http://purl.org/dc/terms/>
<900000001/schema/2021-2026> dct:isPartOf <900000001/document/schema-2021-2026> .
"""


@pytest.fixture(scope="session")
def published(catalogue: Catalogue) -> Catalogue:
    return catalogue


@pytest.fixture(scope="session")
def held(published: Catalogue) -> Holdings:
    return holdings_of(published)


@pytest.fixture(scope="session")
def files(published: Catalogue, held: Holdings) -> Files:
    return publishable(published, held)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, repository: Workspace) -> Workspace:
    """A workspace of the fictitious schéma alone, which nothing describes as a dataset."""
    root = tmp_path_factory.mktemp("small")
    for folder in ("ontology", "shapes", "queries"):
        shutil.copytree(repository.root / folder, root / folder)
    shutil.copytree(
        FICTITIOUS, root / "data" / "ttl", ignore=shutil.ignore_patterns("*.md", "*.txt")
    )
    for path in (root / "data" / "ttl").rglob("*.ttl"):  # the law that it names is not copied
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "<droit/" not in line), encoding="utf-8")
    shutil.copytree(repository.root / "data" / "ttl" / "jeux", root / "data" / "ttl" / "jeux")
    shutil.copy(repository.root / "data" / "ttl" / "references-externes.ttl", root / "data" / "ttl")
    (root / "data" / "ttl" / "900000001" / "contenu.ttl").write_text(CONTAINED, encoding="utf-8")
    return Workspace(root)


@pytest.fixture(scope="session")
def small_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(store=tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="session")
def small_files(small: Workspace, small_settings: Settings) -> Files:
    catalogue = Catalogue(small, open_engine(small, small_settings))
    return publishable(catalogue)


@pytest.fixture(scope="session")
def files_of() -> Callable[[Catalogue], Files]:
    """What a catalogue publishes."""
    return publishable


def publishable(catalogue: Catalogue, held: Holdings | None = None) -> Files:
    statements = held or holdings_of(catalogue)
    return Files(catalogue, statements, exports.published(catalogue))
