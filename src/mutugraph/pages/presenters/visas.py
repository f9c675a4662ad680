"""The visas of an act about a service: the form, then the block and what to check."""

from __future__ import annotations

from urllib.parse import urlencode

from mutugraph.errors import ParameterInvalid
from mutugraph.law.acts import Act
from mutugraph.law.visas import Visas
from mutugraph.operations.visas import visas
from mutugraph.pages.presenters.services import service_iri
from mutugraph.pages.visas import block, groups_of
from mutugraph.pages.visit import View, Visit
from mutugraph.pages.word_files import MEDIA


def proposed(visit: Visit) -> View:
    """The block for `service=`, `acte=`, `phase=` and `date=`; without a service, the form alone.

    Raises what the operation raises.
    """
    service, act = visit.query.get("service", ""), _act(visit)
    made = drafted(visit) if service else None
    chosen = {"service": service, "acte": act, "phase": made.phase if made else ""}
    pairs = urlencode({**{k: v for k, v in chosen.items() if v}, "date": visit.date or ""})
    return {
        "service": service,
        "act": act,
        "acts": tuple(kind.value for kind in Act),
        "phase": made.phase if made else visit.query.get("phase", ""),
        "phases": phases(visit),
        "date": visit.date,
        "sheets": tuple(
            (s.service.rpartition("/")[2], s.label, s.number)
            for s in visit.site.sheets_of(visit.frame.schema)
        ),
        "made": made,
        "block": block(made) if made else "",
        "groups": groups_of(made) if made else {},
        "files": tuple((form, f"{visit.frame.url('/visas')}.{form}?{pairs}") for form in MEDIA),
    }


def drafted(visit: Visit) -> Visas:
    """The visas that the query string asks for.

    Raises `ParameterInvalid` without a service, and what the operation raises.
    """
    service = visit.query.get("service", "")
    if not service:
        raise ParameterInvalid(name="service", value="", expected="habitat…")
    phase = visit.query.get("phase") or None
    node = service_iri(visit, service)
    return visas(visit.site.catalogue, node, _act(visit), visit.date, phase=phase)


def phases(visit: Visit) -> tuple[tuple[str, str], ...]:
    """The phases of the schéma shown: codes and labels, in their order."""
    rows = visit.reader.rows("page-phases")
    return tuple(dict.fromkeys((row["code"] or "", row["nom"] or "") for row in rows))


def _act(visit: Visit) -> str:
    return visit.query.get("acte") or Act.DELIBERATION.value
