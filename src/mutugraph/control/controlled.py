"""What is controlled: the documents that were read, and the words to speak of their entities."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad

from mutugraph.control.changes import Changes
from mutugraph.messages import message
from mutugraph.namespaces import Namespaces
from mutugraph.reference.national import NationalLists
from mutugraph.terms import RDF_TYPE
from mutugraph.turtle.reading import Document


@dataclass(frozen=True)
class Controlled:
    """The documents under control, and what stands around them without being judged.

    `ontology` is the vocabulary, `context` what else is not judged: for someone else's files, what
    the project shares. `listed` is what the national `lists` say of the EPCI here. `derived` is
    what the rules derive from all of it. `whole` says that it is a whole workspace, whose ontology
    is judged too. `changes` are those since a former run, where runs keep what they find.
    """

    documents: tuple[Document, ...]
    ontology: tuple[Document, ...]
    namespaces: Namespaces
    context: tuple[Document, ...] = ()
    listed: tuple[Quad, ...] = ()
    lists: Callable[[], NationalLists | None] = lambda: None
    changes: Changes | None = field(default=None, repr=False, compare=False)
    derived: tuple[Quad, ...] = field(default=())
    whole: bool = False

    @cached_property
    def quads(self) -> tuple[Quad, ...]:
        """The quads of the documents."""
        return tuple(quad for document in self.documents for quad in document.quads)

    @cached_property
    def around(self) -> tuple[Quad, ...]:
        """The ontology, and the context without what is about a subject that documents describe."""
        own = self.files.keys()
        shared = (q for d in self.context for q in d.quads if _text(q.subject) not in own)
        return (*(q for d in self.ontology for q in d.quads), *shared, *self.listed)

    @cached_property
    def everything(self) -> tuple[Quad, ...]:
        """Documents, context and what is derived."""
        return (*self.quads, *self.around, *self.derived)

    @cached_property
    def files(self) -> dict[str, list[Document]]:
        """The documents that describe each subject, those that say its class first."""
        return _files(self.documents)

    @cached_property
    def judged(self) -> dict[str, list[Document]]:
        """The documents of each subject that the shapes may find at fault."""
        return _files((*self.documents, *self.ontology)) if self.whole else self.files

    @cached_property
    def types(self) -> dict[str, set[str]]:
        """The classes of each subject."""
        found: dict[str, set[str]] = {}
        own = self.files.keys() if self.context else ()
        shared = ({s: c for s, c in d.classes.items() if s not in own} for d in self.context)
        for said in (*(d.classes for d in (*self.documents, *self.ontology)), *shared):
            for subject, classes in said.items():
                if classes:
                    found.setdefault(subject, set()).update(classes)
        for quad in (*self.listed, *self.derived):
            if quad.predicate == RDF_TYPE:
                found.setdefault(_text(quad.subject), set()).add(_text(quad.object))
        return found

    def about(self, subject: str) -> Iterator[Quad]:
        """The quads of `everything` about a subject."""
        for document in self._describing(subject):
            yield from document.about[subject]
        yield from self._beside.get(subject, ())

    def place(self, subject: str, predicate: str | None = None) -> tuple[str | None, int | None]:
        """File and line of a subject's property, else of its first triple; both None if unknown."""
        fallback: tuple[str | None, int | None] = (None, None)
        for document in self.judged.get(subject, ()):
            whole = document.places.line(subject)
            line = document.places.line(subject, predicate) if predicate else whole
            if line is not None and line != whole:
                return document.name, line
            if fallback == (None, None):
                fallback = document.name, line or whole or 1
        return fallback

    def label(self, subject: str) -> str:
        """The French label of an entity with the sheet that prints it, else the end of its IRI."""
        name, number = self.name(subject), self.sheet(subject)
        return message("sujet_de_fiche", sujet=name, numero=number) if number else name

    def name(self, subject: str) -> str:
        """The French label of an entity, else the end of its IRI."""
        found = self._one(subject, "skos:prefLabel") or self._one(subject, "rdfs:label")
        return found or subject.removeprefix(self.namespaces.ids)

    def sheet(self, subject: str) -> str | None:
        """The number of the sheet that prints an entity, which the entity does not bear itself."""
        if self._one(subject, "mut:numero"):
            return None
        for link in ("mut:decritPar", "mut:dansFiche"):
            for sheet in self._all(subject, link):
                number = self._one(sheet, "mut:numero")
                if number:
                    return number
        return None

    def passage(self, subject: str) -> str | None:
        """The place in the source of what establishes an entity: the label of its first passage."""
        if self._one(subject, "mut:ligneDebut"):
            return self._one(subject, "skos:prefLabel")
        places = [self._one(p, "skos:prefLabel") for p in self._all(subject, "mut:etabliPar")]
        return next(iter(sorted(p for p in places if p)), None)

    def named(self, predicate: str) -> str:
        """A property as people write it in the files: its prefixed name."""
        split = self.namespaces.split(predicate)
        return ":".join(split) if split else predicate

    def property_label(self, predicate: str) -> str:
        """The French label of a property in the ontology, else its prefixed name."""
        return self._one(predicate, "rdfs:label") or self.named(predicate)

    def service(self, subject: str) -> list[str]:
        """The label of the service whose sheet prints an entity, if there is one."""
        sheets = self._all(subject, "mut:dansFiche")
        services = [s for sheet in sheets for s in self._described_by.get(sheet, ())]
        return [name for s in services if (name := self._one(s, "skos:prefLabel"))]

    def authorities(self, subject: str) -> list[str]:
        """The labels of the authorities that an entity is about."""
        found = self._all(subject, "mut:concerneCollectivite")
        return [name for c in found if (name := self._one(c, "skos:prefLabel"))]

    @cached_property
    def _described_by(self) -> dict[str, list[str]]:
        link = self.namespaces.term("mut:decritPar")
        found: dict[str, list[str]] = {}
        for quad in self.everything:
            if quad.predicate == link:
                found.setdefault(_text(quad.object), []).append(_text(quad.subject))
        return found

    def _one(self, subject: str, name: str) -> str | None:
        return next(iter(self._all(subject, name)), None)

    def _all(self, subject: str, name: str) -> Sequence[str]:
        wanted = self.namespaces.term(name)
        return [
            _text(quad.object)
            for quad in self.about(subject)
            if quad.predicate == wanted and _readable(quad)
        ]

    def _describing(self, subject: str) -> list[Document]:
        """The documents that describe a subject, in their order; see `around`."""
        if subject not in self._described:
            shared = self.context if self.context and subject not in self.files else ()
            groups = self.documents, self.ontology, shared
            found = [one for group in groups for one in group if subject in one.classes]
            self._described[subject] = found
        return self._described[subject]

    @cached_property
    def _described(self) -> dict[str, list[Document]]:
        """Those of the subjects that were asked: findings are about few of all."""
        return {}

    @cached_property
    def _beside(self) -> dict[str, list[Quad]]:
        """What the lists and the rules say of each subject."""
        found: dict[str, list[Quad]] = {}
        for quad in (*self.listed, *self.derived):
            found.setdefault(_text(quad.subject), []).append(quad)
        return found


def _files(documents: Iterable[Document]) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {}
    for document in documents:
        for subject in document.classes:
            found.setdefault(subject, []).append(document)
    return {
        subject: sorted(homes, key=lambda d: not d.classes[subject]) if homes[1:] else homes
        for subject, homes in found.items()
    }


def subjects(quads: Iterable[Quad]) -> Iterator[str]:
    """The subjects of quads, as text."""
    return (_text(quad.subject) for quad in quads)


def _readable(quad: Quad) -> bool:
    return not isinstance(quad.object, Literal) or quad.object.language in (None, "fr")


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
