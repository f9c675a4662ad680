"""What the graph knows of the articles to compare: their law, and LEGI's identifiers of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pyoxigraph import NamedNode

from mutugraph.law.legi.replaying import Watch
from mutugraph.law.legi.wordings import Number
from mutugraph.law.provisions import Law, Provision
from mutugraph.law.reading import read_law
from mutugraph.law.rows import node, text
from mutugraph.questions.catalogue import Catalogue

_OF_THE_JOURNAL = "JORFARTI"  # an article as the Journal officiel printed it: no version of LEGI


@dataclass(frozen=True, slots=True)
class Known:
    """The graph's articles that have a text with an identifier, and all identifiers by entity."""

    law: Law
    ids: dict[NamedNode, str]
    articles: tuple[Provision, ...]

    def text_id(self, article: Provision) -> str:
        """The identifier of the code or law of an article."""
        return self.ids[article.text] if article.text is not None else ""

    @property
    def watch(self) -> Watch:
        """What to look for in a source."""
        numbers: dict[str, set[Number]] = defaultdict(set)
        for article in self.articles:
            numbers[self.text_id(article)].add(Number.of(article.number))
        found = {text_id: frozenset(some) for text_id, some in numbers.items()}
        return Watch(found, frozenset(self.ids.values()))


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
    articles = tuple(
        sorted(
            (
                provision
                for provision in law.provisions.values()
                if provision.text in ids and provision.number and provision.node not in parts
            ),
            key=lambda provision: provision.label,
        )
    )
    return Known(law, ids, articles)
