"""The four folders that are the product, as an object: where the files are, never what they say."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import NamedNode

from mutugraph.errors import FileUnreadable, WorkspaceIncomplete, WorkspaceNotFound
from mutugraph.namespaces import Namespaces, read_namespaces
from mutugraph.settings import Settings
from mutugraph.terms import natural_key

FOLDERS = ("ontology", "data/ttl", "shapes", "queries")
PREFIXES = "ontology/prefixes.ttl"
REVISION_DIGITS = 12
_PACKAGE = Path(__file__).parent
_ON_DEMAND = "alignments"


@dataclass(frozen=True)
class Workspace:
    """One folder that holds `ontology/ data/ttl/ shapes/ queries/`.

    `packaged` says that it is the copy inside the installed package, which is never written to.
    The revision and the prefixes are read once: make a new object to see changed files.
    """

    root: Path
    packaged: bool = False

    @cached_property
    def namespaces(self) -> Namespaces:
        """The declared prefixes. Raises `PrefixesBroken`."""
        return read_namespaces(self.root / PREFIXES)

    @cached_property
    def revision(self) -> str:
        """12 hex digits of the SHA-256 over the sorted (path, bytes) of the four folders."""
        digest = hashlib.sha256()
        named = {self.name(path): path for path in self._all_files()}
        for name in sorted(named):
            content = _bytes(named[name])
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()[:REVISION_DIGITS]

    @property
    def data_files(self) -> list[Path]:
        """The Turtle files of `data/ttl/`, in natural order of their paths."""
        return self.files("data/ttl", "ttl")

    @property
    def ontology_files(self) -> list[Path]:
        """The Turtle files of `ontology/`, without the alignments, which are loaded on demand."""
        alignments = self.root / "ontology" / _ON_DEMAND
        return [p for p in self.files("ontology", "ttl") if alignments not in p.parents]

    @property
    def shape_files(self) -> list[Path]:
        """The Turtle files of `shapes/`."""
        return self.files("shapes", "ttl")

    @property
    def rule_files(self) -> list[Path]:
        """The CONSTRUCT rules, in the order in which they run."""
        return self.files("ontology/rules", "rq")

    @property
    def query_files(self) -> list[Path]:
        """The questions, and the queries that the program needs itself."""
        return self.files("queries", "rq")

    def files(self, folder: str, extension: str) -> list[Path]:
        """The files of a folder and below with an extension, in natural order of their paths."""
        return [p for p in self.every_file(folder) if p.suffix == f".{extension}"]

    def every_file(self, folder: str) -> list[Path]:
        """The files of a folder and below, in natural order of their paths."""
        return sorted(_files(self.root / folder), key=lambda path: natural_key(path.as_posix()))

    def name(self, path: Path) -> str:
        """How messages name a file: its path from the root, or as it is when outside."""
        whole = path.as_posix()  # as text: a run names some thousand times, which `Path` is slow at
        return whole.removeprefix(self._start) if whole.startswith(self._start) else str(path)

    def graph(self, path: Path) -> NamedNode:
        """The named graph of a file: `graphe/…` as below `data/ttl`, or `graphe/ontologie/…`."""
        name = self.name(path).removesuffix(path.suffix)
        first, _, rest = name.partition("/")
        if first == "ontology":
            name = f"ontologie/{rest}"
        return self.namespaces.graph(quote(name.removeprefix("data/ttl/")))

    def derived_graph(self, rule: str) -> NamedNode:
        """The named graph of what a rule derives."""
        return self.namespaces.graph(quote(f"deduit/{rule}"))

    @cached_property
    def _start(self) -> str:
        return f"{self.root.as_posix().rstrip('/')}/"

    def _all_files(self) -> Iterator[Path]:
        for folder in FOLDERS:
            yield from _files(self.root / folder)


def find_workspace(settings: Settings, cwd: Path | None = None) -> Workspace:
    """The workspace of this run: the one given, else a parent of `cwd`, else the packaged copy.

    Raises `WorkspaceIncomplete` for one that is given and lacks a folder, `WorkspaceNotFound`.
    """
    if settings.workspace is not None:
        root = settings.workspace.resolve()
        missing = [folder for folder in FOLDERS if not (root / folder).is_dir()]
        if missing:
            raise WorkspaceIncomplete(path=str(settings.workspace), missing=tuple(missing))
        return Workspace(root)
    here = (cwd or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if _holds_all(folder):
            return Workspace(folder)
    packaged, checkout = _PACKAGE / "_workspace", _PACKAGE.parent.parent
    if _holds_all(packaged):
        return Workspace(packaged, packaged=True)
    if _holds_all(checkout):
        return Workspace(checkout)
    raise WorkspaceNotFound(searched=(str(here),))


def _holds_all(root: Path) -> bool:
    return all((root / folder).is_dir() for folder in FOLDERS)


def _files(folder: str | Path) -> Iterator[Path]:
    """The files below a folder; hidden ones (editors', systems') are no part of the product."""
    try:
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if not entry.name.startswith(".")]
    except FileNotFoundError:
        return
    except OSError as error:
        raise FileUnreadable(path=str(folder), detail=error.strerror or str(error)) from error
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path)
        elif entry.is_file():
            yield Path(entry.path)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileUnreadable(path=str(path), detail=error.strerror or str(error)) from error
