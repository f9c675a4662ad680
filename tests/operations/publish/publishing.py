"""A publication written by the verb, as `mutugraph publish` calls it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from mutugraph.operations.publish.asking import ASKED, Heard
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.folder import MANIFEST
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


def contents(folder: Path, revisions: Sequence[str]) -> dict[str, bytes]:
    """Every file but what tells of them; of a sheet or a text its members; no revision.

    A page, or the answer that it offers, bears the revision of its last change.
    """
    return dict(_contents(folder, revisions))


def _contents(folder: Path, revisions: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name in (MANIFEST, ASKED):
            continue
        name, content = path.relative_to(folder).as_posix(), path.read_bytes()
        if path.suffix in (".xlsx", ".ods", ".docx", ".odt"):
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                content = b"".join(book.read(member) for member in sorted(book.namelist()))
        for revision in revisions:
            content = content.replace(revision.encode(), b"REVISION")
        yield name, content
