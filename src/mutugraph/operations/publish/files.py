"""Every published file that is no page: dumps, tables, catalogue, questions, by its path.

The live site and the static one send these very bytes. Each group is made once a revision, at first
use: the questions, VoID, what the catalogue distributes, the catalogue, the spreadsheets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import PurePosixPath

from pyoxigraph import Triple

from mutugraph.model.reading import read_model
from mutugraph.operations.ask import ask
from mutugraph.operations.publish.catalogue import (
    CATALOGUE,
    CUBE,
    construct,
    missing_files,
    services,
    with_files,
    with_periods_inside,
)
from mutugraph.operations.publish.catalogue import VOID as VOID_QUERY
from mutugraph.operations.publish.documents import SYNTAXES
from mutugraph.operations.publish.dumps import NAMES, dumps
from mutugraph.operations.publish.editions import Edition, editions
from mutugraph.operations.publish.published_dataset import Holdings
from mutugraph.operations.publish.questions import questions_json, questions_triples
from mutugraph.operations.publish.scdl import NAME as SCDL
from mutugraph.operations.publish.scdl import Deliberations, deliberations
from mutugraph.operations.publish.tables import (
    PACKAGE,
    SHEETS,
    Write,
    distributed,
    names,
    package,
    spreadsheets,
    table,
)
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import SCHEMA, Answered, Question
from mutugraph.turtle import canonical

SUMS = "SHA256SUMS"
CATALOGUES = ("catalogue.ttl", "catalogue.jsonld", "catalogue.rdf")
QUESTIONS = ("questions.json", "questions.ttl")
SHAPES = ("formes.ttl",)
VOID = (".well-known/void",)
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


DUMPED = "dumps"
Share = tuple[str, str]  # the folder of an édition, and this or the question of a table
MODEL: Share = ("", SHAPES[0])
SERVICES, CUBED = "services-publics.ttl", "cube.ttl"


@dataclass(frozen=True)
class Files:
    """The files of a revision; `write` is the exports' own writer of answers.

    `syntaxes` are those that each identifier is published in; `elsewhere` makes shares in other
    processes.
    """

    catalogue: Catalogue
    holdings: Holdings
    write: Write
    syntaxes: tuple[str, ...] = tuple(SYNTAXES)
    elsewhere: dict[Share, Callable[[], Mapping[str, bytes]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def all(self) -> Mapping[str, bytes]:
        """Every file by its path, in order. Raises what reading and the engine raise."""
        found = {**self.of_editions, **self.of_catalogue, **self.of_questions, **self.of_void}
        found |= self.of_shapes
        return {path: found[path] for path in sorted(found)}

    def one(self, path: str) -> bytes | None:
        """A file by its path, without making what has nothing to do with it."""
        return self.along(path).get(path)

    def along(self, path: str) -> Mapping[str, bytes]:
        """A file and those that are made with it; none where it is not published."""
        if path in QUESTIONS:
            return self.of_questions
        if path in VOID:
            return self.of_void
        if path in SHAPES:
            return self.of_shapes
        if path not in self.paths.union(CATALOGUES):
            return {}
        name = PurePosixPath(path)
        heavy = name.suffix.removeprefix(".") in SHEETS or name.name == SUMS
        return {**(self.of_editions if heavy else self.light), **self.of_catalogue}

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of the files of the datasets, none of which is made to know them."""
        found = set[str]()
        for edition, questions in self.tables.items():
            tables = (name for question in questions for name in names(question.id))
            own = (*NAMES, *tables, PACKAGE, SCDL, SERVICES, CUBED, SUMS)
            found.update(f"{edition.folder}/{name}" for name in own)
        return frozenset(found)

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        """The datasets that are published."""
        return editions(self.holdings)

    @cached_property
    def light(self) -> Mapping[str, bytes]:
        """The files of the datasets, spreadsheets excepted that nobody has made elsewhere."""
        return {path: content for edition in self.editions for path, content in self._of(edition)}

    @cached_property
    def of_editions(self) -> Mapping[str, bytes]:
        """The files of the datasets, spreadsheets and checksums included."""
        found = dict(self.light)
        for edition in self.editions:
            start = f"{edition.folder}/"
            for question in self.tables[edition]:
                if any(start + name not in found for name in names(question.id)):
                    made = spreadsheets(self._answer(edition, question.id), self.write)
                    found |= {start + name: content for name, content in made.items()}
            own = sorted(path for path in found if path.startswith(start))
            sums = (f"{sha256(found[n]).hexdigest()}  {n.removeprefix(start)}\n" for n in own)
            found[start + SUMS] = "".join(sums).encode()
        return found

    @cached_property
    def tables(self) -> Mapping[Edition, tuple[Question, ...]]:
        """The questions whose answers are the tables of each édition."""
        return {e: distributed(self.catalogue, self.holdings, e) for e in self.editions}

    @cached_property
    def of_questions(self) -> Mapping[str, bytes]:
        """The questions, as data."""
        asked = tuple(questions_triples(self.catalogue))
        content = (questions_json(self.catalogue), _turtle(asked, self.holdings))
        return dict(zip(QUESTIONS, content, strict=True))

    @cached_property
    def of_shapes(self) -> Mapping[str, bytes]:
        """The model as whole SHACL: the shapes of `shapes/`, completed from the ontology."""
        if made := self.elsewhere.get(MODEL):
            return made()
        described = read_model(self.catalogue.workspace)
        return {SHAPES[0]: _turtle(tuple(q.triple for q in described.quads), self.holdings)}

    @cached_property
    def of_void(self) -> Mapping[str, bytes]:
        """The description of the datasets (VoID §6.2)."""
        return {VOID[0]: _turtle(construct(self.catalogue, VOID_QUERY), self.holdings)}

    @cached_property
    def of_catalogue(self) -> Mapping[str, bytes]:
        """The catalogue, in each syntax."""
        namespaces = self.holdings.namespaces
        return {
            path: SYNTAXES[path.rpartition(".")[2]].write(self.described, namespaces)
            for path in CATALOGUES
        }

    @cached_property
    def deliberations(self) -> Mapping[str, Deliberations]:
        """The national file of each dataset, and what it cannot be filled with."""
        return {e.dataset.value: deliberations(self.catalogue, e) for e in self.editions}

    @cached_property
    def described(self) -> tuple[Triple, ...]:
        """The catalogue, with the size and checksum of each file."""
        triples = construct(self.catalogue, CATALOGUE)
        namespaces = self.holdings.namespaces
        known = self.light
        if missing_files(triples, known, namespaces):
            known = self.of_editions
        return with_periods_inside(with_files(triples, known, namespaces), namespaces)

    @property
    def missing(self) -> tuple[str, ...]:
        """What the catalogue distributes and is not there."""
        return missing_files(self.described, self.of_editions, self.holdings.namespaces)

    def make(self, folder: str, name: str) -> Mapping[str, bytes]:
        """A share of the files of an édition. Raises what reading and the engine raise."""
        edition = next(edition for edition in self.editions if edition.folder == folder)
        if name == DUMPED:  # with all else that needs to know what is of the édition
            offered = services(self.catalogue, self.holdings, edition)
            made = {SERVICES: _turtle(offered, self.holdings)}
            return made | dict(dumps(self.holdings, edition))
        answered = self._answer(edition, name)
        return {**table(answered, self.write), **spreadsheets(answered, self.write)}

    def _answer(self, edition: Edition, question: str) -> Answered:
        return ask(self.catalogue, question, {SCHEMA: edition.schema.value})

    def _shares(self, edition: Edition) -> Iterator[Mapping[str, bytes]]:
        for name in (DUMPED, *(question.id for question in self.tables[edition])):
            made = self.elsewhere.get((edition.folder, name))
            if made:
                yield made()
            elif name == DUMPED:
                yield self.make(edition.folder, name)
            else:
                yield table(self._answer(edition, name), self.write)

    def _of(self, edition: Edition) -> Iterator[tuple[str, bytes]]:
        made = {
            **{name: content for share in self._shares(edition) for name, content in share.items()},
            **package(self.catalogue, self.holdings, edition, self.tables[edition]),
            SCDL: self.deliberations[edition.dataset.value].content,
            CUBED: _turtle(construct(self.catalogue, CUBE, edition.schema), self.holdings),
        }
        for name, content in made.items():
            yield f"{edition.folder}/{name}", content


def media_type(path: str) -> str:
    """The media type of a published file, by its path."""
    return _MEDIA.get(PurePosixPath(path).suffix, "text/turtle" if "void" in path else "text/plain")


def _turtle(triples: tuple[Triple, ...], holdings: Holdings) -> bytes:
    return canonical(triples, holdings.namespaces).encode()
