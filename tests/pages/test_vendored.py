"""What is vendored is what its manifest says."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

from mutugraph.pages.rendering import TEMPLATES

STATIC = TEMPLATES.parent / "static"
SCRIPTS = 30_000


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_fonts_are_those_of_their_manifest() -> None:
    manifest = tomllib.loads((STATIC / "fonts" / "manifest.toml").read_text(encoding="utf-8"))
    stated = {name: sha for family in manifest.values() for name, sha in family["files"].items()}
    assert stated == {p.name: _checksum(p) for p in (STATIC / "fonts").glob("*.woff2")}


def test_the_editor_is_that_of_its_manifest() -> None:
    manifest = tomllib.loads((STATIC / "editor" / "manifest.toml").read_text(encoding="utf-8"))
    bundle = manifest["bundle"]
    assert _checksum(STATIC / "editor" / bundle["file"]) == bundle["sha256"]
    sources = {p.name: _checksum(p) for p in (STATIC / "editor").glob("*.js")}
    assert sources == {**manifest["sources"], bundle["file"]: bundle["sha256"]}
    licences = (STATIC / "editor" / "LICENSES.txt").read_text(encoding="utf-8")
    assert all(package in licences for package in manifest["packages"])


def test_the_scripts_of_the_pages_are_light() -> None:
    assert sum(p.stat().st_size for p in STATIC.glob("*.js")) < SCRIPTS
