"""What is published: of the repository, and of the fictitious schéma, which is small."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.published_dataset import Holdings, holdings_of
from mutugraph.pages import exports
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace
from once import once

from .publishing import files_over, run


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
def small_files(small: Workspace, small_settings: Settings) -> Files:
    return files_over(small, small_settings)


@pytest.fixture(scope="session")
def site(common: Path, small_files: Files, small_settings: Settings) -> Path:
    """The publication of the small schéma, which tests read."""

    def make(place: Path) -> None:
        done = run(place, small_files, small_settings)
        assert done.lost == ()

    return once(common / "site", make)


@pytest.fixture(scope="session")
def files_of() -> Callable[[Catalogue], Files]:
    """What a catalogue publishes."""
    return publishable


def publishable(catalogue: Catalogue, held: Holdings | None = None) -> Files:
    statements = held or holdings_of(catalogue)
    return Files(catalogue, statements, exports.published(catalogue))
