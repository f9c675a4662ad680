"""The graph as a workbook: each entity of a schéma is a row of the sheet of its class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from mutugraph.messages import message
from mutugraph.model.description import ClassDescription, PropertyDescription
from mutugraph.model.grammar import capital
from mutugraph.terms import RDF_TYPE, natural_key
from mutugraph.workbook.book import EXAMPLE, PROPOSAL, Book, Column, Content, Sheet
from mutugraph.workbook.cells import cell_text, join, write_literal
from mutugraph.workbook.known import Known, labels_of, types_of
from mutugraph.workbook.names import Names
from mutugraph.workbook.passages import Evidence, place_text
from mutugraph.workbook.plan import PROPERTIES, Plan, plans, reference_kind
from mutugraph.workbook.rows import (
    BOOLEANS,
    CONFIRM,
    DOCUMENT,
    KEY,
    NATURE,
    PASSAGES,
    PLACE,
    WORDS,
    Titles,
    title,
)
from mutugraph.workbook.scope import Scope

_UNSURE = message("classeur_non")
_Values = list[NamedNode | Literal | BlankNode | Triple]


Proposed = Mapping[NamedNode, tuple[str, int] | None]  # the words that bear a row, and their line


def fill(
    known: Known,
    scope: Scope,
    triples: Iterable[Triple] | None = None,
    proposed: Proposed = MappingProxyType({}),
) -> Book:
    """The workbook of a schéma: of its triples, or of those given instead.

    The rows of what is `proposed` are not imported until someone confirms them.
    """
    stated = scope.triples if triples is None else frozenset(triples)
    filling = _Filling(known, stated, proposed)
    label = known.labels.get(known.namespaces.id(f"epci/{scope.siren}"), scope.siren)
    sheets = tuple(filling.sheet(plan) for plan in filling.plans)
    title_ = f"{label} {scope.edition}".strip()
    return Book.of(scope.siren, scope.edition, title_, sheets, filling.lists(sheets))


class _Filling:
    def __init__(self, known: Known, triples: frozenset[Triple], proposed: Proposed) -> None:
        self._proposed = proposed
        self._known = known
        said: dict[NamedNode, dict[NamedNode, _Values]] = {}
        for triple in triples:
            if isinstance(triple.subject, NamedNode):
                about = said.setdefault(triple.subject, {})
                about.setdefault(triple.predicate, []).append(triple.object)
        self._said = said
        own = labels_of(triples, known.namespaces)
        self._names = Names(known, own, types_of(triples, known.above))
        self._evidence = Evidence((*known.evidence, *triples), known.namespaces)
        self._label = known.namespaces.term("skos:prefLabel").value
        self._borne = known.namespaces.term("mut:etabliPar")
        self._rows: dict[str, list[NamedNode]] = defaultdict(list)
        for node in sorted(said, key=lambda n: natural_key(n.value)):
            described = self._describing(node)
            if described:
                self._rows[described.iri].append(node)
        self.plans = plans(known, frozenset(self._rows))

    def sheet(self, plan: Plan) -> Sheet:
        """A sheet with its example row, then its entities, class by class."""
        titles = Titles(plan, self._known.namespaces)
        rows = [self._example(plan, titles)]
        for described in plan.classes:
            for node in self._rows.get(described.iri, ()):
                rows.append(self._row(node, described, titles))
        columns = tuple(
            replace(
                column, hidden=column.hidden or (rare and not any(row[rank] for row in rows[1:]))
            )
            for rank, (column, rare) in enumerate(zip(titles.columns, titles.rare, strict=True))
        )
        nodes = [node for one in plan.classes for node in self._rows.get(one.iri, ())]
        if any(node in self._proposed for node in nodes):
            marks: list[Content] = [
                None,
                *(_UNSURE if n in self._proposed else None for n in nodes),
            ]
            rows = [(row[0], mark, *row[1:]) for row, mark in zip(rows, marks, strict=True)]
            confirm = Column(title(CONFIRM), message("classeur_aide_confirmer"), BOOLEANS)
            columns = (columns[0], confirm, *columns[1:])
        return Sheet(plan.name, (("", plan.help),), columns, tuple(rows))

    def lists(self, sheets: tuple[Sheet, ...]) -> dict[str, tuple[str, ...]]:
        """The lists that the columns are chosen from."""
        found: dict[str, tuple[str, ...]] = {
            BOOLEANS: (message("classeur_oui"), message("classeur_non"))
        }
        for plan in self.plans:
            found[f"{NATURE} {plan.name}"] = tuple(plan.kinds)
        codes = {
            one.type or one.iri: tuple(code.label for code in one.codes)
            for described in self._known.model.classes.values()
            for one in described.properties
            if one.codes
        }
        wanted = {column.choices for sheet in sheets for column in sheet.columns}
        for kind in sorted(one for one in wanted if one and one not in found):
            found[kind] = codes.get(kind) or tuple(self._names.of(kind))
        return found

    def _describing(self, node: NamedNode) -> ClassDescription | None:
        own = self._said[node].get(RDF_TYPE, [])
        kinds = {kind.value for kind in own if isinstance(kind, NamedNode)}
        return self._known.model.describing(
            kinds or {kind.value for kind in self._known.types.get(node, ())}
        )

    def _example(self, plan: Plan, titles: Titles) -> tuple[Content, ...]:
        """A row that says what each column takes; it is not imported."""

        def shown(text: str, iri: str | None) -> str:
            one = titles.described(iri) if iri else None
            if one:
                return one.example or one.nature
            if text == title(KEY):
                return EXAMPLE
            return next(iter(plan.kinds)) if text == title(NATURE) else ""

        return tuple(shown(text, iri) for text, iri in titles.properties)

    def _row(
        self, node: NamedNode, described: ClassDescription, titles: Titles
    ) -> tuple[Content, ...]:
        about = self._said[node]
        evidence = self._proof(about.get(self._borne, []))
        fixed: dict[str, Content] = {
            title(KEY): self._known.key(node),
            title(NATURE): capital(described.label),
            **(evidence if titles.plan.evidence else {}),
        }
        if node in self._proposed:
            fixed[title(KEY)] = f"{PROPOSAL}{self._known.key(node)}"
            if found := self._proposed[node]:
                words, line = found
                fixed |= {title(WORDS): words, title(PLACE): message("classeur_ligne", ligne=line)}

        said = {predicate.value: values for predicate, values in about.items()}

        def cell(text: str, iri: str | None) -> Content:
            if iri is None:
                return fixed.get(text)
            one = described.property(iri)
            values = said.get(iri)
            if one and not values and iri == self._label and RDF_TYPE not in about:
                return self._names.label(node)
            return self._cell(values, one, titles) if one and values else None

        return tuple(cell(text, iri) for text, iri in titles.properties)

    def _cell(self, values: _Values, one: PropertyDescription, titles: Titles) -> Content:
        written = [self._value(value, one, titles) for value in values]
        if len(written) == 1 and one.maximum == 1:
            return written[0]
        parts = sorted((cell_text(value) for value in written), key=natural_key)
        return join(parts)

    def _value(
        self,
        value: NamedNode | Literal | BlankNode | Triple,
        one: PropertyDescription,
        titles: Titles,
    ) -> Content:
        match value:
            case Literal():
                return write_literal(value)
            case NamedNode():
                kind = reference_kind(self._known.namespaces, one)
                if kind == PROPERTIES and value.value in titles.by_property:
                    return titles.by_property[value.value]
                return self._names.text(value, kind)
            case _:
                return None

    def _proof(self, values: _Values) -> dict[str, Content]:
        """The words of the passages of an entity, where they stand, their keys."""
        nodes = [value for value in values if isinstance(value, NamedNode)]
        found = [self._evidence.by_node[n] for n in nodes if n in self._evidence.by_node]
        found.sort(key=lambda one: natural_key(one.node.value))
        documents = dict.fromkeys(self._evidence.document(one.node) for one in found)
        return {
            title(WORDS): join([one.words for one in found]) or None,
            title(DOCUMENT): join([self._names.label(d) for d in documents if d]) or None,
            title(PLACE): join([place_text(one) for one in found]) or None,
            title(PASSAGES): join([self._known.key(one.node) for one in found]) or None,
        }
