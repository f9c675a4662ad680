"""Which entities of a workbook the control may speak of while some cells cannot be read."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from mutugraph.control.findings import Severity
from mutugraph.workbook.book import cell_place
from mutugraph.workbook.faults import Fault
from mutugraph.workbook.merging import Merged


def not_whole(result: Merged, faults: Iterable[Fault]) -> frozenset[NamedNode]:
    """The entities of the rows where a cell blocks; all those of a sheet whose titles do."""
    at = {
        (fault.sheet, cell_place(fault.cell)[0] if fault.cell else 0)
        for fault in faults
        if fault.severity is Severity.BLOCKING
    }
    lines = result.read.rows
    known = {(line.sheet, line.number) for line in lines.values()}
    sheets = {sheet for sheet, number in at if (sheet, number) not in known}
    return frozenset(
        node
        for node, line in lines.items()
        if line.sheet in sheets or line.unread or (line.sheet, line.number) in at
    )


def judged(
    result: Merged, before: Iterable[Triple], broken: frozenset[NamedNode]
) -> frozenset[NamedNode]:
    """The entities of a workbook but those that are broken, and what these no longer lead to.

    A cell that is not read may be what was to lead to it.
    """
    lost = {t.object for t in before if t.subject in broken and t not in result.triples}
    out = broken | lost
    return frozenset(node for node in result.read.rows if node not in out)
