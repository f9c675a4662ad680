"""A workbook as values: what every format of spreadsheet writes, and what it reads back."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest

from mutugraph.messages import message

VERSION = 1  # goes up when a title is no longer what it was, not when one is added
PROPOSAL = "proposition "  # begins the key of a row that is not imported until it is confirmed
EXAMPLE = "exemple"  # the key of a row that shows what to write, and is not imported
Content = str | int | Decimal | bool | datetime.date | None
Plain = tuple[str, Sequence[Sequence[Content]]]  # a sheet as it is: its name, its rows
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 §2.2


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, what to write in it, the list to choose from, whether it is shown."""

    title: str
    help: str = ""
    choices: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: what stands above the titles (a line of help), the titles, a row for each entity.

    `notes` are remarks at cells, by the number of the row from 1 and the rank of the column from 0.
    """

    name: str
    above: tuple[tuple[Content, ...], ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Content, ...], ...]
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def first_row(self) -> int:
        """The number of the row below the titles, from 1."""
        return len(self.above) + 2

    @property
    def grid(self) -> Grid:
        """The sheet as it is read back."""
        titles = tuple(column.title for column in self.columns)
        return Grid(self.name, titles, tuple(enumerate(self.rows, self.first_row)))


ROOM = 500  # rows below the last that still have the lists
TAB = "\u21e5"  # what a cell shows for a tab, which spreadsheet programs drop


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as read: its titles, its rows with their numbers from 1.

    `merged` are the cells that are one, the first and the last: the number of the row from 1, the
    rank of the column from 0. `wrong` are the cells, by name, whose formula gives an error or was
    never computed.
    """

    name: str
    titles: tuple[str, ...]
    rows: Sequence[tuple[int, Sequence[Content]]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()
    wrong: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: what it is about, its sheets, the lists that cells are chosen from.

    `front` and `back` are sheets that stand before and after, as they are.
    """

    siren: str
    edition: str
    title: str
    sheets: tuple[Sheet, ...]
    lists: Mapping[str, tuple[str, ...]]
    front: tuple[Plain, ...]
    back: tuple[Plain, ...] = ()

    @property
    def listed(self) -> Plain:
        """The sheet of the lists, which is not shown: a column each."""
        return message("classeur_listes"), [*zip_longest(*self.lists.values())]

    @property
    def ranges(self) -> Mapping[str, tuple[str, str, int]]:
        """Where each list stands that has names: the sheet, the letters of its column, its end."""
        columns = enumerate(self.lists.items())
        return {
            name: (message("classeur_listes"), column_letters(rank), len(names))
            for rank, (name, names) in columns
            if names
        }

    @classmethod
    def of(
        cls,
        siren: str,
        edition: str,
        title: str,
        sheets: tuple[Sheet, ...],
        lists: Mapping[str, tuple[str, ...]],
    ) -> Book:
        """A workbook whose first sheet says what it is, and how to fill it in."""
        told = (
            ("classeur_titre", title),
            (VERSION_KEY, str(VERSION)),
            (SIREN_KEY, siren),
            (EDITION_KEY, edition),
        )
        advice = (message(f"classeur_conseil_{number}") for number in range(1, 7))
        about = (*((message(key), value) for key, value in told), *(("", one) for one in advice))
        return cls(siren, edition, title, sheets, lists, ((message("classeur_lisez_moi"), about),))


@dataclass(frozen=True, slots=True)
class ReadBook:
    """A workbook as read from a file: the sheets that have rows of ours, and all as they are."""

    siren: str
    edition: str
    grids: tuple[Grid, ...]
    sheets: tuple[Plain, ...]


VERSION_KEY, SIREN_KEY, EDITION_KEY = "classeur_version", "classeur_siren", "classeur_edition"


def column_letters(index: int) -> str:
    """The letters of a column, from 0: `A`, `Z`, `AA`."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(rank: int, number: int) -> str:
    """The name of a cell from the rank of its column, from 0, and the number of its row: `D7`."""
    return f"{column_letters(rank)}{number}"


def cell_place(name: str) -> tuple[int, int]:
    """The number of the row and the rank of the column of a cell that is named."""
    letters = name.rstrip("0123456789")
    rank = 0
    for letter in letters:
        rank = 26 * rank + ord(letter) - ord("A") + 1
    return int(name[len(letters) :]), rank - 1


def printable(text: str) -> str:
    """A text as a file of a spreadsheet can hold it."""
    return _FORBIDDEN.sub("\ufffd", text.replace("\t", TAB))
