"""Findings that no shape and no query can make: about files, passages' text, questions, deviations.

Their rules are data too: `regles.toml`, beside this file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from mutugraph.control.findings import Finding, Severity, Step
from mutugraph.control.rules import Rule

_FILE = Path(__file__).parent / "regles.toml"


@cache
def _entries() -> Mapping[str, Mapping[str, str]]:
    return MappingProxyType(tomllib.loads(_FILE.read_text(encoding="utf-8")))


def built_in_rules() -> Iterator[Rule]:
    """The rules of this module, in the order of their codes."""
    for code, entry in sorted(_entries().items()):
        yield Rule(
            code=code,
            title=entry["titre"],
            demand=entry["exige"],
            why=entry["pourquoi"],
            example=entry["exemple"],
            mend=entry["correction"],
            severity=Severity(entry["gravite"]),
            step=Step(entry["etape"]),
            origin="control/regles.toml",
        )


def built_in_finding(
    code: str,
    *,
    subject: str,
    label: str,
    value: str | None = None,
    file: str | None = None,
    line: int | None = None,
    passage: str | None = None,
    **facts: object,
) -> Finding:
    """A finding of one of these rules; `facts` are what its sentence names."""
    entry = _entries()[code]
    shown = {name: str(fact) for name, fact in facts.items()}
    return Finding(
        code=code,
        severity=Severity(entry["gravite"]),
        subject=subject,
        label=label,
        message=entry["probleme"].format_map(
            {"sujet": label, "valeur": value or "", "fichier": file or ""} | shown
        ),
        correction=entry["correction"],
        value=value,
        file=file,
        line=line,
        passage=passage,
    )
