"""Tables for people: drawn by rich in a terminal, aligned text elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mutugraph.pages.exports import Grid

_GAP = "  "


def table(grid: Grid, *, in_terminal: bool = True) -> bytes:
    """The table of an answer, numbers to the right; `in_terminal` is false for a file."""
    from mutugraph.pages.exports import french

    rows = [[french(value) for value in row] for row in grid.rows]
    right = [grid.numeric(index) for index in range(len(grid.columns))]
    return drawn(grid.names, rows, right, in_terminal=in_terminal)


def drawn(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    right: Sequence[bool] | None = None,
    *,
    in_terminal: bool = True,
) -> bytes:
    """Rows under names; `right` says which columns are aligned to the right."""
    aligned = right or [False] * len(names)
    if in_terminal and sys.stdout is not None and sys.stdout.isatty():
        return _rich(names, rows, aligned).encode()
    return _plain(names, rows, aligned).encode()


def _rich(names: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, is_right in zip(names, right, strict=True):
        made.add_column(name, justify="right" if is_right else "left", overflow="fold")
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    console = Console()
    with console.capture() as captured:
        console.print(made)
    return captured.get()


def _plain(names: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    flat = [[" ".join(cell.split()) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(names, *flat, strict=True)]
    lines = [names, ["-" * width for width in widths], *flat]
    return "".join(_aligned(line, widths, right) + "\n" for line in lines)


def _aligned(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    columns = zip(cells, widths, right, strict=True)
    padded = (c.rjust(w) if is_right else c.ljust(w) for c, w, is_right in columns)
    return _GAP.join(padded).rstrip()
