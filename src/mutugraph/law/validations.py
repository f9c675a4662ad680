"""Who has validated what a rule deduces: a function and a day, as the data have it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from mutugraph.law.rows import day, node, text
from mutugraph.questions.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Validation:
    """What a jurist held to be right of a service, on a day; `rules` (their codes) when not all."""

    service: NamedNode
    label: str
    function: str
    on: date
    rules: tuple[str, ...]

    def covers(self, rule: str) -> bool:
        """Whether it is about what this rule (its code) deduces."""
        return not self.rules or rule in self.rules


def validations_of(catalogue: Catalogue, services: Collection[NamedNode]) -> tuple[Validation, ...]:
    """The validations of some services, by day."""
    found: dict[tuple[NamedNode, NamedNode], Validation] = {}
    if not services:
        return ()
    for row in catalogue.internal("pourquoi-validations", service=tuple(services)).dicts():
        address, service, on = node(row, "validation"), node(row, "service"), day(row, "le")
        if address is None or service is None or on is None:
            continue
        known = found.get((address, service))
        rules = (*(known.rules if known else ()), *([code] if (code := text(row, "code")) else ()))
        found[address, service] = Validation(service, text(row, "nom"), text(row, "par"), on, rules)
    return tuple(found.values())
