"""The words of the codes that answers hold: common to all, or a schéma's own (its phases)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode

from mutugraph.engine.answers import Term
from mutugraph.questions.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Codes:
    """The label of each code: of `common` lists, then of the lists of each schéma (its IRI)."""

    common: Mapping[str, str]
    own: Mapping[str, Mapping[str, str]]

    def of(self, schemas: Iterable[str]) -> Mapping[str, str]:
        """The labels in an answer that reads these schémas.

        A code that they word differently is left out: no label is true for all of the answer.
        """
        worded: dict[str, set[str]] = defaultdict(set)
        for schema in schemas:
            for code, label in self.own.get(schema, {}).items():
                worded[code].add(label)
        own = {code: next(iter(said)) for code, said in worded.items() if len(said) == 1}
        common = {code: label for code, label in self.common.items() if code not in worded}
        return MappingProxyType(common | own)


def read_codes(catalogue: Catalogue) -> Codes:
    """The labels of all codes of the store, read once."""
    return catalogue.once("codes", lambda: _codes(catalogue))


def _codes(catalogue: Catalogue) -> Codes:
    common: dict[str, str] = {}
    own: dict[str, dict[str, str]] = defaultdict(dict)
    for row in catalogue.internal("page-codes").dicts():
        schema = row["schema"]
        kept = own[schema.value] if isinstance(schema, NamedNode) else common
        kept[_text(row["code"])] = _text(row["nom"])
    return Codes(MappingProxyType(common), MappingProxyType(dict(own)))


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else ""
