"""The workbook of the real schéma: what its import takes, in time and in memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from bench.measuring import Ground, Row, Rows
from mutugraph.workbook.reading import read_book

_ROWS = 2_000
_SIREN = "200039865"
_SECONDS, _MEGABYTES = 15, 600  # of 2,000 rows; of the whole process


def books(ground: Ground) -> Rows:
    """The export, then the import of what it wrote, as commands; the time of 2,000 rows."""
    path = ground.folder / "classeur.xlsx"
    took, _ = _command(ground, "export", _SIREN, "-o", str(path))
    rows = sum(len(grid.rows) for grid in read_book(path).grids)
    yield _row("export", took, rows)
    took, kilobytes = _command(ground, "import", str(path))
    yield _row("import", took, rows)
    most = kilobytes / 1024
    told = f"{rows} rows"
    yield Row("import, memory", f"{most:.0f} MB", told, most, _MEGABYTES, at_most=True)


def _row(verb: str, took: float, rows: int) -> Row:
    scaled = took * _ROWS / rows
    told = f"{rows} rows in {took:.1f} s"
    return Row(f"{verb}, {_ROWS} rows", f"{scaled:.1f} s", told, scaled, _SECONDS, at_most=True)


def _command(ground: Ground, *arguments: str) -> tuple[float, int]:
    """How long a command took, in seconds, and its memory at the most, in kilobytes."""
    program = Path(sys.executable).parent / "mutugraph"
    began = time.perf_counter()
    run = subprocess.Popen(
        [program, "--workspace", str(ground.workspace.root), *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(run.pid, 0)
    if status:
        raise subprocess.CalledProcessError(status, arguments)
    return time.perf_counter() - began, usage.ru_maxrss
