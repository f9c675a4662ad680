"""A publication written by the verb, as `mutugraph publish` calls it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from mutugraph.operations.publish.asking import Heard
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.verb import Published, publish
from mutugraph.settings import Settings
from mutugraph.web.renderer import AppRenderer, app_over


def run(place: Path, files: Files, settings: Settings) -> Published:
    """Publishes these files into a folder."""
    files = replace(files)  # of which nothing is made yet
    renderer = renderer_of(files)
    try:
        return publish(place, files, renderer, settings, lambda _: None)
    finally:
        renderer.close()


def renderer_of(files: Files) -> AppRenderer:
    """The live site over these files, whose catalogue asks a `Heard`."""
    heard = files.catalogue.engine
    assert isinstance(heard, Heard)
    return AppRenderer(partial(app_over, heard, files))
