"""The two sides of a comparison: what each base holds, as written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mutugraph.control.base import base_root
from mutugraph.control.controlled import Controlled
from mutugraph.control.reading import read_paths, read_workspace
from mutugraph.turtle import read
from mutugraph.turtle.reading import Document
from mutugraph.workspace import FOLDERS, Workspace

HERE = "."
_DATA = "data/ttl"
_TURTLE = ".ttl"


@dataclass(frozen=True)
class Side:
    """A base that was read.

    A `whole` one has ontology, shapes, rules and queries of its own, and `workspace` is where they
    are; one of data alone is read with the project's.
    """

    workspace: Workspace
    controlled: Controlled
    whole: bool

    @cached_property
    def vocabulary(self) -> tuple[Document, ...]:
        """Ontology and shapes as written, without what reading makes of them."""
        base = self.workspace.namespaces.ids
        paths = [p for name in ("ontology", "shapes") for p in self.workspace.files(name, "ttl")]
        return tuple(read(path, name=self.workspace.name(path), base=base) for path in paths)

    @cached_property
    def texts(self) -> Mapping[str, bytes]:
        """What is compared line by line, by its name: queries, rules, lists."""
        paths = [path for name in FOLDERS for path in self.workspace.every_file(name)]
        return {
            self.workspace.name(path): path.read_bytes() for path in paths if path.suffix != _TURTLE
        }


@contextmanager
def both_sides(workspace: Workspace, before: str, after: str) -> Iterator[tuple[Side, Side]]:
    """Reads two bases; both are whole, or both are read as data alone.

    Raises as `base_root`, and the errors of reading.
    """
    with ExitStack() as stack:
        named = (str(workspace.root) if base == HERE else base for base in (before, after))
        roots = [stack.enter_context(base_root(base, workspace.root)) for base in named]
        whole = all(_is_whole(root) for root in roots)
        first, second = (_side(workspace, root, whole) for root in roots)
        yield first, second


def _is_whole(root: Path) -> bool:
    here = [name for name in FOLDERS if (root / name).is_dir()]
    return _DATA in here and len(here) > 1


def _side(workspace: Workspace, root: Path, whole: bool) -> Side:
    if whole:
        own = Workspace(root.resolve())
        return Side(own, read_workspace(own), whole)
    data = root / _DATA if (root / _DATA).is_dir() else root
    return Side(workspace, read_paths(workspace, [data]), whole)
