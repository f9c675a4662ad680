"""A workspace with the repository's data and, beside it, the fictitious schémas of the tests."""

from __future__ import annotations

import shutil
from pathlib import Path

from mutugraph.workspace import Workspace

FIXTURES = Path(__file__).parent / "fixtures"
FICTITIOUS = tuple(sorted(folder.name for folder in FIXTURES.glob("schema-*")))


def with_schemas(
    root: Path, repository: Workspace, names: tuple[str, ...], *, own: bool = True
) -> Workspace:
    """A workspace made in `root`; without `own`, the fictitious schémas alone, over the same law."""
    for folder in ("ontology", "queries", "shapes"):
        shutil.copytree(repository.root / folder, root / folder)
    data = root / "data" / "ttl"
    shutil.copytree(repository.root / "data" / "ttl", data)
    if not own:
        for folder in data.iterdir():
            if folder.name.isdigit():
                shutil.rmtree(folder)
    for name in names:
        for path in (FIXTURES / name).rglob("*.ttl"):
            place = data / path.relative_to(FIXTURES / name)
            assert not place.exists(), place
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
    return Workspace(root)
