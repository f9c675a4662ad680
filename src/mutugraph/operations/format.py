"""The canonical layout of Turtle files: checked, or written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mutugraph.atomic import refuse_outside, write_file
from mutugraph.errors import FileMissing, MutugraphError
from mutugraph.terms import natural_key
from mutugraph.turtle import format_text, read
from mutugraph.workspace import Workspace

FOLDERS = ("ontology", "data/ttl", "shapes")
_SUFFIX = ".ttl"


@dataclass(frozen=True, slots=True)
class Formatted:
    """What was found, by the names of files.

    `changed` were not in the canonical layout (and now are, unless only checked), `refused` are
    left as they are, each with its error.
    """

    seen: int
    changed: tuple[str, ...]
    refused: tuple[tuple[str, MutugraphError], ...]


def format(workspace: Workspace, paths: Sequence[Path] = (), *, check: bool = False) -> Formatted:
    """Writes files in the canonical layout; by default those of the workspace.

    A folder means the Turtle files below it. With `check` nothing is written. A link that leads out
    of the workspace, or of the folder that is named, is refused. Raises `FileMissing` for a path
    that does not exist; every other fault is in the result.
    """
    files = _files(workspace, paths)
    changed: list[str] = []
    refused: list[tuple[str, MutugraphError]] = []
    for path in files:
        name = workspace.name(path)
        try:
            refuse_outside(path, _bounds(workspace, path, paths))
            text = read(path, name=name).text
            written = format_text(text, workspace.namespaces, name=name).encode()
            if written == path.read_bytes():
                continue
            if not check:
                write_file(path, written)
            changed.append(name)
        except MutugraphError as error:
            refused.append((name, error))
    return Formatted(len(files), tuple(changed), tuple(refused))


def _bounds(workspace: Workspace, path: Path, paths: Sequence[Path]) -> Path:
    """The folder that a file may not be led out of."""
    if path.absolute().is_relative_to(workspace.root):
        return workspace.root
    return next((named for named in paths if named.is_dir() and named in path.parents), path.parent)


def _files(workspace: Workspace, paths: Sequence[Path]) -> list[Path]:
    if not paths:
        return [path for folder in FOLDERS for path in workspace.files(folder, "ttl")]
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            below = (p for p in path.rglob(f"*{_SUFFIX}") if p.is_file())
            found.update(dict.fromkeys(sorted(below, key=lambda p: natural_key(p.as_posix()))))
        elif path.exists():
            found[path] = None
        else:
            raise FileMissing(path=str(path))
    return list(found)
