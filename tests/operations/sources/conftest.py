"""A workspace of one document, whose passages a test states."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.questions.catalogue import Catalogue
from mutugraph.turtle import parse_text
from mutugraph.workspace import Workspace

TEXT = """Le schéma
1 Les effectifs
Ville de Metz\t36 agents
le service commun
2 Les services
le service commun, puis L’autre service
Ville de Metz\t36 agents
"""
FILE = "data/ttl/100/passages.ttl"
HEAD = """BASE <https://w3id.org/mutugraph/id/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX mut: <https://w3id.org/mutugraph/def/mutualisation/>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX spdx: <http://spdx.org/rdf/terms#>
"""
Stated = Callable[[str], Catalogue]


@pytest.fixture
def text() -> str:
    """The text of the document."""
    return TEXT


@pytest.fixture
def stated(repository: Workspace, tmp_path: Path) -> Stated:
    """A catalogue over a workspace that states these passages, its document beside it."""
    root = tmp_path / "workspace"
    for name in ("ontology", "queries", "shapes"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).symlink_to(repository.root / name)
    (root / "source").mkdir()
    (root / "source" / "document.txt").write_text(TEXT, encoding="utf-8")
    checksum = sha256(TEXT.encode()).hexdigest()
    around = f"""{HEAD}
<100/document/d> a mut:DocumentSource ; skos:prefLabel "Le document"@fr ;
    schema:name "document.txt" ; spdx:checksum <100/document/d/empreinte> .
<100/document/d/empreinte> spdx:checksumValue "{checksum}" .
<100/section/1> a mut:Section ; mut:deDocument <100/document/d> ; mut:ordre 1 .
<100/section/2> a mut:Section ; mut:deDocument <100/document/d> ; mut:ordre 2 .
"""

    def state(passages: str) -> Catalogue:
        (root / FILE).parent.mkdir(parents=True, exist_ok=True)
        (root / FILE).write_text(HEAD + passages, encoding="utf-8")
        (root / "data/ttl/100/document.ttl").write_text(around, encoding="utf-8")
        workspace = Workspace(root)
        quads = [
            quad
            for path in workspace.data_files
            for quad in parse_text(path.read_text(encoding="utf-8"), name=path.name).quads
        ]
        return Catalogue(workspace, EmbeddedEngine.of(quads, workspace.namespaces))

    return state
