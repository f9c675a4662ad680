from __future__ import annotations

import re
import shutil
from pathlib import Path

from mutugraph.control.findings import Step
from mutugraph.operations.validate import validate
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

PARTS = ("ontology", "data", "shapes", "queries")
LABEL = re.compile(r'(skos:prefLabel\s+)"', re.M)


def _fingerprints(root: Path, settings: Settings) -> set[tuple[str, str]]:
    report = validate(Workspace(root), settings, only=[Step.COHERENCE])
    return {(found.code, found.fingerprint) for found in report.findings}


def test_other_labels_and_other_lines_give_the_same_fingerprints(
    repository: Workspace, settings: Settings, tmp_path: Path
) -> None:
    root = tmp_path / "copy"
    for part in PARTS:
        shutil.copytree(repository.root / part, root / part)
    before = _fingerprints(root, settings)
    for path in (root / "data").rglob("*.ttl"):
        text = path.read_text(encoding="utf-8")
        path.write_text("\n\n\n" + LABEL.sub(r'\1"Autre ', text), encoding="utf-8")
    after = _fingerprints(root, settings)
    assert {code for code, _ in before} >= {"MUT401", "MUT420", "MUT450", "MUT499"}
    assert after ^ before == set()
