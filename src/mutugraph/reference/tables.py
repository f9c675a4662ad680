"""Reads a table that a pinned list gives: CSV whose columns, length and SHA-256 are written apart.

A table that is cut, changed or of another shape is refused with its line: no fact is taken from it.
"""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mutugraph.errors import FileUnreadable, ListInvalid


def read_about(path: Path, name: str) -> Mapping[str, Any]:
    """The file that says what the tables of a folder are (TOML). Raises `ListInvalid`."""
    try:
        return tomllib.loads(content(path, name).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ListInvalid(path=name, line=1, detail="liste_encodage", value="") from error
    except tomllib.TOMLDecodeError as error:
        raise ListInvalid(path=name, line=1, detail="liste_toml", value=str(error)) from error


def read_table(path: Path, name: str, pinned: Mapping[str, Any]) -> list[Sequence[str]]:
    """The rows of a table without its header: row `n` of the list is line `n + 2` of the file.

    `name` is what messages show; `pinned` has `colonnes`, `lignes` and `sha256`.
    Raises `ListInvalid`, `FileUnreadable`.
    """
    raw = content(path, name)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ListInvalid(path=name, line=line, detail="liste_encodage", value="") from error
    rows = _rows(text, name)
    columns = list(pinned["colonnes"])
    if not rows or list(rows[0]) != columns:
        raise ListInvalid(path=name, line=1, detail="liste_entete", value=", ".join(columns))
    for line, row in enumerate(rows, 1):
        if len(row) != len(columns):
            raise ListInvalid(path=name, line=line, detail="liste_cellules", value=str(len(row)))
    expected, found = int(pinned["lignes"]), len(rows) - 1
    if found != expected or not text.endswith("\n"):
        detail = "liste_tronquee" if found <= expected else "liste_trop_longue"
        raise ListInvalid(path=name, line=len(rows), detail=detail, value=f"{found} / {expected}")
    digest = hashlib.sha256(raw).hexdigest()
    if digest != pinned["sha256"]:
        raise ListInvalid(path=name, line=1, detail="liste_modifiee", value=digest[:12])
    return rows[1:]


def _rows(text: str, name: str) -> list[Sequence[str]]:
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    rows: list[Sequence[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        line = reader.line_num
        raise ListInvalid(path=name, line=line, detail="liste_csv", value="") from error
    return rows


def content(path: Path, name: str) -> bytes:
    """The bytes of a file of a list. Raises `FileUnreadable`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(path=name, detail=error.strerror or str(error)) from error
