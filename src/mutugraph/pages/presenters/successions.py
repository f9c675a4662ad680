"""From a service of one édition to those of the next and of the former one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode

from mutugraph.pages.visit import Visit
from mutugraph.questions.model import Value

QUESTION = "continuite"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that became of a service, or that it comes from.

    `ahead` tells the direction; `link` is the code of what was done; the other service has its
    name, its page, the number of its action and the code of its édition, where there is one.
    """

    ahead: bool
    link: str
    name: str
    href: str
    action: str
    edition: str


def steps_of(visit: Visit, service: NamedNode) -> tuple[Step, ...]:
    """What a service became, then what it comes from."""
    if not visit.reader.has(QUESTION):
        return ()
    return tuple(sorted(_steps(visit, service), key=lambda step: not step.ahead))


def moved(visit: Visit) -> str | None:
    """Where the address of a service leads that a former édition has, and no longer the current.

    None where the édition shown is a former one itself, or has the service.
    """
    shown, name = visit.frame.shown, visit.segments["slug"]
    if shown is None or not shown.current:
        return None
    former = (s for s in visit.site.schemas if s.siren == shown.siren and s != shown)
    for schema in (shown, *sorted(former, key=lambda s: s.start, reverse=True)):
        if any(s.service.rpartition("/")[2] == name for s in visit.site.sheets_of(schema)):
            own = visit.frame.here().removeprefix(visit.links.prefix)
            return None if schema == shown else visit.site.prefix(schema) + own
    return None


def _steps(visit: Visit, service: NamedNode) -> Iterator[Step]:
    answered = visit.reader.ask(QUESTION, {})
    names = [column.name for column in answered.question.columns]
    for row, entities in zip(answered.rows, answered.entities, strict=True):
        cells: dict[str, Value] = dict(zip(names, row, strict=True))
        # the service of the row, and what is told of the other one
        for mine, other, action, edition in (
            ("service", "service_suivant", "action_suivante", "schema_suivant"),
            ("service_suivant", "service", "action", "schema"),
        ):
            if entities.get(mine) == service:
                node = entities.get(other)
                yield Step(
                    ahead=mine == "service",
                    link=str(cells["lien"]),
                    name=str(cells[other] or ""),
                    href=visit.links.page(node.value) if node else "",
                    action=str(cells[action] or ""),
                    edition=str(cells[edition] or ""),
                )
