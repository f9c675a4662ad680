"""From what a user gives to a service and a day: one service, one existing day."""

from __future__ import annotations

import datetime

from pyoxigraph import NamedNode

from mutugraph.errors import NameAmbiguous, ParameterInvalid
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.days import TODAY, day_asked


def service_named(catalogue: Catalogue, text: str) -> NamedNode:
    """The service of a slug or a label. Raises `UnknownName`, `NameAmbiguous`."""
    found = catalogue.names.find("service", text)
    if len(found) > 1:
        candidates = tuple(node.value for node in found)
        raise NameAmbiguous(kind="service", name=text, candidates=candidates)
    return found[0]


def day_of(catalogue: Catalogue, service: NamedNode, asked: str | None) -> datetime.date:
    """The day at which the law of a service is read: the one asked, else its schéma's own.

    Raises `ParameterInvalid`, also where nothing gives a day.
    """
    chosen = day_asked(asked) if asked else _own_day(catalogue, service)
    if chosen is None:
        raise ParameterInvalid(name="date", value="", expected=f"AAAA-MM-JJ | {TODAY}")
    return datetime.date.fromisoformat(chosen)


def _own_day(catalogue: Catalogue, service: NamedNode) -> str | None:
    schemas = (catalogue.editions.get(node) for node in catalogue.names.schemas_of(service))
    return next((edition.date for edition in schemas if edition and edition.date), None)
