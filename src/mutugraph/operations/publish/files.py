"""Every published file that is no page: dumps, tables, catalogue, questions, by its path.

The live site and the static one send these very bytes. They are made once a revision, at first use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import PurePosixPath

from pyoxigraph import Triple

from mutugraph.operations.publish.catalogue import (
    CATALOGUE,
    CUBE,
    SERVICES,
    VOID,
    construct,
    missing_files,
    with_files,
)
from mutugraph.operations.publish.documents import SYNTAXES
from mutugraph.operations.publish.dumps import dumps
from mutugraph.operations.publish.editions import Edition, editions
from mutugraph.operations.publish.holdings import Holdings
from mutugraph.operations.publish.questions import questions_json, questions_triples
from mutugraph.operations.publish.scdl import NAME as SCDL
from mutugraph.operations.publish.scdl import Deliberations, deliberations
from mutugraph.operations.publish.tables import Write, tables
from mutugraph.questions.catalogue import Catalogue
from mutugraph.turtle import canonical

SUMS = "SHA256SUMS"
_CATALOGUES = ("ttl", "jsonld", "rdf")
_MEDIA = {
    ".ttl": "text/turtle",
    ".trig": "application/trig",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
    ".nt": "application/n-triples",
    ".gz": "application/gzip",
    ".csv": "text/csv",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}


@dataclass(frozen=True)
class Files:
    """The files of a revision; `write` is the exports' own writer of answers."""

    catalogue: Catalogue
    holdings: Holdings
    write: Write

    @cached_property
    def all(self) -> Mapping[str, bytes]:
        """Every file by its path, in order. Raises what reading and the engine raise."""
        found = {**self.of_editions, **dict(self._descriptions())}
        return {path: found[path] for path in sorted(found)}

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """The datasets that are published."""
        return editions(self.holdings)

    @cached_property
    def of_editions(self) -> Mapping[str, bytes]:
        """The files that the datasets distribute, and their checksums."""
        return {path: content for edition in self.editions for path, content in self._of(edition)}

    @cached_property
    def deliberations(self) -> Mapping[str, Deliberations]:
        """The national file of each dataset, and what it cannot be filled with."""
        return {e.dataset.value: deliberations(self.catalogue, e) for e in self.editions}

    @cached_property
    def described(self) -> tuple[Triple, ...]:
        """The catalogue, with the size and checksum of each file."""
        triples = construct(self.catalogue, CATALOGUE)
        return with_files(triples, self.of_editions, self.holdings.namespaces)

    @property
    def missing(self) -> tuple[str, ...]:
        """What the catalogue distributes and is not there."""
        return missing_files(self.described, self.of_editions, self.holdings.namespaces)

    def _of(self, edition: Edition) -> Iterator[tuple[str, bytes]]:
        made = {
            **dict(dumps(self.holdings, edition)),
            **dict(tables(self.catalogue, self.holdings, edition, self.write)),
            SCDL: self.deliberations[edition.dataset.value].content,
            "services-publics.ttl": _turtle(construct(self.catalogue, SERVICES), self.holdings),
            "cube.ttl": _turtle(construct(self.catalogue, CUBE), self.holdings),
        }
        sums = (f"{sha256(made[name]).hexdigest()}  {name}\n" for name in sorted(made))
        made[SUMS] = "".join(sums).encode()
        for name, content in made.items():
            yield f"{edition.folder}/{name}", content

    def _descriptions(self) -> Iterator[tuple[str, bytes]]:
        namespaces = self.holdings.namespaces
        for suffix in _CATALOGUES:
            yield f"catalogue.{suffix}", SYNTAXES[suffix].write(self.described, namespaces)
        yield ".well-known/void", _turtle(construct(self.catalogue, VOID), self.holdings)
        asked = tuple(questions_triples(self.catalogue))
        yield "questions.json", questions_json(self.catalogue)
        yield "questions.ttl", _turtle(asked, self.holdings)


def media_type(path: str) -> str:
    """The media type of a published file, by its path."""
    return _MEDIA.get(PurePosixPath(path).suffix, "text/turtle" if "void" in path else "text/plain")


def _turtle(triples: tuple[Triple, ...], holdings: Holdings) -> bytes:
    return canonical(triples, holdings.namespaces).encode()
