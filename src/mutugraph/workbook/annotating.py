"""A workbook as it was read, with its faults: a sheet that lists them, a note at each cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mutugraph.messages import message
from mutugraph.workbook.book import Book, Column, Content, Grid, Plain, ReadBook, Sheet, cell_place
from mutugraph.workbook.faults import Fault

_PARTS = ("feuille", "cellule", "gravite", "message", "correction")
_KEPT = ("classeur_lisez_moi", "classeur_listes", "classeur_constats")


def annotated(read: ReadBook, faults: Sequence[Fault], like: Book) -> Book:
    """The copy of a workbook: every cell stays where it was, the columns of its owner included.

    `like` is the workbook of the graph, whose columns have their lists and their help.
    """
    columns = {
        (sheet.name, column.title): column for sheet in like.sheets for column in sheet.columns
    }
    grids = {grid.name: grid for grid in read.grids}
    own = {message(key) for key in _KEPT}
    first = message("classeur_lisez_moi")
    front: list[Plain] = [(message("classeur_constats"), _listed(faults))]
    front += [(name, rows) for name, rows in read.sheets if name == first]
    sheets = [
        _sheet(rows, grids[name], columns, [one for one in faults if one.sheet == name])
        for name, rows in read.sheets
        if name in grids
    ]
    back = [plain for plain in read.sheets if plain[0] not in grids and plain[0] not in own]
    return Book(
        read.siren, read.edition, like.title, tuple(sheets), like.lists, tuple(front), tuple(back)
    )


def _listed(faults: Iterable[Fault]) -> list[tuple[str, ...]]:
    head = tuple(message(f"classeur_constat_{part}") for part in _PARTS)
    rows = [
        (f.sheet, f.cell, message(f"gravite_{f.severity.value}"), f.message, f.correction)
        for f in faults
    ]
    return [head, *rows]


def _sheet(
    rows: Sequence[Sequence[Content]],
    grid: Grid,
    columns: Mapping[tuple[str, str], Column],
    faults: Iterable[Fault],
) -> Sheet:
    above = len(rows) - len(grid.rows) - 1
    notes: dict[tuple[int, int], str] = {}
    for fault in faults:
        if fault.cell:
            place = cell_place(fault.cell)
            told = " ".join(part for part in (fault.message, fault.correction) if part)
            notes[place] = "\n".join(part for part in (notes.get(place), told) if part)
    return Sheet(
        name=grid.name,
        above=tuple(tuple(row) for row in rows[:above]),
        columns=tuple(columns.get((grid.name, title), Column(title)) for title in grid.titles),
        rows=tuple(tuple(contents) for _, contents in grid.rows),
        notes=notes,
    )
