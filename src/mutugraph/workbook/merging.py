"""What a workbook changes in the graph: the difference with the workbook that the graph gives.

So what a cell cannot hold stays as it is, and a workbook that is not changed changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from mutugraph.control.findings import Severity
from mutugraph.messages import message
from mutugraph.workbook.book import Book, Grid
from mutugraph.workbook.faults import Fault, blocks, fault_at
from mutugraph.workbook.filling import fill
from mutugraph.workbook.interpreting import Interpretation, interpret
from mutugraph.workbook.known import Known
from mutugraph.workbook.scope import Scope

_OR = " », « "


@dataclass(frozen=True)
class Unheld:
    """Something said of an entity that the workbook cannot hold, and why (the key of a reason)."""

    triple: Triple
    reason: str


@dataclass(frozen=True)
class Exported:
    """The workbook of a schéma, what it says when read back, what it does not hold."""

    book: Book
    back: Interpretation
    unheld: tuple[Unheld, ...]


@dataclass(frozen=True)
class Merged:
    """The triples of the schéma once the workbook is imported; `gone` are rows that were removed.

    Each of `gone` is the sheet and the entity; without `remove` they are still in `triples`.
    """

    triples: frozenset[Triple]
    gone: tuple[tuple[str, NamedNode], ...]
    read: Interpretation


def exported(known: Known, scope: Scope) -> Exported:
    """The workbook of a schéma; what it does not hold is found by reading it back."""
    book = fill(known, scope)
    back = interpret(known, scope, [sheet.grid for sheet in book.sheets])
    lost = sorted(scope.triples - back.triples, key=str)
    return Exported(book, back, tuple(Unheld(one, _reason(one, back)) for one in lost))


def merged(
    known: Known,
    scope: Scope,
    grids: Sequence[Grid],
    *,
    remove: bool,
    given: Exported | None = None,
) -> Merged:
    """What a schéma is once the sheets of a workbook are imported.

    `given` is the workbook that the graph gives, where it is made already.
    """
    before = (given or exported(known, scope)).back
    after = interpret(known, scope, grids)
    left = {n: line for n, line in before.rows.items() if n not in after.rows}
    gone = {
        node: line.sheet
        for node, line in left.items()
        if line.described.iri in after.present and node not in after.found
    }
    after.faults.extend(_lacking(before, after))
    lost = {
        triple
        for triple in before.triples - after.triples
        if triple.subject not in left and (triple.subject, triple.predicate) not in after.silent
    }
    if remove and not blocks(after.faults):  # a row that is not understood is no row removed
        lost |= {t for t in scope.triples if t.subject in gone}
    result = (scope.triples - lost) | (after.triples - before.triples)
    return Merged(result, tuple((where, node) for node, where in gone.items()), after)


def _lacking(before: Interpretation, after: Interpretation) -> Iterator[Fault]:
    """What the workbook of the graph has and this one has not: it is older, or was cut down."""
    lacking = []
    for sheet, titles in before.titles.items():
        names = [one for one in titles if one not in after.titles.get(sheet, ())]
        if sheet not in after.titles:
            lacking.append(message("classeur_manque_feuille", feuille=sheet))
        elif names:
            lacking.append(message("classeur_manque_colonnes", feuille=sheet, noms=_OR.join(names)))
    if lacking:
        facts = {"absents": " ; ".join(lacking)}
        yield fault_at("", "", "classeur_incomplet", facts, Severity.INFORMATION)


def _reason(triple: Triple, back: Interpretation) -> str:
    if triple.subject not in back.rows:
        return "classeur_sans_feuille"
    if any(t.subject == triple.subject and t.predicate == triple.predicate for t in back.triples):
        return "classeur_sans_forme"
    return "classeur_sans_colonne"
