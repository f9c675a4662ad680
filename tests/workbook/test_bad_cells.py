"""What people and their programs do to the cells of a file: read as it is, or told at its cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from mutugraph.workbook.book import cell_name
from mutugraph.workbook.merging import Merged
from mutugraph.workbook.reading import read_book
from mutugraph.workbook.writing import WRITERS
from spreadsheets import Cell, Formula, Pages, Percent, pages, save
from workbooks import Schema, Schemas

FIRST = 4  # below the help, the titles and the example
Told = list[tuple[str, str]]  # the sheet, the cell


@pytest.fixture(scope="module")
def schema(schemas: Schemas) -> Schema:
    return schemas("schema-sans-fiches", "900200027", "2017-2020")


@dataclass
class File:
    """A workbook that is changed, saved, and read again in a format."""

    schema: Schema
    path: Path
    sheets: Pages

    def read(self) -> Merged:
        """What the schéma is once the file is imported."""
        save(self.sheets, self.path)
        return self.schema.merged(read_book(self.path, confined=True).grids)

    def changed(self) -> tuple[set[str], set[str]]:
        """The values that are lost, those that are gained; nothing is told."""
        result = self.read()
        assert not result.read.faults
        before, after = self.schema.scope.triples, result.triples
        return {str(t.object) for t in before - after}, {str(t.object) for t in after - before}


@pytest.fixture(params=WRITERS)
def file(schema: Schema, tmp_path: Path, request: pytest.FixtureRequest) -> File:
    return File(schema, tmp_path / f"classeur{request.param}", pages(schema.done.book))


def typed(sheet: str, column: str, content: Cell) -> Callable[[Pages], Told]:
    """The first row has another content in a column; what is told is at that cell."""

    def edit(sheets: Pages) -> Told:
        page = sheets[sheet]
        page.write(FIRST, **{column: content})
        return [(sheet, page.cell(FIRST, column))]

    return edit


def new(sheet: str, column: str, content: Cell) -> Callable[[Pages], Told]:
    """A new row has a content in a column; what is told is at that cell."""

    def edit(sheets: Pages) -> Told:
        page = sheets[sheet]
        page.write(page.last + 1, **{"libellé": "Une ligne", column: content})
        return [(sheet, page.cell(page.last, column))]

    return edit


def merged_cells(sheets: Pages) -> Told:
    page = sheets["Services"]
    page.merge(FIRST, FIRST + 1, "nature")
    return [("Services", page.cell(FIRST, "nature"))]


def doubled(sheets: Pages) -> Told:
    page = sheets["Services"]
    rank = page.titles.index("nature")
    for row in page.rows[page.head - 1 :]:
        row.append(row[rank])
    return [("Services", cell_name(len(page.titles) - 1, page.head))]


def added(sheets: Pages) -> Told:
    page = sheets["Services"]
    for row in page.rows:
        row.insert(0, None)
    page.rows[page.head - 1][0] = "À moi"
    page.rows[FIRST - 1][0] = Formula("=1/0", "#DIV/0!")
    return [("Services", f"A{page.head}")]


def copied(sheets: Pages) -> Told:
    page = sheets["Services"]
    page.rows.append(list(page.rows[FIRST - 1]))
    page.write(page.last, libellé="Copie")
    return [("Services", f"A{page.last}")]


def pasted(sheets: Pages) -> Told:
    page = sheets["Services"]
    page.write(FIRST + 1, clé=page.read(FIRST, "clé"))
    return [("Services", f"A{FIRST + 1}")]


def exchanged(sheets: Pages) -> Told:
    phases, forms = sheets["Phases"], sheets["Formes"]
    names = {phases.read(FIRST, "libellé"), "Une autre année"}
    phases.write(FIRST + 1, libellé=phases.read(FIRST, "libellé"))
    phases.write(FIRST, libellé="Une autre année")
    rows = [n for n in range(FIRST, forms.last + 1) if forms.read(n, "échéance") in names]
    assert rows
    return [("Formes", forms.cell(row, "échéance")) for row in rows]


def sheet_renamed(sheets: Pages) -> Told:
    sheets["Services"].name = "Mes services"
    return [("Mes services", "")]


CASES: dict[str, tuple[Callable[[Pages], Told], str]] = {
    "#REF!": (typed("Services", "nature", Formula("=#REF!", "#REF!")), "classeur_formule"),
    "#N/A": (typed("Services", "nature", Formula("=NA()", "#N/A")), "classeur_formule"),
    "#DIV/0!": (typed("Phases", "ordre", Formula("=1/0", "#DIV/0!")), "classeur_formule"),
    "#NAME?": (typed("Services", "mots", Formula("=FOO(1)", "#NAME?")), "classeur_formule"),
    "never computed": (typed("Services", "libellé", Formula("=A1")), "classeur_formule_vide"),
    "percentage": (new("Montants", "valeur", Percent(Decimal("0.25"))), "classeur_nombre"),
    "unit": (new("Montants", "valeur", "12 €"), "classeur_nombre"),
    "date in letters": (typed("Documents", "date", "14 décembre 2016"), "classeur_date"),
    "no such day": (typed("Documents", "date", "31/02/2016"), "classeur_date"),
    "neither yes nor no": (typed("Services", "incertain", "peut-être"), "classeur_booleen"),
    "unknown name": (typed("Services", "porteur", "Bourg-la-Ville"), "classeur_nom_inconnu"),
    "unknown code": (typed("Services", "nature", "Opérationel"), "classeur_code_inconnu"),
    "merged cells": (merged_cells, "classeur_fusion"),
    "a column of one's own": (added, "classeur_colonne_inconnue"),
    "a doubled column": (doubled, "classeur_colonne_double"),
    "two rows with one key": (copied, "classeur_cle_double"),
    "a key pasted twice": (pasted, "classeur_cle_double"),
    "a name that went to another": (exchanged, "classeur_nom_partage"),
    "a renamed sheet": (sheet_renamed, "classeur_feuille_renommee"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_told_at_its_cell_and_takes_nothing_away(file: File, case: str) -> None:
    edit, code = CASES[case]
    expected = [(sheet, cell, code) for sheet, cell in edit(file.sheets)]
    result = file.read()
    assert [(f.sheet, f.cell, f.code) for f in result.read.faults] == expected
    blocks = any(f.severity.value == "bloquant" for f in result.read.faults)
    assert blocks or file.schema.scope.triples <= result.triples


def same_formula(sheets: Pages) -> None:
    name = str(sheets["Services"].read(FIRST, "libellé"))
    sheets["Services"].write(FIRST, libellé=Formula('="Un "&"nom"', name))
    sheets["Phases"].write(FIRST, ordre=Formula("=2-1", 1))


def same_days(sheets: Pages) -> None:
    assert str(sheets["Documents"].read(FIRST, "date")) == "2016-12-14"
    sheets["Documents"].write(FIRST, date=" 14/12/2016\u00a0")


def same_years(sheets: Pages) -> None:
    sheets["Schéma"].write(FIRST, début=2017, fin="2020\u202f")


def hidden(sheets: Pages) -> None:
    page = sheets["Services"]
    page.hidden_columns |= {*range(1, len(page.titles) - 1)}
    page.hidden_rows |= {FIRST, FIRST + 1}


def moved(sheets: Pages) -> None:
    page = sheets["Services"]
    page.rows = [[*reversed([*row, *[None] * (len(page.titles) - len(row))])] for row in page.rows]
    page.rows[page.head :] = reversed(page.rows[page.head :])


@pytest.mark.parametrize("edit", [same_formula, same_days, same_years, hidden, moved])
def test_what_says_the_same_changes_nothing(file: File, edit: Callable[[Pages], None]) -> None:
    edit(file.sheets)
    assert file.changed() == (set(), set())


def test_an_error_in_an_ods_that_only_libreoffice_has_is_told(
    schema: Schema, tmp_path: Path
) -> None:
    sheets = pages(schema.done.book)
    sheets["Services"].write(FIRST, nature=Formula("=SQRT(-1)", "Err:502"))
    done = File(schema, tmp_path / "classeur.ods", sheets).read()
    (fault,) = done.read.faults
    assert fault.cell == sheets["Services"].cell(FIRST, "nature")
    assert "« Err:502 »" in fault.message


def test_a_percentage_is_told_as_it_is_shown(file: File) -> None:
    new("Montants", "valeur", Percent(Decimal("0.29")))(file.sheets)
    (fault,) = file.read().read.faults
    assert "« 29 % »" in fault.message


def test_a_service_that_took_the_name_of_another_is_still_itself(file: File) -> None:
    page = file.sheets["Services"]
    first, second = (str(page.read(row, "libellé")) for row in (FIRST, FIRST + 1))
    page.write(FIRST, libellé="Médiathèque")
    page.write(FIRST + 1, libellé=first)
    lost, gained = file.changed()
    assert lost == {f'"{first}"@fr', f'"{second}"@fr'}
    assert gained == {'"Médiathèque"@fr', f'"{first}"@fr'}
