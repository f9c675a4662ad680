"""What is made of a revision, and what is taken from the former one.

A document and the page of an entity are functions of what is said of it: where that is as it was
in the former publication, their files are taken from it and nothing is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b, sha256

from mutugraph.engine.touching import Touching
from mutugraph.operations.publish.addresses import PAGE
from mutugraph.operations.publish.asking import Asked
from mutugraph.operations.publish.documents import MOST_INSTANCES, SYNTAXES
from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.folder import Written
from mutugraph.operations.publish.linking import Links
from mutugraph.operations.publish.published_dataset import Holdings
from mutugraph.operations.publish.resources import Resource
from mutugraph.operations.publish.site import OF_THE_WHOLE, Page, Pages
from mutugraph.operations.publish.sources import Sources
from mutugraph.workspace import FOLDERS

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

    `asked` is what the former pages asked, `links` to what they link, `program` is the digest of
    what decides the bytes beside the data, `made_of` has the digests of what the documents were
    made of, `answered` those of the answers, when they are.
    """

    pages: Pages
    files: Files
    resources: Mapping[str, Resource]
    former: Mapping[str, str]
    asked: Asked
    links: Links
    program: str
    made_of: dict[str, str] = field(default_factory=dict)
    answered: dict[str, str | None] = field(default_factory=dict)

    @property
    def holdings(self) -> Holdings:
        """The statements."""
        return self.files.holdings

    def ready(self) -> None:
        """Reads what each process would read for itself."""
        self._asked  # noqa: B018
        self._touching  # noqa: B018
        for edition in self.files.editions:
            self.holdings.of_schema(edition.schema)

    def source(self, path: str) -> str:
        """The digest of what the files of a resource are made of."""
        return self._sources.source(self.resources[path])

    def documents(self, sources: Iterable[tuple[str, str]]) -> list[Documents]:
        """The documents of these resources, each with its source, in the syntaxes published."""
        return [self._documents(self.resources[path], source) for path, source in sources]

    def doubtful(self) -> list[str]:
        """What the former pages asked and may be answered otherwise now."""
        texts = dict.fromkeys(text for asked in self._asked.values() for text in asked)
        return [text for text in texts if self._touching.touched(text)]

    def answers(self, texts: Iterable[str]) -> list[tuple[str, str | None]]:
        """The digest of what each text is answered now."""
        return [(text, self.pages.renderer.answers(text)) for text in texts]

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
        files = list(documents_of([resource.path], self.files.syntaxes))
        place = self.pages.place
        if self.former.get(resource.path) == source:
            kept = [one for one in map(place.keep, files) if one]
            if len(kept) == len(files):
                return Documents(resource.path, source, tuple(kept))
        space, syntaxes = self.holdings.namespaces, self.files.syntaxes
        triples = resource.triples(self.holdings)
        contents = (SYNTAXES[syntax].write(triples, space) for syntax in syntaxes)
        written = (place.put(file, body) for file, body in zip(files, contents, strict=True))
        return Documents(resource.path, source, tuple(written))

    def _same_page(self, resource: Resource) -> bool:
        """Whether the page of a resource can only be as it was; those of terms show their users."""
        if not resource.path.startswith(_DESCRIBED):
            return False
        if len(self.holdings.by_object.get(resource.node, ())) > MOST_INSTANCES:
            return False
        former = self.former.get(resource.path)
        return former is not None and former == self.made_of.get(resource.path)

    def _same_answers(self, asked: Mapping[str, str]) -> bool:
        """Whether all that a page of the former publication asked is answered as it was."""
        touched = self._touching.touched
        return all(
            not touched(text) or self.answered.get(text) == digest for text, digest in asked.items()
        )

    @cached_property
    def _touching(self) -> Touching:
        return Touching(self.asked.data, self.data, self.holdings.namespaces)

    @cached_property
    def data(self) -> Mapping[str, str]:
        """The digests of the statements."""
        return self.pages.renderer.signatures

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
        words = sorted(str(q.triple) for q in held.quads if held.folder(q) == _VOCABULARY)
        prefixes = repr(dict(held.namespaces.prefixes))
        shared = (self.program, self.pages.renderer.common, prefixes, *words)
        return blake2b("\0".join(shared).encode()).digest()


def documents_of(paths: Iterable[str], syntaxes: Sequence[str]) -> Iterator[str]:
    """The files of the documents of these resources."""
    return (f"{path}.{suffix}" for path in paths for suffix in syntaxes)
