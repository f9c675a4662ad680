"""Pages and documents, made in several processes, forked when all that they need is in memory.

A document and the page of an entity are functions of what is said of it: where that is as it was
in the former publication, their files are taken from it and nothing is made.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b, sha256
from typing import TypeVar

from pyoxigraph import NamedNode, Triple

from mutugraph.engine.touching import Touching
from mutugraph.errors import PublicationCut
from mutugraph.operations.publish.addresses import PAGE
from mutugraph.operations.publish.asking import Asked
from mutugraph.operations.publish.documents import MOST_INSTANCES, SYNTAXES
from mutugraph.operations.publish.folder import Written
from mutugraph.operations.publish.published_dataset import Holdings
from mutugraph.operations.publish.resources import Resource
from mutugraph.operations.publish.site import OF_THE_WHOLE, Page, Pages
from mutugraph.workspace import FOLDERS

_PROCESSES = min(2, os.cpu_count() or 1)  # a third is memory, and a core that others use
_CHUNK = 16  # some pages take a hundred times as long as others: both processes end together
Made = TypeVar("Made")
_DESCRIBED, _VOCABULARY = ("id/", "graphe/", "jeu/"), "ontologie"


@dataclass(frozen=True, slots=True)
class Documents:
    """The files of a resource, and the digest of what they are made of."""

    path: str
    source: str
    written: tuple[Written, ...]


@dataclass(frozen=True)
class Making:
    """What is made of a revision; `former` are the digests of what the former one was made of.

    `asked` is what the former pages asked, `program` is the digest of what decides the bytes beside
    the data, `made_of` has the digests of what the documents were made of, when they are.
    """

    pages: Pages
    holdings: Holdings
    resources: Mapping[str, Resource]
    former: Mapping[str, str]
    asked: Asked
    program: str
    made_of: dict[str, str] = field(default_factory=dict)

    def ready(self) -> None:
        """Reads what each process would read for itself."""
        self._asked  # noqa: B018
        self._touching  # noqa: B018

    def documents(self, paths: Iterable[str]) -> list[Documents]:
        """The documents of these resources, in every syntax."""
        return [self._documents(self.resources[path]) for path in paths]

    def shown(self, files: Iterable[str]) -> list[Page]:
        """These pages, those that have not changed taken from the former publication."""
        found: dict[str, Page] = {}
        for file in files:
            resource = self.resources.get(file.removesuffix(PAGE))
            asked = self._asked.get(file)
            same = resource is not None and self._same_page(resource)
            if same or (asked is not None and self._same_answers(file, asked)):
                kept = self.pages.keep(file, asked)
                if kept is not None:
                    found[file] = kept
        rest = [file for file in files if file not in found]
        return [*found.values(), *(self.pages.make(rest) if rest else ())]

    def _documents(self, resource: Resource) -> Documents:
        triples = resource.triples(self.holdings)
        source = self._source(resource, triples)
        files = list(documents_of([resource.path]))
        place = self.pages.place
        if self.former.get(resource.path) == source:
            kept = [one for one in map(place.keep, files) if one]
            if len(kept) == len(files):
                return Documents(resource.path, source, tuple(kept))
        space, syntaxes = self.holdings.namespaces, SYNTAXES.values()
        contents = (syntax.write(triples, space) for syntax in syntaxes)
        written = (place.put(file, body) for file, body in zip(files, contents, strict=True))
        return Documents(resource.path, source, tuple(written))

    def _same_page(self, resource: Resource) -> bool:
        """Whether the page of a resource can only be as it was; those of terms show their users."""
        node = resource.node
        if not resource.path.startswith(_DESCRIBED) or resource.path not in self.former:
            return False
        if len(self.holdings.by_object.get(node, ())) > MOST_INSTANCES:
            return False
        return self.former[resource.path] == self.made_of.get(resource.path)

    def _same_answers(self, file: str, asked: Mapping[str, str]) -> bool:
        """Whether all that a page of the former publication asked is answered as it was."""
        answers, touched = self.pages.renderer.answers, self._touching.touched
        return file not in OF_THE_WHOLE and all(
            not touched(text) or answers(text) == digest for text, digest in asked.items()
        )

    @cached_property
    def _touching(self) -> Touching:
        return Touching(self.asked.data, self.data, self.holdings.namespaces)

    @cached_property
    def data(self) -> Mapping[str, str]:
        """The digests of the statements."""
        return self.pages.renderer.signatures

    def _source(self, resource: Resource, triples: tuple[Triple, ...]) -> str:
        """The digest of what is said of a resource, and of all that its page may quote or name."""
        digest = blake2b(self._common, digest_size=12)
        for triple in triples:
            digest.update(str(triple).encode())
        if resource.graph:
            quads = self.holdings.graphs[resource.node]
            parts = sorted({self.holdings.part(quad) for quad in quads})
            digest.update(repr(parts).encode())
        if not resource.ontology:
            named = {t for triple in triples for t in (triple.subject, triple.object)}
            lines = self.holdings.naming_lines
            labels = {lines[one] for one in named if one in lines}
            own = {t.object for t in triples if t.subject == resource.node}
            words = self.holdings.namespaces.term("mut:mots")
            quoted = {
                str(quad.triple)
                for one in own
                if isinstance(one, NamedNode)
                for quad in self.holdings.by_subject.get(one, ())
                if quad.predicate == words
            }
            for line in sorted(labels | quoted):
                digest.update(line.encode())
        return digest.hexdigest()

    @cached_property
    def _asked(self) -> Mapping[str, Mapping[str, str]]:
        """What the former pages asked, where all that they depend on beside is as it was."""
        return self.asked.pages if self.asked.common == self.common else {}

    @cached_property
    def common(self) -> str:
        """The digest of what pages depend on beside answers: also the files that are no data."""
        digest, workspace = blake2b(self._common, digest_size=12), self.holdings.workspace
        data = set(workspace.data_files)
        for folder in FOLDERS:
            for path in workspace.every_file(folder):
                if path not in data:
                    digest.update(f"{workspace.name(path)}\0".encode())
                    digest.update(sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    @cached_property
    def _common(self) -> bytes:
        """What all depends on: the program, the vocabulary, what every page shows."""
        held = self.holdings
        words = sorted(str(q.triple) for q in held.quads if held.folder(q) == _VOCABULARY)
        prefixes = repr(dict(held.namespaces.prefixes))
        shared = (self.program, self.pages.renderer.common, prefixes, *words)
        return blake2b("\0".join(shared).encode()).digest()


def documents_of(paths: Iterable[str]) -> Iterator[str]:
    """The files of the documents of these resources."""
    return (f"{path}.{suffix}" for path in paths for suffix in SYNTAXES)


class Makers:
    """The processes that make; what they need was there when they were forked."""

    def __init__(self, executor: ProcessPoolExecutor) -> None:
        self._executor = executor

    def documents(self, paths: Iterable[str]) -> Iterator[Documents]:
        """The documents of these resources, begun at once.

        Raises `PublicationCut`, and what a process raises.
        """
        return self._each(_documents, paths)

    def pages(self, files: Iterable[str]) -> Iterator[Page]:
        """These pages. Raises as `documents`."""
        return self._each(_pages, files)

    def _each(
        self, make: Callable[[list[str]], list[Made]], items: Iterable[str]
    ) -> Iterator[Made]:
        with _whole():
            begun = self._executor.map(make, _chunks(items))
        return _told(begun)


def _told(begun: Iterator[list[Made]]) -> Iterator[Made]:
    with _whole():
        for made in begun:
            yield from made


@contextmanager
def makers(making: Making) -> Iterator[Makers]:
    """Processes for one publication, which end with it."""
    global _making  # noqa: PLW0603 - the way into a forked process
    _making = making
    making.ready()
    gc.freeze()  # what a collector touches is copied for each process
    context = multiprocessing.get_context("fork")
    executor = ProcessPoolExecutor(_PROCESSES, mp_context=context)
    try:
        yield Makers(executor)
    finally:
        executor.shutdown(cancel_futures=True)
        gc.unfreeze()
        _making = None


@contextmanager
def _whole() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool as error:
        raise PublicationCut(path=str(_making and _making.pages.place.place)) from error


_making: Making | None = None


def _documents(paths: list[str]) -> list[Documents]:
    assert _making is not None  # noqa: S101
    return _making.documents(paths)


def _pages(files: list[str]) -> list[Page]:
    assert _making is not None  # noqa: S101
    return _making.shown(files)


def _chunks(items: Iterable[str]) -> Iterator[list[str]]:
    every = list(items)
    for start in range(0, len(every), _CHUNK):
        yield every[start : start + _CHUNK]
