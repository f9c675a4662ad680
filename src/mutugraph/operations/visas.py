"""A block of visas for an act about a service, with what to check in it (docs/interfaces.md §2)."""

from __future__ import annotations

from mutugraph.errors import ParameterInvalid
from mutugraph.law.asking import day_of, service_named
from mutugraph.law.explaining import explain
from mutugraph.law.reading import read_law, read_local_acts, read_statuses
from mutugraph.law.visas import Act, Visas, draft
from mutugraph.questions.catalogue import Catalogue


def visas(
    catalogue: Catalogue,
    service: str,
    act: str = Act.DELIBERATION,
    date: str | None = None,
    *,
    epci: str | None = None,
    schema: str | None = None,
) -> Visas:
    """The visas of an act about a service, read at a day.

    `service` is a slug, a label or an address, in the schémas that `epci` and `schema` choose;
    `act` one of `Act`; `date` ISO 8601 or `aujourd-hui`, by default that at which its schéma is
    read. Raises `UnknownName`, `NameShared`, `ParameterInvalid`.
    """
    try:
        chosen = Act(act)
    except ValueError:
        raise ParameterInvalid(name="acte", value=act, expected=" | ".join(Act)) from None
    named = service_named(catalogue, service, epci, schema, date)
    explanation = explain(catalogue, named, day_of(catalogue, named, date))
    law, statuses = read_law(catalogue), read_statuses(catalogue, named)
    return draft(explanation, law, statuses, chosen, read_local_acts(catalogue, named))
