"""The questions asked of the repository's data, in a store of this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mutugraph.engine.building import ensure_store
from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Value
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

Row = tuple[Value, ...]
Rows = Callable[..., list[Row]]


@pytest.fixture(scope="session")
def catalogue(repository: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The catalogue over a store built from the repository's files."""
    settings = Settings.read({}, store=Path(tmp_path_factory.mktemp("store")))
    return Catalogue(repository, ensure_store(repository, settings).open(repository, settings))


@pytest.fixture(scope="session")
def rows(catalogue: Catalogue) -> Rows:
    """The rows of a question."""

    def of(id: str, **params: str) -> list[Row]:
        return list(ask(catalogue, id, params).rows)

    return of
