"""What is wrong in a workbook, by cell, and what else is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass

from mutugraph.control.findings import Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at a cell: `code` is the key of its sentence, or the code of a rule of the control.

    `cell` is empty for what concerns a whole sheet, `sheet` for what concerns the workbook.
    """

    sheet: str
    cell: str
    code: str
    severity: Severity
    message: str
    correction: str
