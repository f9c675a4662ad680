"""What is known of the repository, and of workspaces that have the schéma of a fixture."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mutugraph.workbook.known import Known, read_known
from mutugraph.workspace import Workspace
from workbooks import workspace_with


@pytest.fixture(scope="session")
def of_fixture(
    tmp_path_factory: pytest.TempPathFactory, repository: Workspace
) -> Callable[[str], Known]:
    """What is known of a workspace that has the schéma of a fixture."""
    read: dict[str, Known] = {}

    def make(fixture: str) -> Known:
        if fixture not in read:
            root = tmp_path_factory.mktemp(fixture)
            read[fixture] = read_known(workspace_with(root, repository, fixture))
        return read[fixture]

    return make


@pytest.fixture(scope="session")
def of_repository(repository: Workspace) -> Known:
    """What the repository itself knows."""
    return read_known(repository)
