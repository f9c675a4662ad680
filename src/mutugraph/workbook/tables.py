"""The rows of a workbook: of which sheet, class and entity each is, whatever was moved or added."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from mutugraph.control.findings import Severity
from mutugraph.model.description import ClassDescription
from mutugraph.workbook.book import EXAMPLE, PROPOSAL, Content, Grid, cell_name
from mutugraph.workbook.cells import cell_text, is_yes
from mutugraph.workbook.faults import Fault, fault_at
from mutugraph.workbook.known import Known, folded
from mutugraph.workbook.minting import Minting
from mutugraph.workbook.plan import Plan, plans
from mutugraph.workbook.rows import CONFIRM, KEY, NATURE, WORDS, Titles, title
from mutugraph.workbook.scope import Scope

_ALIKE = 0.7  # of the titles of a sheet that was renamed, those that are ours


@dataclass(frozen=True)
class Line:
    """A row that is read: its entity, its class, the property of each of its columns.

    `new` is a row without key: its entity has just been named. `unread` are the ranks of cells that
    hold something that is not known.
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
    unread: frozenset[int]

    @property
    def kind(self) -> NamedNode:
        """The class of the entity."""
        return NamedNode(self.described.iri)

    def cell(self, column: int) -> str:
        """The name of a cell of the row, `D7`."""
        return cell_name(column, self.number)

    def cell_of(self, predicate: str | None) -> str:
        """The cell of a property, else the first that is shown."""
        found = (column for column, iri in self.columns.items() if iri == predicate)
        return self.cell(next(found, min(1, len(self.titles) - 1)))

    def named(self, text: str) -> NamedNode | None:
        """The property of the column that has this title."""
        wanted = folded(text)
        found = (iri for rank, iri in self.columns.items() if folded(self.titles[rank]) == wanted)
        return next(map(NamedNode, found), None)

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
    """Every row of a workbook, the entities that others define, and what is not understood.

    `present` are the classes, as IRIs, whose sheet is there; `titles` the columns of each sheet, by
    its name in the model.
    """

    lines: tuple[Line, ...]
    outside: frozenset[NamedNode]
    faults: tuple[Fault, ...]
    present: frozenset[str]
    titles: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, known: Known, scope: Scope, grids: Sequence[Grid]) -> Tables:
        """Reads the rows; one without key, or that is a copy of another, is a new entity."""
        own: set[Path | None] = {*scope.files}
        outside = frozenset(n for n, paths in known.typed_in.items() if own.isdisjoint(paths))
        reading = _Tables(known, scope)
        for grid, plan in reading.planned(grids):
            reading.read(grid, plan)
        lines = tuple(reading.lines())
        return cls(
            lines, outside, tuple(reading.faults), frozenset(reading.present), reading.titles
        )


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
    unread: frozenset[int]


class _Tables:
    def __init__(self, known: Known, scope: Scope) -> None:
        self._known = known
        self._minting = Minting(known, scope)
        every = plans(known, frozenset(known.model.classes))
        self._plans = {plan.name: plan for plan in every}
        self.present: set[str] = set()
        self.titles: dict[str, Sequence[str]] = {}
        self._named = known.namespaces.term("skos:prefLabel").value
        self._rows: list[_Row] = []
        self.faults: list[Fault] = []

    def planned(self, grids: Sequence[Grid]) -> Iterator[tuple[Grid, Plan]]:
        """Each sheet with what it is by its name, else by its titles; those that are none, told."""
        free = {
            name: plan for name, plan in self._plans.items() if name not in {g.name for g in grids}
        }
        for grid in grids:
            plan = self._plans.get(grid.name)
            if plan is None:
                alike = {name: self._likeness(grid, one) for name, one in free.items()}
                name = max(alike, key=lambda one: alike[one], default="")
                if alike.get(name, 0) < _ALIKE:
                    self._say(grid, "", "classeur_feuille_inconnue")
                    continue
                plan = free.pop(name)
                self._say(grid, "", "classeur_feuille_renommee", feuille=name, valeur=grid.name)
            if title(KEY) not in grid.titles:  # every row would be another, the example too
                self._say(grid, "", "classeur_sans_cle", Severity.BLOCKING, titre=title(KEY))
                self.titles[plan.name] = (*grid.titles, title(KEY))
                continue
            self.present |= {described.iri for described in plan.classes}
            yield grid, plan

    def _likeness(self, grid: Grid, plan: Plan) -> float:
        """The share of titles that a sheet and a plan have both."""
        own = {text for text, _ in Titles(plan, self._known.namespaces).properties}
        return len(own & {*grid.titles}) / len(own | {*grid.titles} - {""})

    def read(self, grid: Grid, plan: Plan) -> None:
        """Notes the rows of a sheet."""
        self.titles[plan.name] = grid.titles
        named = dict(Titles(plan, self._known.namespaces).properties)
        for first, last in grid.merged:
            if any(text in named for text in grid.titles[first[1] : last[1] + 1]):
                cell = cell_name(first[1], first[0])
                self._say(grid, cell, "classeur_fusion", Severity.BLOCKING)
        columns = {}
        titles = grid.rows[0][0] - 1 if grid.rows else 2
        for rank, text in enumerate(grid.titles):
            if text and text in grid.titles[:rank] and text in named:
                code = "classeur_colonne_double"
                self._say(grid, cell_name(rank, titles), code, Severity.BLOCKING, valeur=text)
            elif text in named and (iri := named[text]):
                columns[rank] = iri
            elif text and text not in named and text != title(CONFIRM):
                self._say(grid, cell_name(rank, titles), "classeur_colonne_inconnue", valeur=text)
        for number, contents in grid.rows:
            self._row(plan, grid, number, contents, columns)

    def lines(self) -> Iterator[Line]:
        """The rows with their entities: those that have a key first keep it."""
        self._minting.take(row.key for row in self._rows)
        keepers = self._keepers()
        for row in self._rows:
            keeper = keepers.get(row.key)
            node = self._known.node(row.key) if keeper is row else None
            if keeper and keeper is not row:
                cell = cell_name(row.grid.titles.index(title(KEY)), row.number)
                self._say(row.grid, cell, "classeur_cle_double", ligne=str(keeper.number))
            yield Line(
                sheet=row.grid.name,
                number=row.number,
                node=node or self._minting.mint(row.described, row.label),
                described=row.described,
                label=row.label,
                new=node is None,
                titles=row.grid.titles,
                columns=row.columns,
                contents=row.contents,
                unread=row.unread,
            )

    def _keepers(self) -> dict[str, _Row]:
        """The row of each key: of several, the one that has the name that the graph has."""
        found: dict[str, _Row] = {}
        for row in self._rows:
            before = found.get(row.key)
            better = before and self._is_itself(row) and not self._is_itself(before)
            if row.key and (not before or better):
                found[row.key] = row
        return found

    def _is_itself(self, row: _Row) -> bool:
        node = self._known.node(row.key)
        return bool(node and row.label and self._known.labels.get(node) == row.label)

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
        if key.startswith(PROPOSAL):
            if not is_yes(fixed.get(title(CONFIRM))):
                return
            key = key.removeprefix(PROPOSAL)
        if self._known.node(key) in self._known.hidden:
            cell = cell_name(grid.titles.index(title(KEY)), number)
            self._say(grid, cell, "classeur_cle_d_un_autre")
            key = ""
        if key == EXAMPLE or not (any(shown) or cell_text(fixed.get(title(WORDS)))):
            return
        unread = self._unread(grid, plan, number, padded) if grid.wrong or grid.merged else {}
        nature = cell_text(fixed.get(title(NATURE)))
        described = plan.kinds.get(nature) if len(plan.classes) > 1 else plan.classes[0]
        if described is None:
            rank = grid.titles.index(title(NATURE)) if title(NATURE) in grid.titles else 0
            facts = {"valeur": nature, "noms": ", ".join(plan.kinds)}
            if rank not in unread:
                code = "classeur_nature"
                self._say(grid, cell_name(rank, number), code, Severity.BLOCKING, **facts)
            return
        read = [None if rank in unread else content for rank, content in enumerate(padded)]
        labels = (cell_text(read[rank]) for rank, iri in columns.items() if iri == self._named)
        row = _Row(
            plan, grid, number, read, described, columns, key, next(labels, ""), frozenset(unread)
        )
        self._rows.append(row)

    def _unread(
        self, grid: Grid, plan: Plan, number: int, contents: Sequence[Content]
    ) -> Collection[int]:
        """The ranks of the cells of a row that tell nothing: under a merged one, or in error."""
        ours = dict(Titles(plan, self._known.namespaces).properties)
        ranks = [rank for rank, text in enumerate(grid.titles) if text in ours]
        found = {
            rank
            for first, last in grid.merged
            if first[0] <= number <= last[0]
            for rank in ranks
            if first[1] <= rank <= last[1] and (number, rank) != first
        }
        for rank in ranks:
            cell = cell_name(rank, number)
            if cell in grid.wrong:
                shown = cell_text(contents[rank])
                code = "classeur_formule_vide" if shown.startswith("=") else "classeur_formule"
                self._say(grid, cell, code, Severity.BLOCKING, valeur=shown)
                found.add(rank)
        return found

    def _say(
        self,
        grid: Grid,
        cell: str,
        code: str,
        severity: Severity = Severity.INFORMATION,
        **facts: str,
    ) -> None:
        told = {"feuille": grid.name, **facts}
        self.faults.append(fault_at(grid.name, cell, code, told, severity))
