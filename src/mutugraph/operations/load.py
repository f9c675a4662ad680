"""Builds the local store of a workspace."""

from __future__ import annotations

import shutil

from mutugraph.engine.building import Built, Progress, ensure_store
from mutugraph.errors import StoreBroken
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace


def load(workspace: Workspace, settings: Settings, *, progress: Progress | None = None) -> Built:
    """The complete store of the files as they are; one that does not open is built again.

    Raises what `ensure_store` raises; the stores built before are then untouched.
    """
    built = ensure_store(workspace, settings, progress=progress)
    try:
        built.open(workspace, settings)
    except StoreBroken:
        shutil.rmtree(built.folder, ignore_errors=True)
        built = ensure_store(workspace, settings, progress=progress)
    return built
