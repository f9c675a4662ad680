"""The schémas of several EPCI in one folder, taken apart so that each is judged on its own.

A folder named by a SIREN holds one EPCI's schémas, a folder named by an INSEE code the acts of a
commune; the other files are shared. What the shared files say of an EPCI or of its communes is
judged with that EPCI; the rest of them (law, bodies) once, at the end. So neither time nor memory
for one EPCI depends on how many there are.

Whom a shared entity is about is what the data say: an EPCI and a commune bear their numbers, and
what only one of them leads to is about that one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from mutugraph.belonging import OWNER
from mutugraph.control.controlled import Controlled
from mutugraph.control.reading import read_around, read_files, read_own, turtle_files, with_lists
from mutugraph.errors import IriInvalid, NameAmbiguous, UnknownName
from mutugraph.iris import slug
from mutugraph.reference.national import NationalLists, read_national
from mutugraph.terms import RDF_TYPE
from mutugraph.turtle.reading import Document
from mutugraph.workspace import Workspace

_SIREN = re.compile(r"\d{9}\Z")
_NUMBERS = ("mut:siren", "mut:codeInsee")
_AUTHORITIES = ("mut:EPCI", "mut:Commune")
_NOBODY: frozenset[str] = frozenset()
_NEAREST, _CLOSE = 3, 0.5


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
class ManyEpci:
    """A folder of several EPCI's schémas; the shared files are read once."""

    workspace: Workspace
    folder: Path

    @property
    def only(self) -> str:
        """The SIREN of the EPCI whose schémas are here, where it is one. Raises `NameAmbiguous`."""
        here = self._here
        if len(here) != 1:
            raise NameAmbiguous(kind="epci", name=self.folder.name, candidates=tuple(sorted(here)))
        return next(iter(here))

    @property
    def _here(self) -> set[str]:
        return {p.name for p in self.folder.iterdir() if p.is_dir() and _SIREN.match(p.name)}

    def siren(self, name: str) -> str:
        """The SIREN of the EPCI of a schéma here, called by it, its label or slug.

        Raises `UnknownName` with the nearest.
        """
        here = self._here
        if name.strip() in here:
            return name.strip()
        labels = self.workspace.namespaces.term("skos:prefLabel")
        others = self.workspace.namespaces.term("skos:altLabel")
        said = {
            _slug(q.object.value): min(numbers & here)
            for d in self._shared
            for q in d.quads
            if q.predicate in (labels, others) and isinstance(q.object, Literal)
            if (numbers := self._own.get(q.subject, _NOBODY)) & here
        }
        if _slug(name) in said:
            return said[_slug(name)]
        near = difflib.get_close_matches(_slug(name), said, _NEAREST, cutoff=_CLOSE)
        raise UnknownName(
            kind="epci", name=name, nearest=tuple(near) or tuple(sorted(here))[:_NEAREST]
        )

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
        folders = [p for p in sorted(self.folder.iterdir()) if p.is_dir() and OWNER.match(p.name)]
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
            if not entry.name.startswith(".") and not (entry.is_dir() and OWNER.match(entry.name))
            for file in _turtle(entry)
        ]
        return self._files(files)

    @cached_property
    def _vocabulary(self) -> Controlled:
        """The ontology, and what the project shares, without what the folder's own files say."""
        if self.folder == self.workspace.root / "data" / "ttl":
            return read_around(self.workspace, self.workspace.data_files)
        own = [f for d in self._shared if (f := Path(d.name)).is_file()]
        return read_around(self.workspace, own)

    @cached_property
    def _pointed_to(self) -> frozenset[NamedNode]:
        """What is in some authority's folder and is named by what no EPCI here takes."""
        folders = {p.name for p in self.folder.iterdir()}
        known = folders.union(self._members, *self._members.values())
        orphans = self._about(self._numbered.keys() - known, known)
        here = {q.subject for d in self._shared for q in d.quads}
        objects = (q.object for d in (*self._plain, *orphans) for q in d.quads)
        return frozenset(
            o
            for o in objects
            if isinstance(o, NamedNode) and o not in here and o.value.startswith(self._ids)
        )

    @cached_property
    def _members(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for siren, code in self._memberships(self._shared):
            found.setdefault(siren, set()).add(code)
        return found

    def _joined(self, documents: Sequence[Document], siren: str) -> Iterator[str]:
        return (code for epci, code in self._memberships(documents) if epci == siren)

    def _memberships(self, documents: Sequence[Document]) -> Iterator[tuple[str, str]]:
        link = self.workspace.namespaces.term("mut:membreDe")
        own = dict(self._named_by_number(q for d in documents for q in d.quads))
        for quad in (q for d in documents for q in d.quads if q.predicate == link):
            for siren in own.get(quad.object) or self._numbers(quad.object):
                for code in own.get(quad.subject) or self._numbers(quad.subject):
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
        """The numbers of the authorities that a shared entity is about."""
        return self._whose.get(node, _NOBODY)

    @cached_property
    def _own(self) -> dict[object, frozenset[str]]:
        """The EPCI and the communes that the shared files number."""
        return dict(self._named_by_number(q for d in self._shared for q in d.quads))

    @cached_property
    def _whose(self) -> dict[object, frozenset[str]]:
        quads = [q for d in self._shared for q in d.quads]
        found: dict[object, frozenset[str]] = dict(self._own)
        subjects = {q.subject for q in quads}
        leading: dict[object, set[object]] = {}
        for quad in quads:
            if quad.object in subjects and quad.object not in found:
                leading.setdefault(quad.object, set()).add(quad.subject)
        waiting = True
        while waiting:
            waiting = False
            for node, sources in leading.items():
                if node not in found and all(source in found for source in sources):
                    found[node] = frozenset().union(*(found[source] for source in sources))
                    waiting = True
        return found

    def _named_by_number(self, quads: Iterable[Quad]) -> Iterator[tuple[object, frozenset[str]]]:
        """The EPCI and the communes, each by the number that is the name of its folder."""
        term = self.workspace.namespaces.term
        classes = {term(name) for name in _AUTHORITIES}
        links = [term(name) for name in _NUMBERS]
        typed: set[object] = set()
        said: dict[object, dict[object, str]] = {}
        for quad in quads:
            if quad.predicate == RDF_TYPE and quad.object in classes:
                typed.add(quad.subject)
            elif quad.predicate in links:
                said.setdefault(quad.subject, {})[quad.predicate] = getattr(
                    quad.object, "value", ""
                )
        for node in typed:
            numbers = said.get(node, {})
            own = numbers.get(links[1]) or numbers.get(links[0])  # a commune's code, not its SIREN
            if own:
                yield node, frozenset({own})

    @cached_property
    def _ids(self) -> str:
        return self.workspace.namespaces.ids

    def _read(self, folder: Path) -> tuple[Document, ...]:
        return self._files(turtle_files(folder))

    def _files(self, files: Sequence[Path]) -> tuple[Document, ...]:
        inside = self.folder == self.workspace.root / "data" / "ttl"
        return (read_own if inside else read_files)(self.workspace, files)

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


def _slug(text: str) -> str:
    try:
        return slug(text)
    except IriInvalid:
        return ""
