"""The start of a command that does nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.measuring import Ground, Rows, apart, most

_SECONDS, _TIMES = 0.15, 9


def help(ground: Ground) -> Rows:
    """`mutugraph --help`."""
    program = Path(sys.executable).parent / "mutugraph"
    found = [apart([program, "--help"], ground.folder) for _ in range(_TIMES)]
    worked = f"{min(used.worked for used in found):.2f} s of a core"
    yield most("mutugraph --help", min(used.clock for used in found), _SECONDS, "s", worked)
