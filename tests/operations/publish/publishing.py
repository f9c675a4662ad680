"""A publication written by the verb, as `mutugraph publish` calls it."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from mutugraph.engine.building import held_engine
from mutugraph.operations.publish.asking import ASKED, Heard
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.folder import MANIFEST, staged
from mutugraph.operations.publish.published_dataset import holdings_of
from mutugraph.operations.publish.verb import Published, publish
from mutugraph.pages import exports
from mutugraph.questions.catalogue import Catalogue
from mutugraph.reference.stated import stated_quads
from mutugraph.settings import Settings
from mutugraph.web.renderer import AppRenderer
from mutugraph.workspace import Workspace


def files_over(workspace: Workspace, settings: Settings) -> Files:
    """What a workspace publishes, over a store in memory."""
    stated = stated_quads(workspace)
    catalogue = Catalogue(workspace, Heard(held_engine(stated, workspace, settings)))
    return Files(catalogue, holdings_of(catalogue, stated), exports.published(catalogue))


def copied(site: Path, place: Path) -> None:
    """The same publication elsewhere, by links: no file of a publication is written into."""
    shutil.copytree(site, place, copy_function=os.link)


def run(place: Path, files: Files, settings: Settings) -> Published:
    """Publishes these files into a folder."""
    files = replace(files)  # of which nothing is made yet
    renderer = renderer_of(files)
    try:
        with staged(place) as folder:
            return publish(folder, files, renderer, settings, lambda _: None)
    finally:
        renderer.close()


def renderer_of(files: Files) -> AppRenderer:
    """The live site over these files, whose catalogue asks a `Heard`."""
    heard = files.catalogue.engine
    assert isinstance(heard, Heard)
    return AppRenderer(heard, files)


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
