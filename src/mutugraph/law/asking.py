"""From what a user gives to a service and a day: one service, one existing day."""

from __future__ import annotations

import datetime

from pyoxigraph import NamedNode

from mutugraph.errors import NameAmbiguous, ParameterInvalid
from mutugraph.questions.catalogue import Catalogue
from mutugraph.typography import keyboard


def service_named(catalogue: Catalogue, text: str) -> NamedNode:
    """The service of a slug or a label. Raises `UnknownName`, `NameAmbiguous`."""
    found = catalogue.names.find("service", text)
    if len(found) > 1:
        candidates = tuple(node.value for node in found)
        raise NameAmbiguous(kind="service", name=text, candidates=candidates)
    return found[0]


def day_of(catalogue: Catalogue, asked: str | None) -> datetime.date:
    """The day at which the law is read: the one asked, else that of the act on the schéma.

    Raises `ParameterInvalid`, also where no act gives a day.
    """
    chosen = keyboard(asked or catalogue.default_date or "").strip()
    try:
        found = datetime.date.fromisoformat(chosen)
    except ValueError:
        found = None
    if found is None or found.isoformat() != chosen:
        raise ParameterInvalid(name="date", value=chosen, expected="AAAA-MM-JJ")
    return found
