"""The schémas of several EPCI in one folder, taken apart so that each is judged on its own.

A folder named by a SIREN holds one EPCI's schéma, a folder named by an INSEE code a commune's acts;
the other files are shared. What the shared files say of an EPCI or of its communes is judged with
that EPCI; the rest of them (law, bodies) once, at the end. So neither time nor memory for one EPCI
depends on how many there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from mutugraph.control.controlled import Controlled
from mutugraph.control.reading import read_around, read_files, turtle_files, with_lists
from mutugraph.reference.national import NationalLists, read_national
from mutugraph.turtle.reading import Document
from mutugraph.workspace import Workspace

_SIREN = re.compile(r"\d{9}\Z")
_OWNER = re.compile(r"\d{5}\Z|\d{9}\Z|2[AB]\d{3}\Z")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:\d{9}|\d{5}|2[AB]\d{3})(?![0-9A-Za-z])")


def schemas_in(paths: Sequence[Path]) -> tuple[str, ...]:
    """The SIREN of the EPCI whose schémas one folder holds; none where it holds fewer than two."""
    if len(paths) != 1 or not paths[0].is_dir():
        return ()
    found = sorted(p.name for p in paths[0].iterdir() if p.is_dir() and _SIREN.match(p.name))
    return tuple(found) if len(found) > 1 else ()


@dataclass(frozen=True, slots=True)
class Part:
    """What is judged together: one EPCI, or what belongs to none (`siren` is None).

    `taken` are the folders that it holds, `named` its quads that the shared files point to.
    """

    siren: str | None
    controlled: Controlled
    taken: tuple[str, ...] = ()
    named: tuple[Quad, ...] = ()


@dataclass(frozen=True)
class Nation:
    """A folder of several EPCI's schémas; the shared files are read once."""

    workspace: Workspace
    folder: Path

    def epci(self, siren: str) -> Part:
        """One EPCI with its communes' acts. Raises the errors of reading."""
        documents = self._read(self.folder / siren)
        members = {siren, *self._members.get(siren, ()), *self._joined(documents, siren)}
        taken = tuple(sorted(n for n in members if n != siren and (self.folder / n).is_dir()))
        for name in taken:
            documents += self._read(self.folder / name)
        own = self._about(members)
        near = self._reached((*documents, *own)) - members
        around = (*self._plain, *self._about(near, members))
        named = (q for d in (*documents, *own) for q in d.quads if q.subject in self._pointed_to)
        whole = self._controlled((*documents, *own), around)
        return Part(siren, whole, (siren, *taken), tuple(named))

    def rest(self, taken: Iterable[str], named: Sequence[Quad]) -> Part:
        """What no EPCI has taken; `named` are the quads of the EPCI that it points to."""
        gone = set(taken)
        folders = [p for p in sorted(self.folder.iterdir()) if p.is_dir() and _OWNER.match(p.name)]
        left = [d for p in folders if p.name not in gone for d in self._read(p)]
        members = gone | {code for siren in gone for code in self._members.get(siren, ())}
        own = (*self._plain, *self._about(self._numbered.keys() - members, members))
        pointed = Document("", "", tuple(named), {})
        return Part(None, self._controlled((*left, *own), (pointed,)))

    @cached_property
    def _shared(self) -> tuple[Document, ...]:
        """The files that are in no authority's folder."""
        files = [
            file
            for entry in sorted(self.folder.iterdir())
            if not entry.name.startswith(".") and not (entry.is_dir() and _OWNER.match(entry.name))
            for file in _turtle(entry)
        ]
        return read_files(self.workspace, files)

    @cached_property
    def _vocabulary(self) -> Controlled:
        """The ontology, and what the project shares, without what the folder's own files say."""
        own = [f for d in self._shared if (f := Path(d.name)).is_file()]
        return read_around(self.workspace, own)

    @cached_property
    def _pointed_to(self) -> frozenset[NamedNode]:
        """What bears an authority's number and is named by what no EPCI here takes."""
        folders = {p.name for p in self.folder.iterdir()}
        known = folders.union(self._members, *self._members.values())
        orphans = self._about(self._numbered.keys() - known, known)
        objects = (q.object for d in (*self._plain, *orphans) for q in d.quads)
        return frozenset(o for o in objects if isinstance(o, NamedNode) and self._numbers(o))

    @cached_property
    def _members(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for siren, code in self._memberships(self._shared):
            found.setdefault(siren, set()).add(code)
        return found

    def _joined(self, documents: Iterable[Document], siren: str) -> Iterator[str]:
        return (code for epci, code in self._memberships(documents) if epci == siren)

    def _memberships(self, documents: Iterable[Document]) -> Iterator[tuple[str, str]]:
        link = self.workspace.namespaces.term("mut:membreDe")
        for quad in (q for d in documents for q in d.quads if q.predicate == link):
            for siren in self._numbers(quad.object):
                for code in self._numbers(quad.subject):
                    yield siren, code

    def _reached(self, documents: Iterable[Document]) -> set[str]:
        """The numbers of the authorities that documents name."""
        return {n for d in documents for q in d.quads for n in self._numbers(q.object)}

    def _about(self, numbers: Set[str], besides: Set[str] = frozenset()) -> tuple[Document, ...]:
        """The shared files, with only what they say of some authorities and not of others."""
        found: dict[int, dict[Quad, None]] = {}
        for number in sorted(numbers):
            for rank, quad in self._numbered.get(number, ()):
                if not besides & self._numbers(quad.subject):
                    found.setdefault(rank, {})[quad] = None
        return tuple(
            replace(self._shared[rank], quads=tuple(found[rank])) for rank in sorted(found)
        )

    @cached_property
    def _plain(self) -> tuple[Document, ...]:
        """The shared files, with only what bears no authority's number."""
        parts = (
            replace(d, quads=tuple(q for q in d.quads if not self._numbers(q.subject)))
            for d in self._shared
        )
        return tuple(part for part in parts if part.quads)

    @cached_property
    def _numbered(self) -> dict[str, list[tuple[int, Quad]]]:
        """The other shared quads, each with the rank of its file, by number."""
        found: dict[str, list[tuple[int, Quad]]] = {}
        for rank, document in enumerate(self._shared):
            for quad in document.quads:
                for number in self._numbers(quad.subject):
                    found.setdefault(number, []).append((rank, quad))
        return found

    def _numbers(self, node: object) -> frozenset[str]:
        """The SIREN and INSEE codes in the path of an entity."""
        if not isinstance(node, NamedNode) or not node.value.startswith(self._ids):
            return frozenset()
        return frozenset(_NUMBER.findall(node.value, len(self._ids)))

    @cached_property
    def _ids(self) -> str:
        return self.workspace.namespaces.ids

    def _read(self, folder: Path) -> tuple[Document, ...]:
        return read_files(self.workspace, turtle_files(folder))

    def _controlled(
        self, documents: tuple[Document, ...], context: tuple[Document, ...]
    ) -> Controlled:
        known = self._vocabulary
        whole = replace(known, documents=documents, context=(*context, *known.context))
        return with_lists(self.workspace, whole, self._lists)

    @cached_property
    def _lists(self) -> NationalLists | None:
        return read_national(self.workspace)


def _turtle(entry: Path) -> list[Path]:
    if entry.is_dir():
        return turtle_files(entry) if any(entry.rglob("*.ttl")) else []
    return [entry] if entry.suffix == ".ttl" else []
