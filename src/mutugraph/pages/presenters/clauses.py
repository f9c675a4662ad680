"""Two versions of an article side by side by what is known of each, where no text of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from mutugraph.pages.presenters.wording import WITH
from mutugraph.pages.reading import Row, Rows
from mutugraph.pages.visit import Visit

InForce = Callable[[Rows, str | None], Row | None]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, and which of the two versions has it."""

    name: str
    before: bool
    after: bool

    @property
    def changed(self) -> bool:
        """Whether one alone has it."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Beside:
    """Two versions, the older one first, and the clauses of either; `between` began in between."""

    before: Row
    after: Row
    clauses: tuple[Clause, ...]
    between: int

    @property
    def differing(self) -> tuple[Clause, ...]:
        """The clauses that one alone has."""
        return tuple(clause for clause in self.clauses if clause.changed)


def beside(visit: Visit, found: Rows, in_force: InForce) -> Beside | None:
    """The version of the day beside that of `avec=`, else of the act; None where they are one."""
    here = in_force(found, visit.date)
    there = in_force(found, visit.query.get(WITH) or visit.frame.default_date)
    if here is None or there is None or here["version"] == there["version"]:
        return None
    before, after = sorted((here, there), key=lambda row: row["debut"] or "")
    old, new = _clauses(visit, before), _clauses(visit, after)
    known = tuple(Clause(n, n in old, n in new) for n in dict.fromkeys((*old, *new)))
    begins = {row["debut"] or "" for row in found}
    between = sum((before["debut"] or "") < day < (after["debut"] or "") for day in begins)
    return Beside(before, after, known if old and new else (), between)


def _clauses(visit: Visit, version: Row) -> tuple[str, ...]:
    rows = visit.reader.rows("page-clauses", version=NamedNode(version["version"] or ""))
    return tuple(row["nom"] or "" for row in rows)
