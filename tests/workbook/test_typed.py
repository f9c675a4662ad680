"""What people type, paste and rearrange in a workbook: understood, or told at its cell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from pyoxigraph import Literal

from mutugraph.workbook.annotating import annotated
from mutugraph.workbook.book import Content, Plain, ReadBook
from mutugraph.workbook.reading import read_book
from mutugraph.workbook.writing import WRITERS
from workbooks import Edited, Schemas


@pytest.fixture
def edited(schemas: Schemas) -> Edited:
    return Edited(schemas("schema-sans-fiches", "900200027", "2017-2020"))


def of_cell(edited: Edited, sheet: str) -> list[str]:
    """The codes of what is told of the cells of a sheet."""
    read = edited.merged().read
    return [fault.code for fault in read.faults if fault.sheet == sheet]


@pytest.mark.parametrize(
    "typed", ["1 234,5", "1\u00a0234,5", "1\u202f234.5", "1234,5", Decimal("1234.5")]
)
def test_a_number_is_read_as_the_french_write_it(edited: Edited, typed: Content) -> None:
    edited.add("Montants", libellé="Un montant", valeur=typed)
    _, gained = edited.changes()
    assert Literal("1234.5", datatype=edited.known.namespaces.term("xsd:decimal")) in {
        t.object for t in gained
    }


@pytest.mark.parametrize("typed", ["25 %", "env. 12", "12 €", "1.234,5", "😀"])
def test_what_is_no_number_is_told_with_how_to_write_it(edited: Edited, typed: str) -> None:
    edited.add("Montants", libellé="Un montant", valeur=typed)
    ((sheet, _, told, remedy),) = edited.faults()
    assert sheet == "Montants"
    assert f"« {typed} »" in told
    assert "1234,5" in remedy


def test_signs_and_hard_spaces_in_a_text_are_kept(edited: Edited) -> None:
    edited.write("Services", 1, libellé="Lecture\u00a0publique 😀")
    _, gained = edited.changes()
    assert {t.object.value for t in gained if isinstance(t.object, Literal)} == {
        "Lecture\u00a0publique 😀"
    }


def test_a_sheet_that_was_renamed_is_known_by_its_titles(edited: Edited) -> None:
    edited.grids["Mes services"] = replace(edited.grids.pop("Services"), name="Mes services")
    result = edited.merged(remove=True)
    assert result.triples == edited.scope.triples
    assert of_cell(edited, "Mes services") == ["classeur_feuille_renommee"]


def test_a_sheet_that_is_missing_leaves_what_it_held_even_with_remove(edited: Edited) -> None:
    del edited.grids["Services"]
    result = edited.merged(remove=True)
    assert result.triples == edited.scope.triples
    assert [f.code for f in result.read.faults] == ["classeur_incomplet"]


def test_a_column_that_is_there_twice_is_told_at_its_title(edited: Edited) -> None:
    grid = edited.grids["Services"]
    rank = grid.titles.index("libellé")
    rows = [(n, [*c, "autre"]) for n, c in grid.rows]
    edited.grids["Services"] = replace(grid, titles=(*grid.titles, grid.titles[rank]), rows=rows)
    assert of_cell(edited, "Services") == ["classeur_colonne_double"]


def test_of_two_rows_with_one_key_the_one_that_has_the_name_keeps_it(edited: Edited) -> None:
    grid = edited.grids["Services"]
    copy = [*grid.rows[1][1]]
    copy[grid.titles.index("libellé")] = "Copie"
    rows = [*grid.rows[:1], (90, copy), *grid.rows[1:]]
    edited.grids["Services"] = replace(grid, rows=rows)
    result = edited.merged()
    assert edited.scope.triples <= result.triples
    (fault,) = result.read.faults
    assert (fault.code, fault.cell) == ("classeur_cle_double", "A90")


def test_a_name_that_went_to_another_row_is_no_longer_understood(edited: Edited) -> None:
    first = str(edited.cell("Phases", 2, "libellé"))
    edited.write("Phases", 2, libellé="Un autre nom")
    edited.write("Phases", 3, libellé=first)
    told = [f for f in edited.merged().read.faults if f.code == "classeur_nom_partage"]
    assert told
    assert all("Un autre nom [" in f.correction and f"{first} [" in f.correction for f in told)


@pytest.mark.parametrize("extension", WRITERS)
def test_the_annotated_copy_has_every_cell_its_notes_and_the_list_of_faults(
    edited: Edited, extension: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    edited.write("Services", 1, nature="Opérationel")
    grids = tuple(edited.grids.values())
    own: Plain = ("Mes calculs", [["total", 12]])
    raw: list[Plain] = [
        (g.name, [["", "aide"], g.titles, *(contents for _, contents in g.rows)]) for g in grids
    ]
    about = edited.schema.done.book.front[0]
    read = ReadBook("900200027", "2017-2020", grids, (about, *raw, own))
    faults = edited.merged().read.faults
    copy = annotated(read, faults, edited.schema.done.book)
    path = tmp_path_factory.mktemp("copie") / f"classeur{extension}"
    path.write_bytes(WRITERS[extension](copy))
    back = read_book(path)
    names = [name for name, _ in back.sheets]
    assert names[:2] == ["Constats", "Lisez-moi"]
    assert "Mes calculs" in names
    listed = dict(back.sheets)["Constats"]
    assert [row[:2] for row in listed[1:]] == [[f.sheet, f.cell] for f in faults]
    again = edited.schema.merged(back.grids).read.faults
    assert [(f.sheet, f.cell, f.code) for f in again] == [(f.sheet, f.cell, f.code) for f in faults]
    (sheet,) = (one for one in copy.sheets if one.notes)
    assert (sheet.name, [*sheet.notes]) == ("Services", [(4, sheet.grid.titles.index("nature"))])


def test_a_code_is_chosen_in_the_list_of_its_column(schemas: Schemas) -> None:
    """A list that is no class is that of its property, whatever others are called the same."""
    book = schemas("schema-des-deux-lacs", "900100010", "2016-2020").done.book
    columns = {
        (sheet.name, column.title): column for sheet in book.sheets for column in sheet.columns
    }
    state, stream = columns["Suivi", "état"], columns["Flux", "section budgétaire"]
    assert set(book.lists[state.choices or ""]) == {
        *("Prévu", "Engagé", "Réalisé", "Reporté", "Abandonné")
    }
    assert set(book.lists[stream.choices or ""]) == {"Fonctionnement", "Investissement"}


def test_a_workbook_is_imported_twice_without_doubles(edited: Edited) -> None:
    """What was written from it has no key in it: a row without key is what has its name."""
    proofs = set()
    for name, grid in [*edited.grids.items()]:
        hidden = {"clé", "passages"} & {*grid.titles} - {"clé" if name == "Passages" else ""}
        for row in range(1, len(grid.rows)):
            proofs |= {edited.cell(name, row, "passages")} if "passages" in hidden else set()
            edited.write(name, row, **dict.fromkeys(hidden))
    passages = edited.grids["Passages"]
    rows = [row for row in passages.rows if row[1][0] not in proofs]  # others rest on these
    edited.grids["Passages"] = replace(passages, rows=rows)
    assert edited.changes() == edited.changes(remove=True) == (set(), set())
    assert edited.merged().gone == ()


def test_a_sheet_without_its_keys_is_one_fault_and_changes_nothing(edited: Edited) -> None:
    grid = edited.grids["Services"]
    rows = [(number, contents[1:]) for number, contents in grid.rows]
    edited.grids["Services"] = replace(grid, titles=grid.titles[1:], rows=rows)
    result = edited.merged(remove=True)
    assert result.triples == edited.scope.triples
    assert [fault.code for fault in result.read.faults] == ["classeur_sans_cle"]


@pytest.mark.parametrize("typed", ["2021-03", "03/03/2021", "2021"])
def test_a_printed_date_is_read_as_the_french_write_it(edited: Edited, typed: str) -> None:
    edited.add("Événements", libellé="Un envoi", début=typed)
    _, gained = edited.changes()
    wanted = "2021-03-03" if "/" in typed else typed
    assert Literal(wanted) in {t.object for t in gained}


@pytest.mark.parametrize("typed", ["3 mars 2021", "janv. 2018", "31/02/2021", "prochainement"])
def test_what_is_no_date_is_told_as_in_every_column_of_dates(edited: Edited, typed: str) -> None:
    edited.add("Événements", libellé="Un envoi", début=typed)
    ((_, _, told, remedy),) = edited.faults()
    assert told == f"« {typed} » n'est pas une date."
    assert "2018-01 si le jour n'est pas imprimé" in remedy
