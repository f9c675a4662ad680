"""Searches entities, articles in any spelling, and the words of the document.

Accents, case and punctuation do not matter. A citation of law (`L. 5211-4-2`, `5211-4-2`) is looked
for as a run of numbers and letters; every other word must begin a word of what is found. A service
or a collectivity is found by the initials of its name too (« RH »).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from pyoxigraph import NamedNode

from mutugraph.errors import NameAmbiguous, UnknownName, UsageError
from mutugraph.messages import message
from mutugraph.questions.belonging import those_of
from mutugraph.questions.catalogue import Catalogue
from mutugraph.terms import natural_key
from mutugraph.typography import keyboard

SHOWN = 50
_FEWEST_INITIALS = 2
_SHORTEST, _SLIPS, _CLOSE = 4, 2, 0.75  # of words that a slip may have changed
_OF_LAW = ("mut:Disposition", "mut:TexteJuridique", "mut:ArticleDeCode")
_MAIN = ("service", "commune", "epci", "instance", "indicateur")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PIECE = re.compile(r"[a-z]+|\d+")
_CITATION = re.compile(r"(?:\b[a-z] )?\b\d+(?: \d+)+(?: [a-z]\b)?|\b[a-z] \d+\b")
_EMPTY_WORDS = frozenset(
    ["article", "art", "alinea", "le", "la", "les", "l", "de", "du", "des", "d", "et", "n", "no"]
)
_ACCENTS = re.compile("[\u0300-\u036f]+")  # as they stand once decomposed (Unicode, NFD)
_LINE = re.compile(r"l\. (\d+)")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its address, its label, what it is, and the words where it was found."""

    entity: NamedNode
    label: str
    type: str
    excerpt: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first; `totals` counts each group before it is cut to `SHOWN`.

    `nearest` is the text with its slips mended, where nothing bears or says it as it is.
    """

    text: str
    revision: str
    entities: tuple[Hit, ...]
    articles: tuple[Hit, ...]
    passages: tuple[Hit, ...]
    totals: tuple[int, int, int]
    nearest: str | None = None

    def __len__(self) -> int:
        return sum(self.totals)


def search(
    catalogue: Catalogue, text: str, *, epci: str | None = None, schema: str | None = None
) -> Found:
    """What bears or says a text.

    With `epci` or `schema`, only what is of the schémas that they choose, and what is shared.
    Raises `UsageError` where the text has neither letter nor number, `UnknownName`.
    """
    asked = _Asked.of(text)
    if not asked.words and not asked.citations:
        raise UsageError(argument=text, detail=message("recherche_vide"))
    used = Index.of(catalogue)
    named = _named_article(catalogue, text)
    articles = sorted(
        (e for e in used.articles if e.hit.entity in named or asked.matches(e.text)),
        key=lambda e: (e.hit.entity not in named, *asked.rank(e)),
    )
    entities = sorted(
        (
            e
            for e in used.entities
            if asked.matches(e.text) or e.hit.entity in used.by_initials(asked.whole)
        ),
        key=lambda e: (e.hit.entity not in used.main, *asked.rank(e)),
    )
    passages = [e for e in used.passages if asked.matches_passage(e.text)]
    groups = (entities, articles, passages)
    if epci is not None or schema is not None:
        schemas = [reading.edition.node for reading in catalogue.editions.chosen(epci, schema)]
        every = (entry.hit.entity for group in groups for entry in group)
        kept = those_of(catalogue, every, schemas)
        groups = _only(groups, kept)
    first, second, third = (tuple(entry.hit for entry in group[:SHOWN]) for group in groups)
    totals = (len(groups[0]), len(groups[1]), len(groups[2]))
    nearest = None if any(totals) else asked.mended(used.words)
    return Found(text, catalogue.workspace.revision, first, second, third, totals, nearest)


def says(text: str, asked: str) -> bool:
    """Whether each word asked, singular or plural, begins a word of a text.

    A year beside other words says of when, not what.
    """
    words = _Asked.of(asked)
    about = tuple(word for word in words.words if not _YEAR.fullmatch(word)) or words.words
    singular = replace(words, words=tuple(_singular(word) for word in about))
    return bool(words.words or words.citations) and singular.matches(plain(text))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > _SHORTEST and word.endswith("s") else word


Groups = tuple[list["Entry"], list["Entry"], list["Entry"]]


def _only(groups: Groups, kept: frozenset[NamedNode]) -> Groups:
    first, second, third = ([e for e in group if e.hit.entity in kept] for group in groups)
    return first, second, third


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found, and its text as it is compared."""

    hit: Hit
    text: str


@dataclass(frozen=True)
class Index:
    """Everything that can be found."""

    catalogue: Catalogue

    @classmethod
    def of(cls, catalogue: Catalogue) -> Index:
        """The one of a catalogue, read once a revision."""
        return catalogue.once("index", lambda: cls(catalogue))

    @cached_property
    def entities(self) -> tuple[Entry, ...]:
        """What is neither law nor passage."""
        return tuple(self._of(law=False))

    @cached_property
    def articles(self) -> tuple[Entry, ...]:
        """Articles and texts of law."""
        return tuple(self._of(law=True))

    @cached_property
    def passages(self) -> tuple[Entry, ...]:
        """Passages by the words that they cite, in the order of the document."""
        entries = []
        for row in self.catalogue.internal("citations").dicts():
            node, label, text = row["passage"], row["nom"], row["texte"]
            if isinstance(node, NamedNode):
                words = _value(text)
                entries.append(Entry(Hit(node, _value(label), "", words), plain(words)))
        return tuple(sorted(entries, key=lambda e: _place(e.hit)))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of what can be found and of what is cited, to mend a slip with."""
        every = (*self.entities, *self.articles, *self.passages)
        return frozenset(w for e in every for w in e.text.split() if len(w) >= _SHORTEST)

    @cached_property
    def main(self) -> frozenset[NamedNode]:
        """What parameters can name: it comes first."""
        return frozenset(n.entity for kind in _MAIN for n in self.catalogue.names.of(kind))

    def by_initials(self, letters: str) -> frozenset[NamedNode]:
        """What parameters can name, by the initials of its name: two letters at least."""
        if len(letters) < _FEWEST_INITIALS or " " in letters:
            return frozenset()
        return self._initials.get(letters, frozenset())

    @cached_property
    def _initials(self) -> dict[str, frozenset[NamedNode]]:
        found: dict[str, frozenset[NamedNode]] = {}
        for entry in self.entities:
            if entry.hit.entity in self.main:
                words = plain(entry.hit.label).split()
                letters = "".join(word[0] for word in words if word not in _EMPTY_WORDS)
                found[letters] = found.get(letters, frozenset()) | {entry.hit.entity}
        return found

    def _of(self, *, law: bool) -> Iterator[Entry]:
        hidden = {row["classe"] for row in self.catalogue.internal("hors-recherche").dicts()}
        of_law = {self.catalogue.workspace.namespaces.term(name) for name in _OF_LAW}
        for entity in self.catalogue.entities:
            is_law = not of_law.isdisjoint(entity.classes)
            if law == is_law and hidden.isdisjoint(entity.classes):
                text = plain(" ; ".join((entity.label, *entity.others)))
                yield Entry(Hit(entity.node, entity.label, ", ".join(entity.types)), text)


def plain(text: str) -> str:
    """A text as it is compared: letters without accents, numbers, one space between them."""
    decomposed = unicodedata.normalize("NFD", keyboard(text).lower().translate(_LIGATURES))
    return " ".join(_PIECE.findall(_ACCENTS.sub("", decomposed)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The citations of a search, and its other words."""

    whole: str
    citations: tuple[str, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Asked:
        whole = plain(text)
        citations = tuple(_CITATION.findall(whole))
        rest = _CITATION.sub(" ", whole).split()
        words = tuple(word for word in rest if word not in _EMPTY_WORDS)
        return cls(whole, citations, words if citations else words or tuple(rest))

    def matches(self, text: str) -> bool:
        return self._cited_in(text) and self._words_in(text)

    def matches_passage(self, text: str) -> bool:
        """A passage need not repeat the name of the code that the citation gives."""
        return self._cited_in(text) if self.citations else self._words_in(text)

    def rank(self, entry: Entry) -> tuple[object, ...]:
        label = plain(entry.hit.label)
        begins = label.startswith(self.whole)
        return (label != self.whole, not begins, not self.matches(label), natural_key(label))

    def mended(self, known: frozenset[str]) -> str | None:
        """The words with each that nothing has replaced by the nearest one that something has."""
        if self.citations:
            return None
        found = [_nearest(word, known) for word in self.words]
        changed = [a for a, b in zip(found, self.words, strict=True) if a is not None and a != b]
        return " ".join(w for w in found if w) if changed and None not in found else None

    def _cited_in(self, text: str) -> bool:
        """Each citation stands there whole: `l 5211 4` is not in `l 5211 4 2`."""
        return all(re.search(rf"\b{cited}\b(?! \d)", text) for cited in self.citations)

    def _words_in(self, text: str) -> bool:
        return all(f" {word}" in f" {text}" for word in self.words)


def _nearest(word: str, known: frozenset[str]) -> str | None:
    if len(word) < _SHORTEST or any(other.startswith(word) for other in known):
        return word
    alike = (w for w in known if abs(len(w) - len(word)) <= _SLIPS)
    return next(iter(difflib.get_close_matches(word, alike, 1, cutoff=_CLOSE)), None)


def _named_article(catalogue: Catalogue, text: str) -> frozenset[NamedNode]:
    """The articles that the whole text names, in any spelling."""
    try:
        return frozenset(catalogue.names.find("article", text))
    except NameAmbiguous as error:
        candidates = error.facts["candidates"]
        named = candidates if isinstance(candidates, tuple) else ()
        labels = {name.label: name.entity for name in catalogue.names.of("article")}
        return frozenset(labels[label] for label in named if label in labels)
    except UnknownName:
        return frozenset(name.entity for name in catalogue.names.beginning(text))


def _place(hit: Hit) -> tuple[object, ...]:
    """By line; two passages of one line, which have one label, by their numbers."""
    found = _LINE.search(hit.label)
    address = natural_key(hit.entity.value)
    return (int(found[1]) if found else 0, natural_key(hit.label), address)


def _value(term: object) -> str:
    return str(getattr(term, "value", "") or "")
