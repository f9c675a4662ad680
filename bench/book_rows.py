"""The workbook of the real schéma: what its import takes, in time and in memory."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.measuring import Ground, Rows, Used, apart, most
from mutugraph.workbook.reading import read_book

_ROWS = 2_000
_SIREN = "200039865"
_EXPORT_S = 15
_SECONDS, _MEGABYTES = 5, 300  # of 2,000 rows, nothing written; of the whole process


def books(ground: Ground) -> Rows:
    """The export, then the import of what it wrote, as commands; the time of 2,000 rows."""
    path = ground.folder / "classeur.xlsx"
    _command(ground, "export", _SIREN, "-o", str(path))  # a first command builds what is kept
    exported = _command(ground, "export", _SIREN, "-o", str(path))
    rows = sum(len(grid.rows) for grid in read_book(path).grids)
    told = f"{rows} rows in {exported.worked:.1f} s of a core, {exported.clock:.1f} of a clock"
    yield most(f"export, {_ROWS} rows", exported.worked * _ROWS / rows, _EXPORT_S, "s", told)
    read = _command(ground, "import", str(path))
    told = f"{rows} rows in {read.worked:.1f} s of a core, {read.clock:.1f} of a clock"
    yield most(f"import, {_ROWS} rows", read.worked * _ROWS / rows, _SECONDS, "s", told)
    yield most("import, memory", read.memory, _MEGABYTES, "MB", f"{rows} rows")


def _command(ground: Ground, *arguments: str) -> Used:
    """What a command used. Raises where it did not end well."""
    program = Path(sys.executable).parent / "mutugraph"
    used = apart([program, *arguments], ground.workspace.root)
    if used.code:
        raise RuntimeError(f"{arguments}: {used.code}")
    return used
