"""What the graph knows of the articles to compare: their law, and LEGI's identifiers of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from pyoxigraph import NamedNode

from mutugraph.law.legi.replaying import Watch
from mutugraph.law.legi.wordings import Number
from mutugraph.law.provisions import Law, Provision, Version
from mutugraph.law.reading import read_law
from mutugraph.law.rows import node, text
from mutugraph.questions.catalogue import Catalogue

_OF_THE_JOURNAL = "JORFARTI"  # an article as the Journal officiel printed it: no version of LEGI


@dataclass(frozen=True)
class Known:
    """The graph's articles that have a text with an identifier, and all identifiers by entity."""

    law: Law
    ids: dict[NamedNode, str]
    articles: tuple[Provision, ...]

    def text_id(self, article: Provision) -> str:
        """The identifier of the code or law of an article."""
        return self.ids[article.text] if article.text is not None else ""

    @cached_property
    def watch(self) -> Watch:
        """What to look for in a source."""
        numbers: dict[str, dict[str, tuple[Number, ...]]] = defaultdict(dict)
        for (text_id, rest), articles in self._numbered.items():
            numbers[text_id][rest] = tuple(Number.of(a.number) for a in articles)
        return Watch(dict(numbers), frozenset(self.ids.values()))

    def article(self, text_id: str, number: str) -> Provision | None:
        """The article of a number in a text."""
        asked = Number.of(number)
        there = self._numbered.get((text_id, asked.rest), ())
        return next((a for a in there if Number.of(a.number).fits(asked)), None)

    @cached_property
    def texts(self) -> dict[str, Provision]:
        """Codes and laws by their identifiers."""
        found = ((self.ids[n], p) for n, p in self.law.provisions.items() if n in self.ids)
        return {id: provision for id, provision in found if provision.text is None}

    @cached_property
    def _numbered(self) -> dict[tuple[str, str], list[Provision]]:
        found: dict[tuple[str, str], list[Provision]] = defaultdict(list)
        for article in self.articles:
            found[self.text_id(article), Number.of(article.number).rest].append(article)
        return found


def known_law(catalogue: Catalogue) -> Known:
    """Reads it. A part of an article (`…, V, 1° bis`) is compared with its article, not alone."""
    law = read_law(catalogue)
    ids: dict[NamedNode, str] = {}
    for row in catalogue.internal("legi-identifiants").dicts():
        thing = node(row, "chose")
        identifier = text(row, "identifiant")
        if thing is not None and not identifier.startswith(_OF_THE_JOURNAL):
            ids[thing] = identifier
    parts = {part for provision in law.provisions.values() for part in provision.parts}
    described = (
        provision
        for provision in law.provisions.values()
        if provision.text in ids and provision.number and provision.node not in parts
    )
    every = (*described, *(article for article in _listed(catalogue) if article.text in ids))
    return Known(law, ids, tuple(sorted(every, key=lambda provision: provision.label)))


def _listed(catalogue: Catalogue) -> Iterator[Provision]:
    """The articles of which the graph has the line of time alone."""
    rows = catalogue.internal("legi-articles-de-code").dicts()
    for article, periods in groupby(rows, lambda row: node(row, "article")):
        found = list(periods)
        if article is None:
            continue
        spans = [text(row, "periode").partition("/") for row in found]
        versions = (
            Version(
                article,
                text(found[0], "nom"),
                date.fromisoformat(start),
                date.fromisoformat(end) if end else None,
                verified=True,
            )
            for start, _, end in spans
        )
        yield Provision(
            node=article,
            label=text(found[0], "nom"),
            number=text(found[0], "numero"),
            text=node(found[0], "code"),
            versions=tuple(versions),
        )
