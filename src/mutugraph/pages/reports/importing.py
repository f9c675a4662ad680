"""What the import of a workbook says: text for people, JSON for programs (docs/interfaces.md)."""

from __future__ import annotations

import json

from mutugraph.control.findings import Severity
from mutugraph.messages import message
from mutugraph.operations.import_book import Imported
from mutugraph.pages.reports.difference import sentences
from mutugraph.workbook.faults import Fault


def as_text(imported: Imported) -> bytes:
    """The faults by cell, then the changes in sentences, then what was done."""
    lines = [_fault(one) for one in imported.faults]
    changes = _changes(imported)
    if changes and not imported.refused:
        lines += changes
    return ("\n".join([*lines, _verdict(imported)]) + "\n").encode()


def as_json(imported: Imported) -> bytes:
    """The verdict, the faults, the changes."""
    content = {
        "verdict": "refuse" if imported.refused else "accepte",
        "constats": [
            {
                "feuille": one.sheet or None,
                "cellule": one.cell or None,
                "code": one.code,
                "gravite": one.severity.value,
                "message": one.message,
                "correction": one.correction,
            }
            for one in imported.faults
        ],
        "changements": _changes(imported),
        "fichiers": list(imported.written),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _changes(imported: Imported) -> list[str]:
    if imported.changes is None:
        return []
    return [text for entity in imported.changes.entities for text in sentences(entity)]


def _fault(fault: Fault) -> str:
    where = "!".join(part for part in (fault.sheet, fault.cell) if part)
    facts = {"endroit": where or message("classeur_titre"), "message": fault.message}
    return message("import_constat", **facts, correction=fault.correction)


def _verdict(imported: Imported) -> str:
    if imported.refused:
        blocking = sum(one.severity is Severity.BLOCKING for one in imported.faults)
        return message("import_refuse", nombre=blocking)
    if imported.changes is None:
        return message("import_rien")
    if imported.written:
        return message("import_ecrit", fichiers=", ".join(imported.written))
    return message("import_pret")
