"""What is proposed in a new workbook counts for nothing until a person confirms it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mutugraph.operations.new_book import new_book
from mutugraph.workbook.book import Book, Content, Grid
from mutugraph.workbook.interpreting import Interpretation, interpret
from mutugraph.workbook.known import read_known
from mutugraph.workbook.scope import scope_of
from mutugraph.workspace import Workspace

METZ = "200039865"
LE_MANS = "247200132"
TEXT = """Schéma de mutualisation
Vu l'article L. 5211-39-1 du code général des collectivités territoriales,
les 36 agents des services de Coulaines coûtent 1,5 M€, au 1er janvier 2016.
Coulaines et l'art. L5211-39-1 sont cités une seconde fois, pour 12 000 euros.
Le service compte 11,5 ETP, puis 12 équivalents temps plein.
"""


@pytest.fixture(scope="module")
def book(repository: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Book:
    path = tmp_path_factory.mktemp("document") / "schema.txt"
    path.write_text(TEXT, encoding="utf-8")
    return new_book(repository, LE_MANS, "2014-2020", document=path)


def rows(book: Book, sheet: str) -> list[dict[str, Content]]:
    found = next(one for one in book.sheets if one.name == sheet)
    titles = [column.title for column in found.columns]
    every = [dict(zip(titles, row, strict=True)) for row in found.rows]
    return [row for row in every if str(row["clé"]).startswith("proposition ")]


def read(workspace: Workspace, book: Book, *confirmed: str) -> Interpretation:
    known = read_known(workspace)

    def sure(grid: Grid) -> Grid:
        if "confirmer" not in grid.titles or grid.name not in confirmed:
            return grid
        rank = grid.titles.index("confirmer")
        done = [
            (n, [*c[:rank], "oui" if c[rank] == "non" else c[rank], *c[rank + 1 :]])
            for n, c in grid.rows
        ]
        return replace(grid, rows=done)

    grids = [sure(sheet.grid) for sheet in book.sheets]
    return interpret(known, scope_of(known, book.siren, book.edition), grids)


def test_what_is_recognized_is_proposed_with_its_words_and_its_line(book: Book) -> None:
    amounts = rows(book, "Montants")
    assert [(str(row["valeur"]), row["unité"], row["mots"]) for row in amounts] == [
        ("1.5", "M€", "1,5 M€"),
        ("12000", "€", "12 000 euros"),
        ("11.5", "ETP", "11,5 ETP"),
        ("12", "ETP", "12 équivalents temps plein"),
    ]
    (staff,) = rows(book, "Effectifs")
    assert (staff["nombre d'agents"], staff["endroit"]) == (36, "l. 3")
    (date,) = rows(book, "Événements")
    assert (date["début"], date["mots"]) == ("2016-01-01", "1er janvier 2016")
    named = [row["mots"] for row in rows(book, "Énoncés")]
    assert named == ["article L. 5211-39-1", "Coulaines", "L5211-39-1"]


def test_a_proposal_counts_for_nothing_until_it_is_confirmed(
    repository: Workspace, book: Book
) -> None:
    before = read(repository, book)
    kinds = {str(t.object).strip("<>").rpartition("/")[2] for t in before.triples}
    assert not kinds & {"Montant", "EffectifAnnonce", "Evenement", "Mention"}
    after = read(repository, book, "Montants")
    kinds = {str(t.object).strip("<>").rpartition("/")[2] for t in after.triples}
    assert "Montant" in kinds
    assert not kinds & {"EffectifAnnonce", "Evenement", "Mention"}
    assert {one.words for one in after.pending} >= {"1,5 M€", "12 000 euros"}
    assert not [f for f in after.faults if f.severity.value == "bloquant"]


def test_the_services_of_the_former_edition_are_proposed_in_the_next(
    repository: Workspace,
) -> None:
    book = new_book(repository, METZ, "2021-2026", previous="2016-2020")
    assert "Finances" in {row["libellé"] for row in rows(book, "Services")}
    follow = next(r for r in rows(book, "Continuité") if r["libellé"] == "Finances : suite")
    assert str(follow["service ancien"]).startswith("Finances [")
    assert (follow["service suivant"], follow["suite"]) == ("Finances", "Repris")
    told = read(repository, book, "Services", "Continuité")
    assert not [f for f in told.faults if f.severity.value == "bloquant"]
    linked = {str(t.object) for t in told.triples if str(t.predicate).endswith("serviceSuivant>")}
    assert any(one.endswith(f"/id/{METZ}/schema/2021-2026/service/finances>") for one in linked)
