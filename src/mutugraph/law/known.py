"""The days that the graph knows of what an act cites, which fill the blanks of its visas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

CONVENTION, AMENDMENT = "convention", "avenant"
OF_THE_SCHEMA = frozenset({"schema", "rapport", "rapport_transmis"})
# the lines that one kind of fact fills, where they bear another name
_LINES = {
    "schema": "adoption_du_schema",
    "rapport_transmis": "rapport",
    "clect": "rapport_de_la_clect",
}


@dataclass(frozen=True, slots=True)
class Known:
    """A dated fact about a service or its schéma.

    `line` is the code of what it fills. `before` is the day of the act that an opinion was given
    on, if known: of a later act it is not the opinion. `own` says that it is of this service (or of
    the whole schéma), `sure` that its status is not « à vérifier »: else it fills nothing.
    """

    @property
    def fills(self) -> bool:
        """Whether its day may stand in an act."""
        return self.own and self.sure

    line: str
    label: str
    dated: date
    before: date | None = None
    own: bool = True
    sure: bool = True

    def precedes(self, day: date) -> bool:
        """Whether an act of that day may cite it."""
        return self.dated <= day and (self.before is None or day <= self.before)


def known_for(blank: str, known: Iterable[Known], day: date) -> tuple[Known, ...]:
    """What an act of that day may cite on a line of blanks, the oldest first."""
    line = _LINES.get(blank, blank)
    return tuple(sorted((k for k in known if k.line == line and k.precedes(day)), key=_dated))


def _dated(known: Known) -> date:
    return known.dated
