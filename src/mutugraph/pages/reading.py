"""How presenters read the graph: named questions through `ask`, and the `page-` queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import BlankNode, Literal, NamedNode

from mutugraph.engine.answers import Term, in_order
from mutugraph.errors import UnknownName
from mutugraph.iris import mint
from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import SCHEMA, Answered

Row = Mapping[str, str | None]
Rows = tuple[Row, ...]
EPCI = "epci"
# the columns of `page-` queries that hold several values in a cell
SEVERAL = frozenset({"autres", "organisations", "passages", "pilotes"})


@dataclass(frozen=True)
class Reader:
    """The graph as the pages of one schéma read it; without one, every schéma."""

    catalogue: Catalogue
    epci: NamedNode | None = None
    schema: NamedNode | None = None

    def ask(
        self, id: str, params: Mapping[str, str] | None = None, date: str | None = None
    ) -> Answered:
        """The answer of a question, for this schéma. Raises what `ask` raises."""
        given = dict(params or {})
        if self.schema is not None and not given.keys() & {EPCI, SCHEMA}:
            given[SCHEMA] = self.schema.value
        elif self.epci is not None:
            given.setdefault(EPCI, self.epci.value)
        return ask(self.catalogue, id, given, date)

    def has(self, id: str) -> bool:
        """Whether the workspace has this question."""
        return self.catalogue.has(id)

    def rows(self, id: str, **slots: NamedNode | Literal | None) -> Rows:
        """The answer of a `page-` query with these slots filled; literals and IRIs as texts.

        Several values in a cell (`SEVERAL`) are in order, whatever the engine.
        """
        terms: dict[str, Sequence[NamedNode | Literal]] = {
            name: (term,) for name, term in slots.items() if term is not None
        }
        for name, term in ((EPCI, self.epci), (SCHEMA, self.schema)):
            if term is not None:
                terms.setdefault(name, (term,))
        return tuple(_row(found) for found in self.catalogue.internal(id, **terms).dicts())

    def entity(self, path: str, kind: str) -> NamedNode:
        """The entity at a path under `/id/`, if the graph knows it.

        Raises `UnknownName`, `IriInvalid`.
        """
        node = mint(self.catalogue.workspace.namespaces, *path.split("/"))
        if not self.rows("page-existe", entite=node):
            raise UnknownName(kind=kind, name=path, nearest=())
        return node


def _row(found: Mapping[str, Term | None]) -> Row:
    return MappingProxyType({name: _cell(name, _text(term)) for name, term in found.items()})


def _cell(name: str, text: str | None) -> str | None:
    return in_order(text) if text and name in SEVERAL else text


def _text(term: Term | None) -> str | None:
    match term:
        case NamedNode() | Literal() | BlankNode():
            return term.value
        case _:
            return None
