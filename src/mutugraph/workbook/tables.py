"""The rows of a workbook: of which sheet, class and entity each is, whatever was moved or added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from mutugraph.control.findings import Severity
from mutugraph.messages import message
from mutugraph.model.description import ClassDescription
from mutugraph.workbook.book import EXAMPLE, Content, Grid, column_letters
from mutugraph.workbook.cells import cell_text
from mutugraph.workbook.faults import Fault
from mutugraph.workbook.known import Known
from mutugraph.workbook.minting import Minting
from mutugraph.workbook.plan import Plan, plans
from mutugraph.workbook.rows import KEY, NATURE, WORDS, Titles, title
from mutugraph.workbook.scope import Scope


@dataclass(frozen=True)
class Line:
    """A row that is read: its entity, its class, the property of each of its columns.

    `new` is a row without key: its entity has just been named.
    """

    sheet: str
    number: int
    node: NamedNode
    described: ClassDescription
    label: str
    new: bool
    titles: Sequence[str]
    columns: Mapping[int, str]
    contents: Sequence[Content]

    @property
    def kind(self) -> NamedNode:
        """The class of the entity."""
        return NamedNode(self.described.iri)

    def cell(self, column: int) -> str:
        """The name of a cell of the row, `D7`."""
        return f"{column_letters(column)}{self.number}"

    def cell_of(self, predicate: str | None) -> str:
        """The cell of a property, else the first that is shown."""
        found = (column for column, iri in self.columns.items() if iri == predicate)
        return self.cell(next(found, min(1, len(self.titles) - 1)))

    def has(self, name: str) -> bool:
        """Whether the sheet has one of the columns that all sheets have."""
        return title(name) in self.titles

    def column(self, name: str) -> int:
        """The rank of one of these columns, from 0; 0 where it is missing."""
        return self.titles.index(title(name)) if self.has(name) else 0

    def own(self, name: str) -> Content:
        """The content of one of these columns."""
        return self.contents[self.column(name)] if self.has(name) else None


@dataclass(frozen=True)
class Tables:
    """Every row of a workbook, the entities that others define, and what is not understood."""

    lines: tuple[Line, ...]
    outside: frozenset[NamedNode]
    faults: tuple[Fault, ...]

    @classmethod
    def of(cls, known: Known, scope: Scope, grids: Sequence[Grid]) -> Tables:
        """Reads the rows; one without key, or that is a copy of another, is a new entity."""
        own: set[Path | None] = {*scope.files}
        outside = frozenset(n for n, paths in known.typed_in.items() if own.isdisjoint(paths))
        reading = _Tables(known, scope)
        for grid in grids:
            reading.read(grid)
        return cls(tuple(reading.lines()), outside, tuple(reading.faults))


@dataclass(frozen=True)
class _Row:
    plan: Plan
    grid: Grid
    number: int
    contents: Sequence[Content]
    described: ClassDescription
    columns: Mapping[int, str]
    key: str
    label: str


class _Tables:
    def __init__(self, known: Known, scope: Scope) -> None:
        self._known = known
        self._minting = Minting(known, scope)
        every = plans(known, frozenset(known.model.classes))
        self._plans = {plan.name: plan for plan in every}
        self._named = known.namespaces.term("skos:prefLabel").value
        self._rows: list[_Row] = []
        self.faults: list[Fault] = []

    def read(self, grid: Grid) -> None:
        """Notes the rows of a sheet."""
        plan = self._plans.get(grid.name)
        if plan is None:
            self._tell(grid.name, "", "classeur_feuille_inconnue")
            return
        named = dict(Titles(plan, self._known.namespaces).properties)
        columns = {}
        for rank, text in enumerate(grid.titles):
            if text in named and (iri := named[text]):
                columns[rank] = iri
            elif text and text not in named:
                self._tell(grid.name, f"{column_letters(rank)}2", "classeur_colonne_inconnue", text)
        for number, contents in grid.rows:
            self._row(plan, grid, number, contents, columns)

    def lines(self) -> Iterator[Line]:
        """The rows with their entities: those that have a key first keep it."""
        self._minting.take(row.key for row in self._rows)
        seen: set[str] = set()
        for row in self._rows:
            copied = row.key in seen
            seen.add(row.key)
            node = self._known.node(row.key) if row.key and not copied else None
            new = node is None
            yield Line(
                sheet=row.grid.name,
                number=row.number,
                node=node or self._minting.mint(row.described, row.label),
                described=row.described,
                label=row.label,
                new=new,
                titles=row.grid.titles,
                columns=row.columns,
                contents=row.contents,
            )

    def _row(
        self,
        plan: Plan,
        grid: Grid,
        number: int,
        contents: Sequence[Content],
        columns: Mapping[int, str],
    ) -> None:
        padded = [*contents, *[None] * (len(grid.titles) - len(contents))]
        fixed = {t: padded[r] for r, t in enumerate(grid.titles)}
        key = cell_text(fixed.get(title(KEY)))
        shown = (cell_text(padded[rank]) for rank in columns)
        if key == EXAMPLE or not (any(shown) or cell_text(fixed.get(title(WORDS)))):
            return
        nature = cell_text(fixed.get(title(NATURE)))
        described = plan.kinds.get(nature) if len(plan.classes) > 1 else plan.classes[0]
        if described is None:
            rank = grid.titles.index(title(NATURE)) if title(NATURE) in grid.titles else 0
            where = f"{column_letters(rank)}{number}"
            self._tell(
                grid.name, where, "classeur_nature", nature, blocking=True, noms=[*plan.kinds]
            )
            return
        labels = (cell_text(padded[rank]) for rank, iri in columns.items() if iri == self._named)
        label = next(labels, "")
        self._rows.append(_Row(plan, grid, number, padded, described, columns, key, label))

    def _tell(
        self,
        sheet: str,
        cell: str,
        code: str,
        valeur: str = "",
        *,
        blocking: bool = False,
        noms: Sequence[str] = (),
    ) -> None:
        severity = Severity.BLOCKING if blocking else Severity.INFORMATION
        told = message(code, feuille=sheet, valeur=valeur, noms=noms)
        self.faults.append(Fault(sheet, cell, code, severity, told, ""))
