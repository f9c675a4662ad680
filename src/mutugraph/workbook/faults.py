"""What is wrong in a workbook, by cell, and what else is to be said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mutugraph.control.findings import Severity
from mutugraph.messages import sentences


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


def fault_at(
    sheet: str,
    cell: str,
    code: str,
    facts: Mapping[str, str],
    severity: Severity = Severity.BLOCKING,
) -> Fault:
    """A fault whose sentence is in `messages/classeur.toml`.

    A remedy that names an empty fact is told by `remede_sinon`.
    """
    parts: Mapping[str, str] = sentences()[code]
    remedy = parts.get("remede", "")
    empty = any(f"{{{name}}}" in remedy for name, value in facts.items() if not value)
    if empty:
        remedy = parts.get("remede_sinon", "")
    return Fault(
        sheet, cell, code, severity, parts["quoi"].format_map(facts), remedy.format_map(facts)
    )


def blocks(faults: Iterable[Fault]) -> bool:
    """Whether a fault keeps a workbook from being imported."""
    return any(fault.severity is Severity.BLOCKING for fault in faults)


def in_order(faults: Iterable[Fault], sheets: Sequence[str]) -> tuple[Fault, ...]:
    """Each fault once, in the order of the sheets, then of their rows and columns."""
    ranks = {name: rank for rank, name in enumerate(sheets)}

    def place(fault: Fault) -> tuple[int, int, str]:
        row = re.sub(r"[A-Z]+", "", fault.cell)
        return ranks.get(fault.sheet, len(ranks)), int(row or 0), fault.cell

    return tuple(sorted(dict.fromkeys(faults), key=place))
