"""A publication written by the verb, as `mutugraph publish` calls it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.verb import Published, publish
from mutugraph.settings import Settings
from mutugraph.web.renderer import AppRenderer, app_over


def run(place: Path, files: Files, settings: Settings) -> Published:
    """Publishes these files into a folder."""
    workspace, engine = files.catalogue.workspace, files.catalogue.engine
    renderer = AppRenderer(partial(app_over, workspace, engine, files))
    try:
        return publish(place, files, renderer, settings, lambda _: None)
    finally:
        renderer.close()
