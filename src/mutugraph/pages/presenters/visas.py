"""The visas of an act about a service: the form, then the block and what to check."""

from __future__ import annotations

from mutugraph.law.visas import Act
from mutugraph.operations.visas import visas
from mutugraph.pages.presenters.services import service_iri
from mutugraph.pages.visas import block, reservation_line
from mutugraph.pages.visit import View, Visit


def proposed(visit: Visit) -> View:
    """The block for `service=`, `acte=` and `date=`; without a service, the form alone.

    Raises what the operation raises.
    """
    service = visit.query.get("service", "")
    act = visit.query.get("acte") or Act.DELIBERATION.value
    made = (
        visas(visit.site.catalogue, service_iri(visit, service), act, visit.date)
        if service
        else None
    )
    return {
        "service": service,
        "act": act,
        "acts": tuple(kind.value for kind in Act),
        "date": visit.date,
        "sheets": tuple(
            (s.service.rpartition("/")[2], s.label, s.number)
            for s in visit.site.sheets_of(visit.frame.schema)
        ),
        "made": made,
        "block": block(made) if made else "",
        "checks": tuple(reservation_line(r) for r in made.reservations) if made else (),
    }
