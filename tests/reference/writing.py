"""Writes national lists of a few rows, pinned as the repository's are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
HEADERS = {
    "epci.csv": "siren,nom,type,regime_fiscal,premiere_annee,derniere_annee,population_municipale",
    "membres.csv": "siren_epci,code_insee,siren_commune,nom,premiere_annee,derniere_annee",
}


def write_lists(workspace: Path, epci: Sequence[str], members: Sequence[str]) -> Path:
    """The folder of the lists in a workspace, with these rows and true pins."""
    folder = workspace / "data" / "ttl" / "national"
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("epci.csv", epci), ("membres.csv", members)):
        text = "".join(f"{row}\n" for row in (HEADERS[name], *rows))
        (folder / name).write_text(text, encoding="utf-8")
    pin(folder)
    return folder


def pin(folder: Path) -> None:
    """Writes `listes.toml` for the tables as they are."""
    about = (ROOT / "data/ttl/national/listes.toml").read_text(encoding="utf-8")
    parts = [about.partition("[fichiers.")[0]]
    for name, header in HEADERS.items():
        raw = (folder / name).read_bytes()
        columns = ", ".join(f'"{column}"' for column in header.split(","))
        count = raw.count(b"\n") - 1
        digest = hashlib.sha256(raw).hexdigest()
        parts.append(
            f'[fichiers."{name}"]\ncolonnes = [{columns}]\nlignes = {count}\nsha256 = "{digest}"\n'
        )
    (folder / "listes.toml").write_text("\n".join(parts), encoding="utf-8")
