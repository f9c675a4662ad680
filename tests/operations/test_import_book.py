"""The import of a workbook: faults by cell, changes in sentences, files once asked for."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from mutugraph.control.deviations import FILE
from mutugraph.errors import BookForeign, BookUnreadable
from mutugraph.operations.export_book import export_book
from mutugraph.operations.import_book import import_book
from mutugraph.settings import Settings
from mutugraph.workbook.book import Book, Content, Sheet, cell_name
from mutugraph.workbook.known import read_known
from mutugraph.workbook.scope import find_scope
from mutugraph.workbook.writing import xlsx
from mutugraph.workspace import Workspace
from workbooks import FIXTURES, workspace_with

SIREN = "900200027"
FIXTURE = "schema-sans-fiches"
DOCUMENT = FIXTURES / FIXTURE / "projet-val-clair.txt"


@pytest.fixture
def workspace(tmp_path: Path, repository: Workspace) -> Workspace:
    return workspace_with(tmp_path / "espace", repository, FIXTURE)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, repository: Workspace) -> Book:
    """The workbook of the fixture, which tests change."""
    root = tmp_path_factory.mktemp("exporte") / "espace"
    return export_book(workspace_with(root, repository, FIXTURE), SIREN).book


def changed(book: Book, sheet: str, row: int | None, **cells: Content) -> Book:
    """The workbook with cells of a row that differ; a new row where none is given."""

    def edit(one: Sheet) -> Sheet:
        titles = [column.title for column in one.columns]
        rows = [list(contents) for contents in one.rows]
        if row is None:
            rows.append([None] * len(titles))
        for title, content in cells.items():
            rows[-1 if row is None else row][titles.index(title.replace("_", " "))] = content
        return replace(one, rows=tuple(tuple(contents) for contents in rows))

    return replace(book, sheets=tuple(edit(s) if s.name == sheet else s for s in book.sheets))


def test_words_that_are_typed_become_a_passage_and_the_files_are_written(
    workspace: Workspace, settings: Settings, tmp_path: Path, exported: Book
) -> None:
    book = changed(exported, "Services", 1, libellé="Lecture pour tous")
    typed = {"nature de la ligne": "Énoncé", "type d'énoncé": "Principe"}
    words = "maintenir un ACCUEIL"
    book = changed(book, "Énoncés", None, libellé="Un accueil", mots=words, **typed)
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(xlsx(book))
    before = find_scope(read_known(workspace), SIREN).triples
    done = import_book(workspace, settings, path, documents=[DOCUMENT], write=True)
    assert not done.refused, done.faults
    assert done.written
    after = find_scope(read_known(Workspace(workspace.root)), SIREN).triples
    gained = {str(t) for t in after - before}
    assert any('"Lecture pour tous"@fr' in t for t in gained)
    assert any('mots> "Maintenir un accueil"' in t for t in gained), "as the document prints it"
    assert len(before - after) == 1, "the former name, and nothing else"


def test_nothing_is_written_where_anything_blocks_and_each_is_told(
    workspace: Workspace, settings: Settings, tmp_path: Path, exported: Book
) -> None:
    """A code that is none; words that the document has three times, told with their lines."""
    book = changed(exported, "Services", 1, libellé="Autre", nature="Suport")
    typed = {"nature de la ligne": "Énoncé", "type d'énoncé": "Principe"}
    words = "secrétariat de mairie"
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(xlsx(changed(book, "Énoncés", None, libellé="Un", mots=words, **typed)))
    revision = workspace.revision
    done = import_book(workspace, settings, path, documents=[DOCUMENT], write=True)
    assert done.refused
    assert not done.written
    assert Workspace(workspace.root).revision == revision
    told = {(fault.sheet, fault.code): fault.message for fault in done.faults}
    assert told.keys() == {
        ("Services", "classeur_code_inconnu"),
        ("Énoncés", "classeur_mots_plusieurs"),
        ("", "classeur_non_juges"),
    }
    assert "8, 9, 12" in told["Énoncés", "classeur_mots_plusieurs"]


def test_a_cell_that_blocks_does_not_hide_what_is_wrong_elsewhere(
    workspace: Workspace, settings: Settings, tmp_path: Path, exported: Book
) -> None:
    """The rows that were read wholly are judged; what is not read stays as the graph has it."""
    book = changed(exported, "Services", 1, nature="Suport", porteur="Bourg-la-Ville")
    book = changed(book, "Services", 3, mots="des mots que le document n'a pas")
    book = changed(book, "Schéma", 1, titre=None)
    book = changed(book, "Services", None, libellé="Archives", nature="Support")
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(xlsx(book))
    done = import_book(workspace, settings, path, documents=[DOCUMENT])
    of_cells = {(f.sheet, f.cell): f.code for f in done.faults if f.code.startswith("classeur_")}
    titles = [
        column.title for column in next(s for s in book.sheets if s.name == "Services").columns
    ]
    nature, carrier, words = (titles.index(one) for one in ("nature", "porteur", "mots"))
    assert of_cells == {
        ("Services", cell_name(nature, 4)): "classeur_code_inconnu",
        ("Services", cell_name(carrier, 4)): "classeur_nom_inconnu",
        ("Services", cell_name(words, 6)): "classeur_mots_absents",
        ("", ""): "classeur_non_juges",
    }
    judged = {(f.sheet, f.cell[1:]) for f in done.faults if f.code.startswith("MUT")}
    assert judged == {("Schéma", "4"), ("Services", "7")}
    assert any("Archives » n'a pas de porteur" in f.message for f in done.faults)
    assert any("n'a pas de titre" in f.message for f in done.faults)


def test_a_spreadsheet_that_is_no_workbook_is_refused(
    workspace: Workspace, settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(b"PK nothing")
    with pytest.raises(BookUnreadable):
        import_book(workspace, settings, path)
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as file:
        file.add_worksheet("Feuille 1")
    with pytest.raises(BookForeign):
        import_book(workspace, settings, path)


def test_metz_is_made_again_from_its_workbook_and_its_document(
    repository: Workspace, shared: Path, settings: Settings, tmp_path: Path
) -> None:
    root = tmp_path / "espace"
    workspace_with(root, repository)
    data = root / "data" / "ttl"
    for folder in (p for p in (repository.root / "data" / "ttl").iterdir() if p.name[0].isdigit()):
        shutil.copytree(folder, data / folder.name)
    shutil.copy(repository.root / "data" / "ttl" / FILE, data)  # with what was accepted of it
    workspace = Workspace(root)
    done = export_book(workspace, "200039865")
    path = tmp_path / "metz.xlsx"
    path.write_bytes(xlsx(done.book))
    before = find_scope(read_known(workspace), "200039865").triples
    shutil.rmtree(data / "200039865")
    document = shared / "source" / "deliberation-metz-2015-11-26.txt"
    made = import_book(workspace, settings, path, documents=[document], write=True)
    assert not made.refused, made.faults[:5]
    after = find_scope(read_known(Workspace(root)), "200039865").triples
    assert after == before - {one.triple for one in done.unheld}
