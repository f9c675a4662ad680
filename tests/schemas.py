"""A workspace with the repository's data and, beside it, the fictitious schémas of the tests."""

from __future__ import annotations

import shutil
from pathlib import Path

from mutugraph.engine.building import ensure_store
from mutugraph.questions.catalogue import Catalogue
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace
from once import once

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "tests" / "fixtures"
FIRST = "200039865"  # the repository's own
RIVERS, LAKES, VALLEY = "900000001", "900100010", "900200027"
FICTITIOUS = {RIVERS: "schema-fictif", LAKES: "schema-des-deux-lacs", VALLEY: "schema-sans-fiches"}

CONTAINED = """BASE <https://w3id.org/mutugraph/id/>
PREFIX dct: <http://purl.org/dc/terms/>
<900000001/schema/2021-2026> dct:isPartOf <900000001/document/schema-2021-2026> .
"""


def small_workspace(root: Path, repository: Path) -> None:
    """Makes in `root` a workspace of the fictitious schéma alone, without the law."""
    for folder in ("ontology", "shapes", "queries"):
        shutil.copytree(repository / folder, root / folder)
    data, shared = root / "data" / "ttl", repository / "data" / "ttl"
    own = FIXTURES / FICTITIOUS[RIVERS]
    shutil.copytree(own, data, ignore=shutil.ignore_patterns("*.md", "*.txt"))
    for path in data.rglob("*.ttl"):  # the law that it names is not copied
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "<droit/" not in line), encoding="utf-8")
    shutil.copytree(shared / "jeux", data / "jeux")
    shutil.copy(shared / "references-externes.ttl", data)
    (data / RIVERS / "contenu.ttl").write_text(CONTAINED, encoding="utf-8")


def with_schemas(
    root: Path, repository: Workspace, names: tuple[str, ...], *, own: bool = True
) -> Workspace:
    """A workspace made in `root`; without `own`, these schémas alone, over the same law."""
    for folder in ("ontology", "queries", "shapes"):
        shutil.copytree(repository.root / folder, root / folder)
    data = root / "data" / "ttl"
    shutil.copytree(repository.root / "data" / "ttl", data)
    if not own:
        for place in data.iterdir():
            if place.name.isdigit():
                shutil.rmtree(place)
    for name in names:
        for path in (FIXTURES / name).rglob("*.ttl"):
            place = data / path.relative_to(FIXTURES / name)
            assert not place.exists(), place
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
    return Workspace(root)


def catalogue_of(
    folder: Path, repository: Workspace, names: tuple[str, ...], *, own: bool = True
) -> Catalogue:
    """The questions over these schémas, in a workspace and a store made once in `folder`."""

    def make(aside: Path) -> None:
        workspace = with_schemas(aside / "workspace", repository, names, own=own)
        ensure_store(workspace, Settings.read({}, store=aside / "store"))

    once(folder, make)
    workspace, settings = Workspace(folder / "workspace"), Settings.read({}, store=folder / "store")
    return Catalogue(workspace, ensure_store(workspace, settings).open(workspace, settings))
