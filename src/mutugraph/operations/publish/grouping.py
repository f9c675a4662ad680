"""Groups small head-counts before anything is published: a copy of the data, never the data.

In a sheet, the lines under the limit become one line, with the next smallest where their sum would
still be under it; elsewhere the figure is withheld. The words that print the figures go with them:
the label of a line, and the quotation of its passage.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from mutugraph.messages import message
from mutugraph.terms import XSD_DECIMAL, natural_key
from mutugraph.turtle import canonical, read
from mutugraph.workspace import FOLDERS, Workspace

_LEAST = 2


@dataclass
class _Data:
    """The statements of every file, changed in place."""

    workspace: Workspace
    files: dict[Path, set[Quad]]
    homes: dict[NamedNode, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path, quads in self.files.items():
            for quad in quads:
                if isinstance(quad.subject, NamedNode):
                    self.homes.setdefault(quad.subject, path)

    def of(self, node: NamedNode, name: str) -> list[NamedNode | Literal]:
        predicate = self.workspace.namespaces.term(name)
        quads = self.files[self.homes[node]] if node in self.homes else ()
        values = [q.object for q in quads if q.subject == node and q.predicate == predicate]
        return [v for v in values if isinstance(v, NamedNode | Literal)]

    def number(self, node: NamedNode, name: str) -> Decimal | None:
        values = self.of(node, name)
        return Decimal(values[0].value) if values else None

    def forget(self, node: NamedNode, *names: str) -> None:
        """Removes some properties of a resource, or all that is said of it."""
        predicates = {self.workspace.namespaces.term(name) for name in names}
        path = self.homes[node]
        self.files[path] = {
            q
            for q in self.files[path]
            if q.subject != node or (bool(names) and q.predicate not in predicates)
        }

    def add(self, node: NamedNode, name: str, value: NamedNode | Literal) -> None:
        self.files[self.homes[node]].add(Quad(node, self.workspace.namespaces.term(name), value))


def grouped(workspace: Workspace, limit: int, folder: Path) -> Workspace:
    """A copy of a workspace in which no head-count is under the limit. Raises what reading does."""
    for name in FOLDERS:
        shutil.copytree(workspace.root / name, folder / name)
    documents = {path: read(path, name=workspace.name(path)) for path in workspace.data_files}
    data = _Data(workspace, {path: set(document.quads) for path, document in documents.items()})
    sheets, others = _small(data, limit)
    for lines in sheets:
        _group(data, lines, limit)
    for node in others:
        _withhold(data, node, limit)
    for path, quads in data.files.items():
        if quads != set(documents[path].quads):
            text = canonical(quads, workspace.namespaces)
            (folder / path.relative_to(workspace.root)).write_text(text, encoding="utf-8")
    return Workspace(folder)


def _small(data: _Data, limit: int) -> tuple[list[list[NamedNode]], list[NamedNode]]:
    """The lines of each sheet that has a small one, and the small counts outside the sheets."""
    sheets: dict[str, list[NamedNode]] = defaultdict(list)
    others: list[NamedNode] = []
    for node in sorted(_counted(data), key=lambda n: natural_key(n.value)):
        sheet = data.of(node, "mut:dansFiche")
        if sheet and not data.of(node, "mut:detailDe"):
            sheets[sheet[0].value].append(node)
        elif _count(data, node) < limit:
            others.append(node)
    found = [ls for ls in sheets.values() if any(_count(data, line) < limit for line in ls)]
    return found, others


def _group(data: _Data, lines: list[NamedNode], limit: int) -> None:
    ordered = sorted(lines, key=lambda n: (_count(data, n), natural_key(n.value)))
    members = [line for line in ordered if _count(data, line) < limit]
    while ordered[len(members) :] and (
        len(members) < _LEAST or sum(_count(data, m) for m in members) < limit
    ):
        members = ordered[: len(members) + 1]
    if sum(_count(data, member) for member in members) < limit or len(members) < _LEAST:
        for member in members:
            _withhold(data, member, limit)
        return
    first, *rest = sorted(members, key=lambda n: natural_key(n.value))
    sums = {name: _sum(data, members, name) for name in ("mut:agents", "mut:etp")}
    authorities = {v.value for m in members for v in data.of(m, "mut:concerneCollectivite")}
    _withhold(data, first, limit, label="effectif_regroupe")
    if len(authorities) != 1 or any(not data.of(m, "mut:concerneCollectivite") for m in members):
        data.forget(first, "mut:concerneCollectivite")
        printed = data.workspace.namespaces.term("mut:concerneCollectivite")
        data.add(first, "mut:nonImprime", printed)
    for name, total in sums.items():
        if total is not None:
            data.add(first, name, Literal(format(total, "f"), datatype=XSD_DECIMAL))
    for member in rest:
        _unquote(data, member)
        data.forget(member)


def _withhold(data: _Data, node: NamedNode, limit: int, label: str = "effectif_retire") -> None:
    _unquote(data, node)
    data.forget(node, "skos:prefLabel", "mut:agents", "mut:etp", "mut:perimetreImprime")
    data.add(node, "skos:prefLabel", Literal(message(label, limit=limit), language="fr"))


def _unquote(data: _Data, node: NamedNode) -> None:
    """Removes the quoted words of a line's passages; the places stay."""
    for passage in data.of(node, "mut:etabliPar"):
        if isinstance(passage, NamedNode) and passage in data.homes:
            data.forget(passage, "mut:mots")


def _counted(data: _Data) -> Iterable[NamedNode]:
    wanted = {data.workspace.namespaces.term(name) for name in ("mut:agents", "mut:etp")}
    return {
        quad.subject
        for quads in data.files.values()
        for quad in quads
        if quad.predicate in wanted and isinstance(quad.subject, NamedNode)
    }


def _count(data: _Data, node: NamedNode) -> Decimal:
    agents, etp = data.number(node, "mut:agents"), data.number(node, "mut:etp")
    return agents if agents is not None else etp if etp is not None else Decimal(0)


def _sum(data: _Data, members: list[NamedNode], name: str) -> Decimal | None:
    values = [data.number(member, name) for member in members]
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None
