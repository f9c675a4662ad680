"""A workbook as triples: each row an entity, each cell its values; every fault at its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from mutugraph.model.description import ClassDescription, Kind, PropertyDescription
from mutugraph.terms import RDF_TYPE
from mutugraph.workbook.book import Content, Grid
from mutugraph.workbook.cells import CellInvalid, cell_text, read_literal, split
from mutugraph.workbook.faults import Fault, fault_at
from mutugraph.workbook.known import Known
from mutugraph.workbook.names import Names, NameShared, NameUnknown
from mutugraph.workbook.passages import Evidence, kept
from mutugraph.workbook.plan import PROPERTIES, reference_kind
from mutugraph.workbook.rows import DOCUMENT, PASSAGES, PLACE, WORDS
from mutugraph.workbook.scope import Scope
from mutugraph.workbook.tables import Line, Tables

_OR = " », « "


@dataclass(frozen=True, slots=True)
class Pending:
    """Words that a person typed as proof of an entity: their place is still to be found."""

    subject: NamedNode
    words: str
    document: str
    place: str
    sheet: str
    cell: str


@dataclass
class Interpretation:
    """What a workbook says: its triples, the row of each entity, words to locate, and its faults.

    `silent` are the properties of an entity that its sheet has no column for, or a cell that is not
    read; `found` the passages known by their words alone; `present` the classes whose sheet is
    there, `titles` the columns of each sheet, by its name in the model.
    """

    triples: set[Triple] = field(default_factory=set)
    rows: dict[NamedNode, Line] = field(default_factory=dict)
    pending: list[Pending] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    silent: set[tuple[NamedNode, NamedNode]] = field(default_factory=set)
    found: set[NamedNode] = field(default_factory=set)
    present: frozenset[str] = frozenset()
    titles: Mapping[str, Sequence[str]] = field(default_factory=dict)


def interpret(known: Known, scope: Scope, grids: Sequence[Grid]) -> Interpretation:
    """What the sheets of a workbook say of a schéma; every fault is told, none stops the reading.

    The triples of words that a person has just typed are not there yet: they are `pending`.
    """
    tables = Tables.of(known, scope, grids)
    reading = _Reading(known, scope, tables)
    for line in tables.lines:
        reading.line(line)
    reading.result.faults[:0] = tables.faults
    reading.result.present, reading.result.titles = tables.present, tables.titles
    return reading.result


class _Reading:
    def __init__(self, known: Known, scope: Scope, tables: Tables) -> None:
        self._known = known
        self._outside = tables.outside
        self.result = Interpretation()
        own = {line.node: line.label for line in tables.lines if line.label}
        kinds = {
            line.node: known.above.get(line.kind, frozenset({line.kind}))
            for line in tables.lines
            if line.node not in tables.outside
        }
        self._names = Names(known, own, kinds)
        space = known.namespaces
        self._label = space.term("skos:prefLabel")
        self._borne = space.term("mut:etabliPar")
        self._schema = space.term("mut:duSchema")
        self._evidence = Evidence((*known.evidence, *self._passages(tables)), space)
        schema = space.term("mut:Schema").value
        schemas = [line.node for line in tables.lines if line.described.iri == schema]
        self._silent: dict[tuple[str, str], tuple[NamedNode, ...]] = {}
        self._only_schema = schemas[0] if len(schemas) == 1 else None

    def line(self, line: Line) -> None:
        """Reads a row into triples."""
        outside = line.node in self._outside
        self.result.rows[line.node] = line
        if not outside:
            self._say(line.node, RDF_TYPE, NamedNode(line.described.iri))
        filled = set()
        for column, iri in line.columns.items():
            content = line.contents[column]
            text = cell_text(content)
            if column in line.unread:
                self.result.silent.add((line.node, NamedNode(iri)))
            if not text or (outside and iri == self._label.value):
                continue
            one = line.described.property(iri)
            if one is None:
                self._fault(line, column, "classeur_sans_objet", valeur=text)
                continue
            filled.add(iri)
            self._cell(line, column, content, one)
        self.result.silent |= {(line.node, one) for one in self._without_column(line)}
        if line.new and self._schema.value not in filled and self._only_schema:
            one = line.described.property(self._schema.value)
            if one and one.required:
                self._say(line.node, self._schema, self._only_schema)
        self._proof(line)

    def _without_column(self, line: Line) -> tuple[NamedNode, ...]:
        """The properties of the class of a row that its sheet has no column for."""
        key = line.sheet, line.described.iri
        if key not in self._silent:
            present = {*line.columns.values(), *([self._borne.value] if line.has(WORDS) else [])}
            absent = (one.iri for one in line.described.properties if one.iri not in present)
            self._silent[key] = tuple(map(NamedNode, absent))
        return self._silent[key]

    def _cell(self, line: Line, column: int, content: Content, one: PropertyDescription) -> None:
        parts: Sequence[Content] = [content] if one.maximum == 1 else split(content)
        for part in parts:
            try:
                value = self._value(part, one, line)
            except CellInvalid as fault:
                self._fault(line, column, fault.code, valeur=fault.value)
            except NameShared as fault:
                shown = _OR.join(fault.candidates)
                self._fault(line, column, "classeur_nom_partage", valeur=fault.name, noms=shown)
            except NameUnknown as fault:
                sheet, near = self._sheet_for(one), _OR.join(fault.nearest)
                code = "classeur_nom_inconnu" if sheet else "classeur_code_inconnu"
                self._fault(line, column, code, valeur=fault.name, noms=near, feuille=sheet)
            else:
                self._say(line.node, NamedNode(one.iri), value)

    def _value(self, part: Content, one: PropertyDescription, line: Line) -> NamedNode | Literal:
        if one.kind in (Kind.ENTITY, Kind.IRI):
            kind = reference_kind(self._known.namespaces, one)
            own = line.named(cell_text(part)) if kind == PROPERTIES else None
            return own or self._names.find(cell_text(part), kind)
        return read_literal(part, one, self._known.namespaces)

    def _sheet_for(self, one: PropertyDescription) -> str:
        """The sheet where a missing entity is added, none for a code."""
        found: ClassDescription | None = self._known.model.classes.get(one.type or "")
        return found.sheet.label if found and found.sheet and not one.codes else ""

    def _proof(self, line: Line) -> None:
        """The passages whose words are still there, and the words that are new."""
        if not line.has(WORDS):
            return
        if line.unread & {line.column(WORDS), line.column(PASSAGES)}:
            self.result.silent.add((line.node, self._borne))
        keys = [self._known.node(key) for key in split(line.own(PASSAGES))]
        proofs = keys or self._known.proofs.get(line.node, ())  # a row written has none yet
        evidence, hidden = self._evidence.by_node, self._known.hidden
        known = [evidence[k] for k in proofs if k in evidence and k not in hidden]
        pieces = split(line.own(WORDS))
        nodes, new = kept(pieces, known)
        places = split(line.own(PLACE))
        column = line.column(WORDS)
        for node in nodes:
            self._say(line.node, self._borne, node)
        if not keys:
            self.result.found |= {*nodes}
        for rank in new:
            same = len(places) == len(pieces)
            place = places[rank] if same else places[0] if len(places) == 1 else ""
            self.result.pending.append(
                Pending(
                    line.node,
                    pieces[rank],
                    cell_text(line.own(DOCUMENT)),
                    place,
                    line.sheet,
                    line.cell(column),
                )
            )

    def _passages(self, tables: Tables) -> Iterator[Triple]:
        """What the sheet of passages says of their words, before anything else is read."""
        space = self._known.namespaces
        words = space.term("mut:mots")
        for line in tables.lines:
            if line.described.iri == space.term("mut:Passage").value:
                for column, iri in line.columns.items():
                    text = cell_text(line.contents[column])
                    if iri == words.value and text:
                        yield Triple(line.node, words, Literal(text))

    def _say(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> None:
        self.result.triples.add(Triple(subject, predicate, value))

    def _fault(self, line: Line, column: int, code: str, **facts: str) -> None:
        """Tells a fault; what the graph says stays, of what is not read."""
        if column in line.columns:
            self.result.silent.add((line.node, NamedNode(line.columns[column])))
        self.result.faults.append(fault_at(line.sheet, line.cell(column), code, facts))
