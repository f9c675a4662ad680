"""What tests of query processes share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.pools import DATA, SHORT
from mutugraph.engine.building import ensure_store
from mutugraph.engine.forking import Place
from mutugraph.settings import Settings
from mutugraph.workspace import PREFIXES, Workspace


@pytest.fixture
def place(tiny: Callable[..., Workspace], settings: Settings) -> Place:
    workspace = tiny(DATA)
    built = ensure_store(workspace, settings)
    return Place(built.folder / "db", workspace.root / PREFIXES, SHORT)
