"""The bill of materials of a release, in CycloneDX 1.6: what the lock installs, what is vendored.

It is made of the lock and of the manifests alone, so that the same files give the same bytes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?: *; *([^\\\n]+))?", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_STATIC = Path("src") / "mutugraph" / "pages" / "static"


def bill(root: Path, version: str) -> dict[str, Any]:
    """The bill as the JSON of CycloneDX, for the project of a folder."""
    components = [*pinned((root / "lock" / "run.txt").read_text(encoding="utf-8"))]
    components += [*_vendored(root / _STATIC)]
    own = f"pkg:pypi/mutugraph@{version}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": "mutugraph",
                "version": version,
                "purl": own,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": components,
        "dependencies": [{"ref": own, "dependsOn": [part["bom-ref"] for part in components]}],
    }


def pinned(lock: str) -> Iterator[dict[str, Any]]:
    """A component for each package of a lock, with the sums of the files that it may be."""
    starts = [*_PIN.finditer(lock)]
    for found, following in zip(starts, [*starts[1:], None], strict=True):
        name, version, condition = found.groups()
        block = lock[found.start() : following.start() if following else len(lock)]
        purl = f"pkg:pypi/{name}@{version}"
        files = [
            {"type": "distribution", "url": f"https://pypi.org/project/{name}/{version}/"}
            | {"hashes": [{"alg": "SHA-256", "content": sum}]}
            for sum in _HASH.findall(block)
        ]
        told = [{"name": "mutugraph:condition", "value": condition.strip()}] if condition else []
        yield {
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": version,
            "purl": purl,
            "externalReferences": files,
            "properties": told,
        }


def _vendored(static: Path) -> Iterator[dict[str, Any]]:
    """What pages are sent with: the packages of the editor, the fonts."""
    editor = tomllib.loads((static / "editor" / "manifest.toml").read_text(encoding="utf-8"))
    for name, facts in editor["packages"].items():
        purl = f"pkg:npm/{name.replace('@', '%40')}@{facts['version']}"
        yield {
            "type": "library",
            "bom-ref": purl,
            "name": name,
            "version": facts["version"],
            "purl": purl,
            "licenses": [{"license": {"id": facts["licence"]}}],
        }
    fonts = tomllib.loads((static / "fonts" / "manifest.toml").read_text(encoding="utf-8"))
    for family, facts in fonts.items():
        for name, checksum in facts["files"].items():
            yield {
                "type": "file",
                "bom-ref": f"font:{name}",
                "name": f"{family}/{name}",
                "hashes": [{"alg": "SHA-256", "content": checksum}],
            }
