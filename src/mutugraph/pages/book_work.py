"""What the process of a workbook does: writes that of an EPCI, or imports a stranger's."""

from __future__ import annotations

import json
import tempfile
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mutugraph.errors import UnknownName
from mutugraph.operations.export_book import export_book
from mutugraph.operations.import_book import import_book
from mutugraph.operations.new_book import new_book
from mutugraph.operations.processes import answering
from mutugraph.pages.reports.importing import as_json
from mutugraph.settings import Settings
from mutugraph.workbook.writing import WRITERS
from mutugraph.workspace import Workspace


def _work(workspace: Workspace, settings: Settings, asked: Mapping[str, Any]) -> object:
    if "wanted" in asked:
        wanted = asked["wanted"]
        content = _book(workspace, wanted["epci"], wanted["schema"], wanted["extension"])
        return {"content": b64encode(content).decode()}
    judge = "cells" not in asked
    return _import(workspace, settings, Path(asked["aside"]), Path(asked["book"]), judge=judge)


def _book(workspace: Workspace, epci: str, schema: str | None, extension: str) -> bytes:
    try:
        book = export_book(workspace, epci, schema).book
    except UnknownName:
        book = new_book(workspace, epci, schema)
    return WRITERS[extension](book)


def _import(
    workspace: Workspace, settings: Settings, aside: Path, path: Path, *, judge: bool
) -> object:
    tempfile.tempdir = str(aside)  # which goes whatever becomes of this process
    documents = sorted((aside / "documents").iterdir())
    done = import_book(
        workspace,
        settings,
        path,
        documents=documents,
        annotate=True,
        confined=True,
        judge=judge,
    )
    copy = WRITERS[path.suffix](done.annotated) if done.annotated else b""
    return {"report": json.loads(as_json(done)), "content": b64encode(copy).decode()}


if __name__ == "__main__":
    answering(_work)
