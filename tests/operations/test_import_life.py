"""What cannot have happened in the life of a schéma, typed in a workbook: told at its cell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from mutugraph.operations.export_book import export_book
from mutugraph.operations.import_book import Imported, import_book
from mutugraph.settings import Settings
from mutugraph.workbook.book import Book, Content, Sheet, cell_name
from mutugraph.workbook.writing import xlsx
from mutugraph.workspace import Workspace
from workbooks import FIXTURES, workspace_with

SIREN, EDITION, FIXTURE = "900100010", "2016-2020", "schema-des-deux-lacs"
FIRST_ROW = 3  # that of the example, below the help and the titles
Cells = dict[str, Content]


@dataclass(frozen=True)
class Typed:
    """A row that someone types, the rule that finds it, the column where it is told."""

    sheet: str
    cells: Cells
    code: str
    column: str
    said: str


ACT: Cells = {"nature de la ligne": "Convention", "partie": "Lacustre ; Rivage"}
JOINS: Cells = {"collectivité": "Rivage", "nature de l'adhésion": "Première adhésion"}
PAYS: Cells = {
    "exercice": 2017,
    "section budgétaire": "Fonctionnement",
    "objet du flux": "Dotation",
    "montant réglé": 5,
    "unité": "€",
}
CASES = {
    "an end before its effect": Typed(
        "Conventions",
        {
            **ACT,
            "date": date(2017, 1, 1),
            "date d'effet": date(2017, 2, 1),
            "dernier jour": date(2017, 1, 31),
        },
        "MUT140",
        "dernier jour",
        "avant de prendre effet",
    ),
    "an avenant of nothing": Typed(
        "Conventions",
        {"nature de la ligne": "Avenant", "rang d'avenant": 1, "date": date(2017, 1, 1)},
        "MUT311",
        "acte modifié",
        "n'a pas d'acte modifié",
    ),
    "an act with a blank number": Typed(
        "Conventions",
        {**ACT, "identifiant": "n° … du …", "date": date(2017, 1, 1)},
        "MUT143",
        "identifiant",
        "n° … du …",
    ),
    "two adhesions at once": Typed(
        "Adhésions",
        {
            **JOINS,
            "collectivité": "Lacustre",
            "service": "Informatique",
            "date d'effet": date(2018, 1, 1),
        },
        "MUT145",
        "date d'effet",
        "Lacustre",
    ),
    "a commune that is not yet a member": Typed(
        "Adhésions",
        {
            **JOINS,
            "service": "Eau",
            "date d'effet": date(2013, 6, 1),
            "dernier jour": date(2014, 6, 1),
        },
        "MUT147",
        "date d'effet",
        "n'est membre que depuis le",
    ),
    "a commune that is no longer a member": Typed(
        "Adhésions",
        {**JOINS, "service": "Achats", "date d'effet": date(2025, 1, 1)},
        "MUT147",
        "date d'effet",
        "n'est plus membre depuis le",
    ),
    "a payment to oneself": Typed(
        "Flux",
        {**PAYS, "débiteur": "Lacustre", "créditeur": "Lacustre"},
        "MUT148",
        "créditeur",
        "verse et reçoit",
    ),
    "a share of 120 %": Typed(
        "Clés",
        {
            "service": "Informatique",
            "exercice": 2018,
            "unité d'œuvre": "Poste",
            "collectivité": "Lacustre",
            "part en pour cent": 120,
        },
        "MUT317",
        "part en pour cent",
        "au-dessus de ce qui est possible",
    ),
    "a year that is no exercice": Typed(
        "Suivi",
        {
            "nature de la ligne": "État d'avancement",
            "service": "Informatique",
            "exercice": 217,
            "état": "Prévu",
        },
        "MUT318",
        "exercice",
        "au-dessous de ce qui est possible",
    ),
    "an opinion before its sending": Typed(
        "Actes",
        {
            "nature de la ligne": "Délibération",
            "auteur": "Rivage",
            "identifiant": "9",
            "date": date(2015, 9, 1),
            "sens de l'avis": "Favorable",
            "schéma visé par l'avis": "Schéma de mutualisation des Deux Lacs 2016-2020",
        },
        "MUT150",
        "date",
        "précède l'envoi du projet",
    ),
}
SHARED: Cells = {
    "source": "essai",
    "statut de vérification": "À vérifier",
    "schéma": "Schéma de mutualisation des Deux Lacs 2016-2020",
}


def with_row(sheet: Sheet, typed: dict[str, Cells]) -> Sheet:
    """The sheet with rows more, each under its name."""
    titles = [column.title for column in sheet.columns]
    rows = list(sheet.rows)
    for name, cells in typed.items():
        said = {**SHARED, "libellé": name, **cells}
        assert {*said} <= {*titles}, {*said} - {*titles}
        rows.append(tuple(said.get(title) for title in titles))
    return replace(sheet, rows=tuple(rows))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, repository: Workspace) -> Workspace:
    return workspace_with(tmp_path_factory.mktemp("vie") / "espace", repository, FIXTURE)


@pytest.fixture(scope="module")
def book(exported: Workspace) -> Book:
    """The workbook of the fixture with all the faults, each a row of its own."""
    done = export_book(exported, SIREN, EDITION).book
    return replace(
        done,
        sheets=tuple(
            with_row(s, {n: c.cells for n, c in CASES.items() if c.sheet == s.name})
            for s in done.sheets
        ),
    )


@pytest.fixture(scope="module")
def imported(exported: Workspace, book: Book, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    folder = tmp_path_factory.mktemp("classeur")
    path = folder / "classeur.xlsx"
    path.write_bytes(xlsx(book))
    documents = sorted((FIXTURES / FIXTURE).glob("*.txt"))
    settings = Settings.read({}, store=folder / "store")
    return import_book(exported, settings, path, documents=documents)


@pytest.mark.parametrize("case", CASES)
def test_each_fault_is_told_at_its_cell_with_a_remedy(
    imported: Imported, book: Book, case: str
) -> None:
    typed = CASES[case]
    (sheet,) = (s for s in book.sheets if s.name == typed.sheet)
    titles = [column.title for column in sheet.columns]
    named = [row[titles.index("libellé")] for row in sheet.rows]
    cell = cell_name(titles.index(typed.column), named.index(case) + FIRST_ROW)
    told = {(f.sheet, f.cell, f.code): f for f in imported.faults}
    assert (typed.sheet, cell, typed.code) in told, sorted(told)
    fault = told[typed.sheet, cell, typed.code]
    assert typed.said in fault.message
    assert fault.correction.endswith(".")
    assert imported.refused
