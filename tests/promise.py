"""The promise as its page states it: the tables of docs/interfaces.md, read by the tests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "interfaces.md"
COMMANDS, QUESTIONS, ROUTES = "command", "id", "route"  # the first column of the table
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
    rows = []
    for first, *others in _lines(head):
        name = first.partition("`")[2].partition("`")[0]
        rows.append(Row(name, TO_COME in first, tuple(others)))
    return [row for row in rows if not row.name.startswith(("make", "."))]


def routes() -> list[str]:
    """The addresses promised without a part that stands for others: `/a.ttl .nt` are two."""
    found = []
    for first, *_ in _lines(ROUTES):
        for named in re.findall(r"`(/[^`]*)`", "" if TO_COME in first else first):
            address, *endings = named.partition("?")[0].split()
            found += [address, *(re.sub(r"\.\w+\Z", "", address) + end for end in endings)]
    return [one for one in dict.fromkeys(found) if not re.search("[{…]", one)]


def _lines(head: str) -> Iterator[list[str]]:
    inside = False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))]
        if not line.startswith("|"):
            inside = False
        elif cells[0] == head:
            inside = True
        elif inside and cells[0].startswith("`"):
            yield cells
