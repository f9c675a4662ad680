"""A workbook that a spreadsheet program opens and saves again changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from libreoffice import saved
from mutugraph.workbook.reading import read_book
from mutugraph.workbook.writing import WRITERS
from workbooks import EDITIONS, Schemas


@pytest.fixture(scope="module")
def opened(schemas: Schemas, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Every workbook in each format, opened and saved."""
    folder = tmp_path_factory.mktemp("office")
    made: dict[str, list[Path]] = {}
    for extension, write in WRITERS.items():
        made[extension] = [folder / f"{rank}{extension}" for rank in range(len(EDITIONS))]
        for path, names in zip(made[extension], EDITIONS, strict=True):
            path.write_bytes(write(schemas(*names).done.book))
    return {to: saved(made[f".{to}"], to, folder / to) for to in ("xlsx", "ods")}


@pytest.mark.parametrize("how", ["xlsx", "ods"])
def test_what_libreoffice_saves_is_the_same_graph(
    schemas: Schemas, opened: dict[str, list[Path]], how: str
) -> None:
    for path, names in zip(opened[how], EDITIONS, strict=True):
        schema = schemas(*names)
        result = schema.merged(read_book(path).grids, remove=True)
        assert result.triples == schema.scope.triples, names
        assert not result.read.faults
        assert not result.gone
