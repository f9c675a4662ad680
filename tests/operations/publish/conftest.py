"""The statements of the repository, and its questions, read once for these tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutugraph.engine.building import open_engine
from mutugraph.operations.publish.holdings import Holdings, holdings_of
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, repository: Workspace) -> Catalogue:
    settings = Settings(store=Path(tmp_path_factory.mktemp("store")))
    return Catalogue(repository, open_engine(repository, settings))


@pytest.fixture(scope="session")
def held(published: Catalogue) -> Holdings:
    return holdings_of(published)
