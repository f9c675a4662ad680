"""Workspaces with the schémas of the fixtures beside the repository's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mutugraph.workbook.book import Grid
from mutugraph.workbook.known import Known
from mutugraph.workbook.merging import Exported, Merged, merged
from mutugraph.workbook.scope import Scope
from mutugraph.workspace import Workspace

FIXTURES = Path(__file__).parent / "fixtures"
SCHEMAS = {
    "schema-sans-fiches": ("900200027", "2017-2020"),
    "schema-des-deux-lacs": ("900100010", "2016-2020"),
    "schema-fictif": ("900000001", "2021-2026"),
}
METZ = "200039865"
EDITIONS = [
    *((fixture, *schema) for fixture, schema in SCHEMAS.items()),
    ("schema-des-deux-lacs", "900100010", "2021-2026"),
    ("", METZ, "2016-2020"),  # the repository's own
]


@dataclass(frozen=True)
class Schema:
    """A schéma, and its workbook."""

    known: Known
    scope: Scope
    done: Exported

    def merged(self, grids: Sequence[Grid], *, remove: bool = False) -> Merged:
        """What the schéma is once these sheets are imported."""
        return merged(self.known, self.scope, grids, remove=remove, given=self.done)


Schemas = Callable[[str, str, str], Schema]


def workspace_with(root: Path, repository: Workspace, *fixtures: str) -> Workspace:
    """The repository's ontology, shapes, law; of the schémas only those of the fixtures."""
    root.mkdir(parents=True, exist_ok=True)
    for folder in ("ontology", "shapes", "queries"):
        (root / folder).symlink_to(repository.root / folder)
    data = root / "data" / "ttl"
    data.mkdir(parents=True)
    for path in (repository.root / "data" / "ttl").iterdir():
        if not path.name[0].isdigit():
            copy = shutil.copytree if path.is_dir() else shutil.copy
            copy(path, data / path.name)
    for fixture in fixtures:
        for path in (FIXTURES / fixture).iterdir():
            if path.suffix != ".csv":
                copy = shutil.copytree if path.is_dir() else shutil.copy
                copy(path, data / path.name)
    return Workspace(root)
