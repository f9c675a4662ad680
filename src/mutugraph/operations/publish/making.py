"""What is made of a revision, and what is taken from the former one.

A document and the page of an entity are functions of what is said of it: where that is as it was
in the former publication, their files are taken from it and nothing is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b, sha256

from mutugraph.archive import rezipped
from mutugraph.engine.touching import Touching
from mutugraph.operations.publish.addresses import PAGE, TREES
from mutugraph.operations.publish.asking import ASKED, Asked, asked_for
from mutugraph.operations.publish.documents import MOST_INSTANCES, SYNTAXES
from mutugraph.operations.publish.files import SHAPES, Files, Share
from mutugraph.operations.publish.folder import Written
from mutugraph.operations.publish.linking import LINKS, Links
from mutugraph.operations.publish.published_dataset import Holdings
from mutugraph.operations.publish.resources import Resource
from mutugraph.operations.publish.site import OF_THE_WHOLE, Page, Pages
from mutugraph.operations.publish.sources import Sources
from mutugraph.operations.publish.tables import SHEETS, names
from mutugraph.questions.noting import noting
from mutugraph.workspace import FOLDERS

_VOCABULARY = "ontologie/"


@dataclass(frozen=True, slots=True)
class Documents:
    """The files of a resource, and the digest of what they are made of."""

    path: str
    source: str
    written: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Tabled:
    """The files of a table, and what was asked for them; None where they depend on more."""

    share: Share
    contents: Mapping[str, bytes]
    asked: Mapping[str, str] | None


@dataclass(frozen=True)
class Making:
    """What is made of a revision; `former` are the digests of what the former one was made of.

    `revision` is the former one, `program` the digest of what decides the bytes beside the data,
    `made_of` has the digests of what the documents were made of, `answered` those of the answers
    that were doubtful, `tabled` is what the tables asked.
    """

    pages: Pages
    files: Files
    resources: Mapping[str, Resource]
    former: Mapping[str, str]
    revision: str
    program: str
    made_of: dict[str, str] = field(default_factory=dict)
    answered: dict[str, str | None] = field(default_factory=dict)
    tabled: dict[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def holdings(self) -> Holdings:
        """The statements."""
        return self.files.holdings

    def taken(self) -> tuple[list[Documents], list[tuple[str, str]]]:
        """The documents that are those of the former publication; the others, each with its source.

        A source is the digest of what the files of a resource are made of.
        """
        taken, others = list[Documents](), list[tuple[str, str]]()
        for path, resource in self.resources.items():
            source = self._sources.source(resource)
            kept = self._kept_documents(path, source) if self.former.get(path) == source else None
            if kept:
                taken.append(kept)
            else:
                others.append((path, source))
        return taken, others

    def documents(self, sources: Iterable[tuple[str, str]]) -> list[Documents]:
        """The documents of these resources, each with its source, in the syntaxes published."""
        return [self._documents(self.resources[path], source) for path, source in sources]

    def doubtful(self) -> list[str]:
        """What the former pages asked and may be answered otherwise now."""
        texts = dict.fromkeys(text for asked in self._asked.values() for text in asked)
        touching = Touching(self.asked.data, self.data, self.holdings.namespaces)
        return [text for text in texts if touching.touched(text)]

    def answers(self, texts: Iterable[str]) -> list[tuple[str, str | None]]:
        """The digest of what each text is answered now."""
        return [(text, self.pages.renderer.heard.answers(text)) for text in texts]

    def model(self) -> bytes | None:
        """The model of the former publication, which depends on what all pages do."""
        return self.pages.place.read(SHAPES[0]) if self.asked.common == self.common else None

    def same_table(self, share: Share) -> Mapping[str, str] | None:
        """What a table asked that can only be that of the former publication; None: it may not."""
        asked = self._asked.get(_csv(share))
        return asked if asked is not None and self._same_answers(asked) else None

    def table(self, share: Share, same: Mapping[str, str] | None) -> Tabled:
        """The files of a table; where it can only be as it was, they bear the new revision."""
        folder, question = share
        files = {name: self.pages.place.read(f"{folder}/{name}") for name in names(question)}
        kept = {name: self._stamped(name, content) for name, content in files.items() if content}
        if same is not None and len(kept) == len(files):
            return Tabled(share, kept, same)
        with noting() as texts:
            made = self.files.make(*share)
        return Tabled(share, made, asked_for(texts, self.pages.renderer.heard.answers))

    def take(self, table: Tabled) -> Mapping[str, bytes]:
        """The files of a table that was made, of which is noted what it asked."""
        if table.asked is not None:
            self.tabled[_csv(table.share)] = table.asked
        return table.contents

    def _kept_documents(self, path: str, source: str) -> Documents | None:
        """The documents of the former publication, if all of them are there."""
        kept = [self.pages.place.keep(file) for file in documents_of([path], self.files.syntaxes)]
        found = tuple(one for one in kept if one)
        return Documents(path, source, found) if len(found) == len(kept) else None

    def shown(self, files: Sequence[str]) -> list[Page]:
        """These pages, made."""
        return self.pages.make(files)

    def same(self, file: str) -> bool:
        """Whether a page can only be that of the former publication."""
        resource = self.resources.get(file.removesuffix(PAGE))
        if resource is not None and self._same_page(resource):
            return True
        asked = self._asked.get(file)
        return asked is not None and file not in OF_THE_WHOLE and self._same_answers(asked)

    def kept(self, file: str) -> Page | None:
        """The page of the former publication, if it is as it was written."""
        linked = self.links.pages.get(file)
        return self.pages.keep(file, linked, self._asked.get(file)) if linked else None

    def _documents(self, resource: Resource, source: str) -> Documents:
        place, files = self.pages.place, documents_of([resource.path], self.files.syntaxes)
        space, syntaxes = self.holdings.namespaces, self.files.syntaxes
        triples = resource.triples(self.holdings)
        contents = (SYNTAXES[syntax].write(triples, space) for syntax in syntaxes)
        written = (place.put(file, body) for file, body in zip(files, contents, strict=True))
        return Documents(resource.path, source, tuple(written))

    def _stamped(self, name: str, content: bytes) -> bytes:
        """A file of the former publication with the new revision in it."""
        old, new = self.revision.encode(), self.holdings.workspace.revision.encode()

        def stamp(part: bytes) -> bytes:
            return part.replace(old, new)

        return rezipped(content, stamp) if name.endswith(SHEETS) else stamp(content)

    def _same_page(self, resource: Resource) -> bool:
        """Whether the page of a resource can only be as it was."""
        if not resource.path.startswith(TREES):
            return False
        if len(self.holdings.by_object.get(resource.node, ())) > MOST_INSTANCES:
            return False
        former = self.former.get(resource.path)
        return former is not None and former == self.made_of.get(resource.path)

    def _same_answers(self, asked: Mapping[str, str]) -> bool:
        """Whether all that a page of the former publication asked is answered as it was."""
        return all(self.answered.get(text, digest) == digest for text, digest in asked.items())

    @cached_property
    def data(self) -> Mapping[str, str]:
        """The digests of the statements."""
        return self.pages.renderer.heard.signatures

    @cached_property
    def asked(self) -> Asked:
        """What the former pages and tables asked."""
        return Asked.read(self.pages.place.read(ASKED))

    @cached_property
    def links(self) -> Links:
        """To what the former pages link."""
        return Links.read(self.pages.place.read(LINKS))

    @cached_property
    def _sources(self) -> Sources:
        return Sources.of(self.holdings, self._common)

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
        vocabulary = held.namespaces.graph(_VOCABULARY).value
        graphs = (quads for name, quads in held.graphs.items() if name.value.startswith(vocabulary))
        words = sorted(str(quad.triple) for quads in graphs for quad in quads)
        prefixes = repr(dict(held.namespaces.prefixes))
        shared = (self.program, self.pages.renderer.common, prefixes, *words)
        return blake2b("\0".join(shared).encode()).digest()


def documents_of(paths: Iterable[str], syntaxes: Sequence[str]) -> Iterator[str]:
    """The files of the documents of these resources."""
    return (f"{path}.{suffix}" for path in paths for suffix in syntaxes)


def _csv(share: Share) -> str:
    """The file of a table by which is noted what it asked."""
    folder, question = share
    return f"{folder}/{next(names(question))}"
