"""The words of the passages that an answer names, each with its permanent address.

An assistant cites the document, so it is given the words; an answer itself holds only their places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from mutugraph.engine.answers import SEPARATOR
from mutugraph.law.proofs import Cited
from mutugraph.messages import message
from mutugraph.questions.binding import Terms
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.editions import nodes
from mutugraph.questions.model import Answered

_COLUMNS = ("passage", "lieu", "lieux")
Quotation = dict[str, str]


def quoted(catalogue: Catalogue, answered: Answered) -> list[Quotation]:
    """Each passage that the rows name, in the order of the rows: place, words, address."""
    places = dict.fromkeys(_places(answered))
    if not places:
        return []
    known: dict[str, list[Quotation]] = {}
    for quotation in _passages(catalogue, schema=nodes(answered.readings)):
        known.setdefault(quotation["lieu"], []).append(quotation)
    return [quotation for place in places for quotation in known.get(place, ())]


def addressed(catalogue: Catalogue, cited: Iterable[Cited]) -> list[Quotation]:
    """The passages of a proof, each once and in its order: place, words, address."""
    wanted = dict.fromkeys((c.place, c.words) for c in cited)
    known = {(one["lieu"], one["mots"]): one for one in _passages(catalogue)}
    return [known[key] for key in wanted if key in known]


def quotation_lines(quotations: list[Quotation]) -> Iterator[str]:
    """A line a passage."""
    for quotation in quotations:
        yield message("assistant_passage", **quotation)


def _passages(catalogue: Catalogue, **slots: Terms) -> Iterator[Quotation]:
    for place, passage, words in catalogue.internal("mots-des-passages", **slots).rows:
        if isinstance(place, Literal) and isinstance(passage, NamedNode):
            said = {"lieu": place.value, "mots": str(getattr(words, "value", ""))}
            yield said | {"iri": passage.value}


def _places(answered: Answered) -> Iterator[str]:
    names = [column.name for column in answered.question.columns]
    for name in _COLUMNS:
        if name in names:
            for row in answered.rows:
                yield from str(row[names.index(name)] or "").split(SEPARATOR)
