"""Edits made in a real file give exactly the changes that they mean, in sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from mutugraph.operations.export_book import export_book
from mutugraph.operations.import_book import import_book
from mutugraph.pages.reports.importing import as_json
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace
from spreadsheets import Pages, pages, save
from workbooks import FIXTURES, METZ, workspace_with

FIXTURE, SIREN = "schema-sans-fiches", "900200027"
DOCUMENT = FIXTURES / FIXTURE / "projet-val-clair.txt"
FIRST = 4  # below the help, the titles and the example
STATEMENT = {"nature de la ligne": "Énoncé", "type d'énoncé": "Principe"}


@dataclass
class Import:
    """An export of a schéma, edited and imported again; nothing is written."""

    workspace: Workspace
    settings: Settings
    path: Path

    def of(self, siren: str, edit: Callable[[Pages], None], documents: Sequence[Path]) -> list[str]:
        """The sentences of the changes; nothing blocks."""
        sheets = pages(export_book(self.workspace, siren).book)
        edit(sheets)
        save(sheets, self.path)
        done = import_book(
            self.workspace, self.settings, self.path, documents=documents, remove=True
        )
        assert not done.refused, done.faults
        told: list[str] = json.loads(as_json(done))["changements"]
        return sorted(told)


@pytest.fixture
def small(tmp_path: Path, repository: Workspace, settings: Settings) -> Import:
    workspace = workspace_with(tmp_path / "espace", repository, FIXTURE)
    return Import(workspace, settings, tmp_path / "classeur.xlsx")


def test_each_kind_of_edit_is_what_it_means(small: Import) -> None:
    def edit(sheets: Pages) -> None:
        services, forms, statements = (sheets[n] for n in ("Services", "Formes", "Énoncés"))
        services.write(FIRST, libellé="Médiathèque", nature="Support")
        last = str(forms.read(forms.last, "libellé"))
        kept = str(services.read(services.last, "modalité")).replace(f" ; {last}", "")
        services.write(services.last, modalité=kept)
        del forms.rows[-1]
        words = "maintenir un accueil"
        statements.write(statements.last + 1, libellé="Un accueil", mots=words, **STATEMENT)

    assert small.of(SIREN, edit, [DOCUMENT]) == sorted(
        [
            "Médiathèque : libellé Lecture publique → Médiathèque",
            "Médiathèque : est de nature Opérationnel → Support",
            "Voirie, 2018-2019 : service commun : retiré.",
            "Voirie : a pour modalité Voirie, 2018-2019 : service commun → (rien)",
            "Un accueil : ajouté.",
            "§2, l. 15 : ajouté.",
        ]
    )


def test_a_successor_edition_is_what_was_entered_and_nothing_else(small: Import) -> None:
    def edit(sheets: Pages) -> None:
        schemas, services, follow = (sheets[n] for n in ("Schéma", "Services", "Continuité"))
        name = "Suite du projet"
        schemas.write(
            FIRST + 1,
            **{"nature de la ligne": schemas.read(FIRST, "nature de la ligne")},
            libellé=name,
            titre=name,
            description="Ce qui suit le projet.",
            EPCI=schemas.read(FIRST, "EPCI"),
            début=2021,
            fin=2024,
            identifiant="2021-2024",
            prédécesseur=schemas.read(FIRST, "libellé"),
            mots="PROJET DE MUTUALISATION",
        )
        left = "porteur ; mode de financement ; modalité"
        words = "Ce que nous partageons"
        new = {"libellé": "Archives", "nature": "Support", "schéma": name, "mots": words}
        services.write(services.last + 1, non_imprimé=left, **new)
        link = {"service ancien": "Voirie", "service suivant": "Archives", "suite": "Repris"}
        follow.write(FIRST, libellé="La voirie", schéma=name, mots="La voirie", **link)

    assert small.of(SIREN, edit, [DOCUMENT]) == sorted(
        [
            "Suite du projet : ajouté.",
            "Archives : ajouté.",
            "La voirie : ajouté.",
            "§1, l. 1 : ajouté.",
            "§1, l. 7 : ajouté.",
            "§2, l. 10 : ajouté.",
        ]
    )


def test_edits_of_metz_are_what_they_mean(
    repository: Workspace, shared: Path, settings: Settings, tmp_path: Path
) -> None:
    """The amount is of Metz Métropole; the standard is on sheet 18, « Logistique »."""

    def edit(sheets: Pages) -> None:
        services, amounts, statements = (sheets[n] for n in ("Services", "Montants", "Énoncés"))
        assert services.read(FIRST, "libellé") == "Assurances"
        services.write(FIRST, libellé="Assurances et sinistres")
        assert amounts.read(FIRST, "caractère") == "Constaté"
        amounts.write(FIRST, caractère="Prévu")
        assert statements.read(statements.last, "mots") == "norme ISO14001"
        del statements.rows[-1]
        name, words = "La norme est à appliquer", "norme ISO14001"  # where its passage is
        statements.write(statements.last + 1, libellé=name, mots=words, **STATEMENT)

    document = shared / "source" / "deliberation-metz-2015-11-26.txt"
    importing = Import(repository, settings, tmp_path / "metz.ods")
    assert importing.of(METZ, edit, [document]) == sorted(
        [
            "Assurances et sinistres (fiche 7) : libellé Assurances → Assurances et sinistres",
            "Metz Métropole — DCSI, hausse de fonctionnement de 2011 à 2012"
            " : a pour caractère Constaté → Prévu",
            "Logistique — Nomme la norme ISO 14001, à appliquer à la Ville de Metz (fiche 18)"
            " : retiré.",
            "La norme est à appliquer : ajouté.",
        ]
    )
