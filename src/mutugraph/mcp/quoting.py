"""The words of the passages that an answer names, each with its permanent address.

An assistant cites the document, so it is given the words; an answer itself holds only their places.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from mutugraph.messages import message
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.editions import nodes
from mutugraph.questions.model import Answered
from mutugraph.questions.typing import SEPARATOR

_COLUMNS = ("passage", "lieu", "lieux")
Quotation = dict[str, str]


def quoted(catalogue: Catalogue, answered: Answered) -> list[Quotation]:
    """Each passage that the rows name, in the order of the rows: place, words, address."""
    places = dict.fromkeys(_places(answered))
    if not places:
        return []
    known: dict[str, list[Quotation]] = {}
    table = catalogue.internal("mots-des-passages", schema=nodes(answered.readings))
    for place, passage, words in table.rows:
        if isinstance(place, Literal) and isinstance(passage, NamedNode):
            said = {"lieu": place.value, "mots": str(getattr(words, "value", ""))}
            known.setdefault(place.value, []).append(said | {"iri": passage.value})
    return [quotation for place in places for quotation in known.get(place, ())]


def quotation_lines(quotations: list[Quotation]) -> Iterator[str]:
    """A line a passage."""
    for quotation in quotations:
        yield message("assistant_passage", **quotation)


def _places(answered: Answered) -> Iterator[str]:
    names = [column.name for column in answered.question.columns]
    for name in _COLUMNS:
        if name in names:
            for row in answered.rows:
                yield from str(row[names.index(name)] or "").split(SEPARATOR)
