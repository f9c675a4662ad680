"""Each question with a second schéma in the store: the first one's answers do not change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mutugraph.engine.building import open_engine
from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import INTERNAL, QUALITY, Catalogue
from mutugraph.questions.model import Value
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

Row = tuple[Value, ...]
Rows = Callable[..., list[Row]]
ROOT = Path(__file__).parent.parent.parent
FIXTURE = Path(__file__).parent.parent / "fixtures" / "schema-fictif"
FIRST, SECOND = "200039865", "900000001"
IDS = sorted(
    p.stem for p in Workspace(ROOT).query_files if p.parent.name not in (INTERNAL, QUALITY)
)
SHARED = {"versions-d-articles", "jeux-de-donnees"}  # of the law and the catalogue, not of a schéma
# what its document prints, read from tests/fixtures/schema-fictif/document.txt
EXPECTED: dict[str, list[Row]] = {
    "montants": [(12, "K€", "Coût du partage de matériel", "2019", "§5, l. 64")],
    "mesures": [
        (
            "Prêts de matériel",
            40,
            "prêts",
            None,
            "2019",
            "Partage de matériel",
            "§5, l. 64",
        )
    ],
    "cooperations": [
        (
            "Partage de matériel",
            "intra",
            "Convention",
            "2018",
            "Communauté de communes des Trois Rivières ; Rivebelle",
        )
    ],
    "communes": [("Rivebelle", "99901", 120), ("Valcombe", "99902", 14), ("Montclair", "99903", 6)],
    "communes-par-taille": [
        ("Communes de moins de 500 habitants", 2, 20),
        ("Communes de plus de 500 habitants", 1, 120),
    ],
    "lacunes-source": [
        ("Partie 5, carte des communes : figure", "figure_perdue", "La carte n'est pas connue.")
    ],
    "autorites": [
        ("hierarchique", "Directeur", "§5, l. 68"),
        ("fonctionnelle", "Maire", "§5, l. 68"),
    ],
    "succession-instances": [("Groupe des secrétaires", "Comité technique")],
    "attributions": [
        ("Comité des maires", "vote", "Comité des maires : vote le bilan", "§5, l. 69")
    ],
    "chronologie": [("2022", None, "annee", "Premier bilan attendu", "§4, l. 60")],
    "organismes-cites": [],
}


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, repository: Workspace) -> Rows:
    root = tmp_path_factory.mktemp("both")
    for folder in ("ontology", "queries", "shapes"):
        shutil.copytree(repository.root / folder, root / folder)
    data = root / "data" / "ttl"
    shutil.copytree(repository.root / "data" / "ttl", data)
    for path in FIXTURE.rglob("*.ttl"):
        place = data / path.relative_to(FIXTURE)
        assert not place.exists(), place
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    workspace = Workspace(root)
    store = tmp_path_factory.mktemp("store")
    catalogue = Catalogue(workspace, open_engine(workspace, Settings(store=store)))

    def of(id: str, **params: str) -> list[Row]:
        return list(ask(catalogue, id, params).rows)

    return of


@pytest.mark.parametrize("id", sorted(set(IDS) - SHARED))
def test_the_first_schema_answers_as_if_it_were_alone(id: str, rows: Rows, both: Rows) -> None:
    assert both(id, epci=FIRST) == rows(id)


@pytest.mark.parametrize("id", sorted(set(IDS) - SHARED))
def test_without_epci_each_schema_answers_in_turn(id: str, both: Rows) -> None:
    assert both(id) == [*both(id, epci=FIRST), *both(id, epci=SECOND)]


@pytest.mark.parametrize("id", sorted(EXPECTED))
def test_the_second_schema_answers_what_its_document_prints(id: str, both: Rows) -> None:
    assert both(id, epci="communaute-de-communes-des-trois-rivieres") == EXPECTED[id]
