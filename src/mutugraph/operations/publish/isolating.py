"""A copy of the data with only some schémas, to publish them as if they were alone."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import NamedNode

from mutugraph.belonging import belonging
from mutugraph.turtle import canonical, read
from mutugraph.workspace import FOLDERS, Workspace

_DATA = "data/ttl"


def isolated(workspace: Workspace, schemas: Sequence[NamedNode], folder: Path) -> Workspace:
    """A copy of a workspace with only these schémas and what they share with the others.

    A file that keeps all its statements is the same; one that keeps none is not there. Raises what
    reading does.
    """
    for name in FOLDERS:
        if name != _DATA:
            shutil.copytree(workspace.root / name, folder / name)
    (folder / _DATA).mkdir(parents=True)
    for path in workspace.every_file(_DATA):
        if path.suffix != ".ttl":  # the lists and tables that every schéma reads
            copy = folder / path.relative_to(workspace.root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    files = [*workspace.data_files, *workspace.ontology_files]
    homes = {path: _home(workspace, path) for path in files}
    documents = {path: read(path, name=workspace.name(path)) for path in files}
    placed = [(homes[path], quad) for path, d in documents.items() for quad in d.quads]
    found = belonging(placed, workspace.namespaces)
    selections = [found.selection(schema) for schema in schemas]
    for path in workspace.data_files:
        quads = documents[path].quads
        kept = [q for q in quads if any(selected(homes[path], q) for selected in selections)]
        target = folder / path.relative_to(workspace.root)
        if kept:
            target.parent.mkdir(parents=True, exist_ok=True)
        if len(kept) == len(quads):
            shutil.copy(path, target)
        elif kept:
            target.write_text(canonical(kept, workspace.namespaces), encoding="utf-8")
    return Workspace(folder)


def _home(workspace: Workspace, path: Path) -> str:
    """The folder of a file, as the name of its graph has it."""
    graph = workspace.graph(path).value.removeprefix(workspace.namespaces.graph("").value)
    return graph.partition("/")[0]
