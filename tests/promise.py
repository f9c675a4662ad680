"""The promise as its page states it: the tables of docs/interfaces.md, read by the tests."""

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "interfaces.md"
COMMANDS, QUESTIONS = "command", "id"  # the first column of the table
TO_COME = "(to come)"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its name, whether it is still to come, its other cells."""

    name: str
    to_come: bool
    cells: tuple[str, ...]

    def words(self, cell: int) -> list[str]:
        """The words of a cell that lists names."""
        return self.cells[cell].replace(",", " ").split()


def table(head: str) -> list[Row]:
    """The rows of every table whose first column has this name and whose rows name code."""
    rows, inside = [], False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))]
        if not line.startswith("|"):
            inside = False
        elif cells[0] == head:
            inside = True
        elif inside and cells[0].startswith("`"):
            name = cells[0].partition("`")[2].partition("`")[0]
            rows.append(Row(name, TO_COME in cells[0], tuple(cells[1:])))
    return [row for row in rows if not row.name.startswith(("make", "."))]
