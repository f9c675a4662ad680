"""The accepted deviations: a reviewed file, one line a deviation, each with its reason and its end.

Columns: `empreinte, regle, sujet, raison, fonction, jusqu_au`. A line covers the finding of its
fingerprint, or those of its rule about its subject.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mutugraph.control.built_in import built_in_finding
from mutugraph.control.findings import Finding, Status
from mutugraph.errors import DeviationsInvalid
from mutugraph.text_files import read_text

FILE = "ecarts-acceptes.csv"
COLUMNS = ("empreinte", "regle", "sujet", "raison", "fonction", "jusqu_au")


@dataclass(frozen=True, slots=True)
class Deviation:
    """One line of the file. `subject` is relative to the base of the entities, or an IRI."""

    line: int
    fingerprint: str
    rule: str
    subject: str
    reason: str
    function: str
    until: date

    def key(self, ids: str) -> tuple[str, str]:
        """What the findings that it covers have: its rule, and its fingerprint or subject."""
        if self.fingerprint:
            return self.rule, self.fingerprint
        return self.rule, self.subject if ":" in self.subject else ids + self.subject


@dataclass(frozen=True, slots=True)
class Deviations:
    """The lines of one file, and its name in messages."""

    name: str
    lines: tuple[Deviation, ...] = ()

    def applied(self, findings: Iterable[Finding], ids: str, today: date) -> list[Finding]:
        """The findings, those that a valid line covers as accepted, with its reason."""
        valid: dict[tuple[str, str], Deviation] = {}
        for deviation in self.lines:
            if deviation.until >= today:
                valid.setdefault(deviation.key(ids), deviation)
        found = []
        for finding in findings:
            keys = ((finding.code, finding.fingerprint), (finding.code, finding.subject))
            line = next((valid[key] for key in keys if key in valid), None)
            found.append(finding.as_(Status.ACCEPTED, line.reason) if line else finding)
        return found

    def findings(
        self, findings: Iterable[Finding], ids: str, today: date, codes: Set[str]
    ) -> Iterator[Finding]:
        """The lines that are expired, or that cover nothing among the rules that ran (`codes`)."""
        there = {(f.code, key) for f in findings for key in (f.fingerprint, f.subject)}
        for deviation in self.lines:
            if deviation.rule not in codes:
                continue
            if deviation.key(ids) not in there:
                yield self._finding("MUT911", deviation)
            elif deviation.until < today:
                yield self._finding("MUT910", deviation)

    def _finding(self, code: str, deviation: Deviation) -> Finding:
        shown = f"{deviation.rule} {deviation.fingerprint or deviation.subject}"
        return built_in_finding(
            code,
            subject=f"{self.name}#{shown.replace(' ', '-')}",
            label=self.name,
            value=shown,
            file=self.name,
            line=deviation.line,
            ligne_ecart=deviation.line,
            fin=deviation.until.isoformat(),
        )


def read_deviations(path: Path, name: str) -> Deviations:
    """The deviations of a file; none where there is no file.

    Raises `DeviationsInvalid` with the line, and as `read_text`.
    """
    if not path.is_file():
        return Deviations(name)
    reader = csv.DictReader(io.StringIO(read_text(path, name)))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise DeviationsInvalid(path=name, line=1, detail=", ".join(COLUMNS))
    return Deviations(name, tuple(_deviation(row, reader.line_num, name) for row in reader))


def _deviation(row: dict[str, str | None], line: int, name: str) -> Deviation:
    values = {column: (row.get(column) or "").strip() for column in COLUMNS}
    needed = ["regle", "raison", "fonction", "jusqu_au"]
    if not values["empreinte"]:
        needed.append("sujet")
    missing = [column for column in needed if not values[column]]
    if missing or None in row:
        raise DeviationsInvalid(path=name, line=line, detail=", ".join(missing) or ",")
    try:
        until = date.fromisoformat(values["jusqu_au"])
    except ValueError as error:
        raise DeviationsInvalid(path=name, line=line, detail="jusqu_au") from error
    return Deviation(
        line=line,
        fingerprint=values["empreinte"],
        rule=values["regle"],
        subject=values["sujet"],
        reason=values["raison"],
        function=values["fonction"],
        until=until,
    )
