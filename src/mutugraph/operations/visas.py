"""A block of visas for an act about a service, with what to check in it (docs/interfaces.md §2)."""

from __future__ import annotations

from pyoxigraph import NamedNode

from mutugraph.errors import ParameterInvalid
from mutugraph.law.acts import Act
from mutugraph.law.asking import day_of, service_named
from mutugraph.law.explaining import explain
from mutugraph.law.proofs import Explanation
from mutugraph.law.reading import (
    read_conditions,
    read_known,
    read_law,
    read_local_acts,
    read_statuses,
)
from mutugraph.law.visas import Beside, Period, Visas, draft
from mutugraph.questions.catalogue import Catalogue

_ALWAYS = Period("", 0, 9999)


def visas(
    catalogue: Catalogue,
    service: str,
    act: str = Act.DELIBERATION,
    date: str | None = None,
    *,
    phase: str | None = None,
    epci: str | None = None,
    schema: str | None = None,
) -> Visas:
    """The visas of an act about a service at a phase, read at a day.

    `service` is a slug, a label or an address, in the schémas that `epci` and `schema` choose;
    `act` one of `Act`; `date` ISO 8601 or `aujourd-hui`, by default that at which its schéma is
    read; `phase` a code, by default the first one at which the service is founded that day.
    Raises `UnknownName`, `NameShared`, `ParameterInvalid`.
    """
    try:
        chosen = Act(act)
    except ValueError:
        raise ParameterInvalid(name="acte", value=act, expected=" | ".join(Act)) from None
    named = service_named(catalogue, service, epci, schema, date)
    explanation = explain(catalogue, named, day_of(catalogue, named, date))
    beside = Beside(
        read_law(catalogue),
        read_statuses(catalogue, named),
        _period(catalogue, named),
        read_local_acts(catalogue, named),
        read_conditions(catalogue, named),
        read_known(catalogue, named),
    )
    return draft(explanation, chosen, _phase(explanation, phase), beside)


def _phase(explanation: Explanation, asked: str | None) -> str:
    phases = [arrangement.phase for arrangement in explanation.arrangements]
    if asked is not None and asked not in phases:
        raise ParameterInvalid(name="phase", value=asked, expected=" | ".join(phases))
    founded = [a.phase for a in explanation.arrangements if a.founded]
    return asked or next(iter([*founded, *phases]), "")


def _period(catalogue: Catalogue, service: NamedNode) -> Period:
    for node in catalogue.names.schemas_of(service):
        edition = catalogue.editions.get(node)
        if edition is not None and edition.start:
            last = edition.end[:4] or str(_ALWAYS.last)
            return Period(edition.code, int(edition.start[:4]), int(last))
    return _ALWAYS
