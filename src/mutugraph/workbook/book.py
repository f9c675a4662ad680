"""A workbook as values: what every format of spreadsheet writes, and what it reads back."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mutugraph.messages import message

VERSION = 1
EXAMPLE = "exemple"  # the key of a row that shows what to write, and is not imported
Content = str | int | Decimal | bool | datetime.date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, what to write in it, the list to choose from, whether it is shown."""

    title: str
    help: str = ""
    choices: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: a line of help, the titles, a row for each entity; its first column is a key."""

    name: str
    help: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Content, ...], ...]

    @property
    def grid(self) -> Grid:
        """The sheet as it is read back."""
        titles = tuple(column.title for column in self.columns)
        return Grid(self.name, titles, tuple(enumerate(self.rows, FIRST_ROW)))


FIRST_ROW = 3  # below the help and the titles
TAB = "\u21e5"  # what a cell shows for a tab, which spreadsheet programs drop


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as read: its titles, and its rows with their numbers from 1."""

    name: str
    titles: tuple[str, ...]
    rows: Sequence[tuple[int, Sequence[Content]]]


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: what it is about, its sheets, the lists that cells are chosen from."""

    siren: str
    edition: str
    title: str
    sheets: tuple[Sheet, ...]
    lists: Mapping[str, tuple[str, ...]]

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        """The first sheet: what the workbook is, and how to fill it in."""
        told = (
            ("classeur_titre", self.title),
            (VERSION_KEY, str(VERSION)),
            (SIREN_KEY, self.siren),
            (EDITION_KEY, self.edition),
        )
        advice = (message(f"classeur_conseil_{number}") for number in range(1, 7))
        return (*((message(key), value) for key, value in told), *(("", one) for one in advice))


@dataclass(frozen=True, slots=True)
class ReadBook:
    """A workbook as read from a file."""

    siren: str
    edition: str
    grids: tuple[Grid, ...]


VERSION_KEY, SIREN_KEY, EDITION_KEY = "classeur_version", "classeur_siren", "classeur_edition"


def column_letters(index: int) -> str:
    """The letters of a column, from 0: `A`, `Z`, `AA`."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
