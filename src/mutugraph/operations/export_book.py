"""The graph as a workbook."""

from __future__ import annotations

from mutugraph.workbook.known import read_known
from mutugraph.workbook.merging import Exported, exported
from mutugraph.workbook.prefilling import seen_from
from mutugraph.workbook.scope import find_scope
from mutugraph.workspace import Workspace


def export_book(workspace: Workspace, epci: str, schema: str | None = None) -> Exported:
    """The workbook of the schéma of an EPCI (SIREN or name): of an édition, else of the latest.

    What it does not hold is told with the reason. Raises `UnknownName` with the nearest names, and
    the errors of reading.
    """
    known = read_known(workspace)
    scope = find_scope(known, epci, schema)
    return exported(seen_from(known, scope.siren), scope)
