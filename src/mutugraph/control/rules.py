"""The rules of the control, wherever they are written: shapes, queries, the steps themselves."""

from __future__ import annotations

from dataclasses import dataclass

from mutugraph.control.findings import Severity, Step


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code demands, why, an example of a fault, how to mend it, and where it is written."""

    code: str
    title: str
    demand: str
    why: str
    example: str
    mend: str
    severity: Severity
    step: Step
    origin: str


def split_message(text: str) -> tuple[str, str]:
    """A message in its two parts: what is demanded, and after the arrow how to mend it."""
    demand, _, mend = text.partition("\u2192")
    return demand.strip(), mend.strip()
