"""Workspaces with the schémas of the fixtures beside the repository's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Triple

from mutugraph.workbook.book import Content, Grid
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


class Edited:
    """A workbook of a fixture, whose cells a test changes by the titles of their columns."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.known, self.scope = schema.known, schema.scope
        self.grids = {sheet.name: sheet.grid for sheet in schema.done.book.sheets}

    def cell(self, sheet: str, row: int, column: str) -> Content:
        grid = self.grids[sheet]
        return grid.rows[row][1][grid.titles.index(column)]

    def write(self, sheet: str, row: int, **cells: Content) -> None:
        grid = self.grids[sheet]
        number, contents = grid.rows[row]
        changed = list(contents)
        for column, content in cells.items():
            changed[grid.titles.index(column.replace("_", " "))] = content
        rows = [*grid.rows[:row], (number, changed), *grid.rows[row + 1 :]]
        self.grids[sheet] = replace(grid, rows=rows)

    def drop(self, sheet: str, row: int) -> None:
        grid = self.grids[sheet]
        self.grids[sheet] = replace(grid, rows=[*grid.rows[:row], *grid.rows[row + 1 :]])

    def add(self, sheet: str, **cells: Content) -> None:
        grid = self.grids[sheet]
        empty: Sequence[Content] = [None] * len(grid.titles)
        self.grids[sheet] = replace(grid, rows=[*grid.rows, (grid.rows[-1][0] + 1, empty)])
        self.write(sheet, len(grid.rows), **cells)

    def merged(self, *, remove: bool = False) -> Merged:
        """What the schéma is once the workbook is imported."""
        return self.schema.merged([*self.grids.values()], remove=remove)

    def changes(self, *, remove: bool = False) -> tuple[set[Triple], set[Triple]]:
        """What is lost, what is gained."""
        result = self.merged(remove=remove)
        assert not result.read.faults, result.read.faults
        return (
            {*self.scope.triples} - {*result.triples},
            {*result.triples} - {*self.scope.triples},
        )

    def faults(self) -> list[tuple[str, str, str, str]]:
        read = self.merged().read
        return [(f.sheet, f.cell, f.message, f.correction) for f in read.faults]


def workspace_with(root: Path, repository: Workspace, *fixtures: str) -> Workspace:
    """The repository's ontology, shapes, law; of the schémas only those of the fixtures."""
    root.mkdir(parents=True, exist_ok=True)
    for folder in ("ontology", "shapes", "queries"):
        (root / folder).symlink_to(repository.root / folder)
    data = root / "data" / "ttl"
    data.mkdir(parents=True)
    for path in (repository.root / "data" / "ttl").iterdir():
        if not path.name[0].isdigit() and path.name != "ecarts-acceptes.csv":  # of that schéma
            copy = shutil.copytree if path.is_dir() else shutil.copy
            copy(path, data / path.name)
    for fixture in fixtures:
        for path in (FIXTURES / fixture).iterdir():
            if path.suffix != ".csv":
                copy = shutil.copytree if path.is_dir() else shutil.copy
                copy(path, data / path.name)
    return Workspace(root)
