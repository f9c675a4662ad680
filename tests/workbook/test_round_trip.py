"""Export then import changes nothing; each edit changes what it means and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, Triple

from mutugraph.workbook.reading import read_book
from mutugraph.workbook.writing import WRITERS
from workbooks import EDITIONS, METZ, Edited, Schemas


@pytest.mark.parametrize("extension", WRITERS)
@pytest.mark.parametrize("names", EDITIONS, ids=lambda names: names[0] or "metz")
def test_a_workbook_that_is_not_changed_changes_nothing(
    schemas: Schemas, tmp_path: Path, names: tuple[str, str, str], extension: str
) -> None:
    schema = schemas(*names)
    path = tmp_path / f"classeur{extension}"
    path.write_bytes(WRITERS[extension](schema.done.book))
    read = read_book(path)
    result = schema.merged(read.grids, remove=True)
    assert result.triples == schema.scope.triples
    assert not result.read.faults
    assert not result.gone


def test_only_what_is_said_of_the_dataset_of_metz_is_not_held(schemas: Schemas) -> None:
    done = schemas("", METZ, "2016-2020").done
    assert {one.reason for one in done.unheld} == {"classeur_sans_feuille"}
    assert {str(one.triple.subject).strip("<>").rpartition("/jeu/")[2] for one in done.unheld} == {
        "200039865/2016-2020"
    }


@pytest.mark.parametrize("extension", WRITERS)
def test_the_same_graph_gives_the_same_bytes(schemas: Schemas, extension: str) -> None:
    book = schemas("schema-sans-fiches", "900200027", "2017-2020").done.book
    assert WRITERS[extension](book) == WRITERS[extension](book)


@pytest.fixture
def edited(schemas: Schemas) -> Edited:
    return Edited(schemas("schema-sans-fiches", "900200027", "2017-2020"))


def test_a_service_that_is_renamed_is_the_same_service(edited: Edited) -> None:
    key, name = edited.cell("Services", 1, "clé"), edited.cell("Services", 1, "libellé")
    edited.write("Services", 1, libellé="Un autre nom")
    lost, gained = edited.changes()
    subject = edited.known.namespaces.id(str(key))
    named = edited.known.namespaces.term("skos:prefLabel")
    assert lost == {Triple(subject, named, Literal(str(name), language="fr"))}
    assert gained == {Triple(subject, named, Literal("Un autre nom", language="fr"))}


def test_a_row_that_is_removed_stays_unless_it_is_asked_for(edited: Edited) -> None:
    node = edited.known.namespaces.id(str(edited.cell("Services", 1, "clé")))
    edited.drop("Services", 1)
    assert edited.changes() == (set(), set())
    lost, gained = edited.changes(remove=True)
    assert lost == {t for t in edited.scope.triples if t.subject == node}
    assert not gained


def test_a_new_row_is_named_after_what_was_typed(edited: Edited) -> None:
    nature = edited.cell("Services", 1, "nature")
    edited.add("Services", libellé="Médiathèque du Lac", nature=nature)
    lost, gained = edited.changes()
    assert not lost
    assert {str(t.subject).strip("<>").rpartition("/")[2] for t in gained} == {"mediatheque-du-lac"}
    schema = edited.known.namespaces.term("mut:duSchema")
    assert schema in {t.predicate for t in gained}, "the only schéma is that of a new row"


def test_a_validation_is_recorded_by_function_and_day(edited: Edited) -> None:
    service = edited.cell("Services", 1, "libellé")
    edited.add(
        "Validations",
        libellé="Par le service juridique",
        service=service,
        règle_validée="R2",
        fonction_du_valideur="directeur des affaires juridiques",
        date_de_la_validation="2017-05-02",
        source="note du 2 mai 2017",
    )
    lost, gained = edited.changes()
    assert not lost
    space = edited.known.namespaces
    said = {str(t.predicate).strip("<>").rpartition("/")[2]: t.object for t in gained}
    assert said["validePar"] == Literal("directeur des affaires juridiques", language="fr")
    assert said["valideLe"] == Literal("2017-05-02", datatype=space.term("xsd:date"))
    assert said["regleValidee"] == Literal("R2")


def test_a_row_that_was_copied_with_its_key_is_another_entity(edited: Edited) -> None:
    grid = edited.grids["Services"]
    contents = [*grid.rows[1][1]]
    contents[grid.titles.index("libellé")] = "Copie"
    edited.grids["Services"] = replace(grid, rows=[*grid.rows, (99, contents)])
    result = edited.merged()
    gained = result.triples - edited.scope.triples
    assert edited.scope.triples <= result.triples
    assert [(f.code, f.cell) for f in result.read.faults] == [("classeur_cle_double", "A99")]
    assert {str(t.subject).strip("<>").rpartition("/")[2] for t in gained} == {"copie"}


def test_rows_may_be_sorted_and_columns_added_or_moved(edited: Edited) -> None:
    for name, grid in edited.grids.items():
        rows = [(n, ["à moi", *reversed(contents)]) for n, contents in reversed(grid.rows)]
        titles = ("Ma colonne", *reversed(grid.titles))
        edited.grids[name] = replace(grid, titles=titles, rows=rows)
    result = edited.merged(remove=True)
    assert result.triples == edited.scope.triples
    assert {f.severity.value for f in result.read.faults} == {"information"}


def test_a_column_that_was_deleted_leaves_what_it_held(edited: Edited) -> None:
    grid = edited.grids["Services"]
    rank = grid.titles.index("nature")
    rows = [(n, [*c[:rank], *c[rank + 1 :]]) for n, c in grid.rows]
    titles = (*grid.titles[:rank], *grid.titles[rank + 1 :])
    edited.grids["Services"] = replace(grid, titles=titles, rows=rows)
    result = edited.merged()
    assert result.triples == edited.scope.triples
    assert [f.code for f in result.read.faults] == ["classeur_incomplet"]


def test_an_unknown_name_is_told_at_its_cell_with_the_nearest(edited: Edited) -> None:
    column = edited.grids["Services"].titles.index("nature")
    edited.write("Services", 1, nature="Opérationel")
    ((sheet, cell, told, remedy),) = edited.faults()
    assert (sheet, cell) == ("Services", f"{'ABCDEFGHIJ'[column]}4")
    assert "« Opérationel »" in told
    assert "« Opérationnel »" in remedy


def test_all_faults_are_told_at_once(edited: Edited) -> None:
    edited.write("Services", 1, nature="Inconnue")
    edited.write("Phases", 1, ordre="deux")
    assert {sheet for sheet, *_ in edited.faults()} == {"Services", "Phases"}
