"""Each schéma of the repository and of the fixtures, read once, its workbook made once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mutugraph.workbook.known import Known, read_known
from mutugraph.workbook.merging import exported
from mutugraph.workbook.scope import find_scope
from mutugraph.workspace import Workspace
from workbooks import Schema, Schemas, workspace_with


@pytest.fixture(scope="session")
def of_fixture(
    tmp_path_factory: pytest.TempPathFactory, repository: Workspace
) -> Callable[[str], Known]:
    """What is known of a workspace that has the schéma of a fixture; of the repository, if none."""
    read: dict[str, Known] = {}

    def make(fixture: str) -> Known:
        if fixture not in read:
            root = tmp_path_factory.mktemp(fixture or "own")
            workspace = workspace_with(root, repository, fixture) if fixture else repository
            read[fixture] = read_known(workspace)
        return read[fixture]

    return make


@pytest.fixture(scope="session")
def schemas(of_fixture: Callable[[str], Known]) -> Schemas:
    """A schéma of a fixture (none: the repository), its SIREN, its édition."""
    made: dict[tuple[str, str, str], Schema] = {}

    def make(fixture: str, siren: str, edition: str) -> Schema:
        key = fixture, siren, edition
        if key not in made:
            known = of_fixture(fixture)
            scope = find_scope(known, siren, edition)
            made[key] = Schema(known, scope, exported(known, scope))
        return made[key]

    return make
