"""What is published: of the repository, and of the fictitious schéma, which is small."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from mutugraph.engine.building import open_engine
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.published_dataset import Holdings, holdings_of
from mutugraph.pages import exports
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace
from once import once

from .publishing import run

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
def small(common: Path, repository: Workspace) -> Workspace:
    """A workspace of the fictitious schéma alone, which nothing describes as a dataset."""
    return Workspace(once(common / "small", partial(_fictitious_alone, repository.root)))


@pytest.fixture(scope="session")
def small_settings(common: Path) -> Settings:
    return Settings(store=common / "small-stores")


@pytest.fixture(scope="session")
def small_files(small: Workspace, small_settings: Settings) -> Files:
    catalogue = Catalogue(small, open_engine(small, small_settings))
    return publishable(catalogue)


@pytest.fixture(scope="session")
def site(common: Path, small_files: Files, small_settings: Settings) -> Path:
    """The publication of the small schéma, which tests read."""

    def make(place: Path) -> None:
        done = run(place, small_files, small_settings)
        assert done.fresh
        assert done.lost == ()

    return once(common / "site", make)


@pytest.fixture(scope="session")
def files_of() -> Callable[[Catalogue], Files]:
    """What a catalogue publishes."""
    return publishable


def publishable(catalogue: Catalogue, held: Holdings | None = None) -> Files:
    statements = held or holdings_of(catalogue)
    return Files(catalogue, statements, exports.published(catalogue))


def _fictitious_alone(repository: Path, root: Path) -> None:
    for folder in ("ontology", "shapes", "queries"):
        shutil.copytree(repository / folder, root / folder)
    data, shared = root / "data" / "ttl", repository / "data" / "ttl"
    shutil.copytree(FICTITIOUS, data, ignore=shutil.ignore_patterns("*.md", "*.txt"))
    for path in data.rglob("*.ttl"):  # the law that it names is not copied
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "<droit/" not in line), encoding="utf-8")
    shutil.copytree(shared / "jeux", data / "jeux")
    shutil.copy(shared / "references-externes.ttl", data)
    (data / "900000001" / "contenu.ttl").write_text(CONTAINED, encoding="utf-8")
