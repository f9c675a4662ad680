"""From what a user gives to a service and a day: one service, one existing day."""

from __future__ import annotations

import datetime

from pyoxigraph import NamedNode

from mutugraph.errors import NameShared, ParameterInvalid
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.days import TODAY, day_asked


def service_named(
    catalogue: Catalogue,
    text: str,
    epci: str | None = None,
    schema: str | None = None,
    date: str | None = None,
) -> NamedNode:
    """The service of a slug, a label or an address, in the schémas chosen as for a question.

    A whole address (`999000123/service/habitat`) names its service whatever the edition, unless a
    schéma is asked. Raises `UnknownName`, `NameShared`.
    """
    addressed = catalogue.names.addressed("service", text)
    if addressed is not None and epci is None and schema is None:
        return addressed
    day = day_asked(date) if date else None
    readings = catalogue.editions.chosen(epci, schema, day)
    found = catalogue.names.find("service", text, tuple(r.edition.node for r in readings))
    if len(found) > 1:
        candidates = tuple(catalogue.names.path(node) for node in found)
        raise NameShared(kind="service", name=text, candidates=candidates)
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
