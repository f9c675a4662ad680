"""The yearly communication of the schéma shown, for a year."""

from __future__ import annotations

from mutugraph.pages.visit import View, Visit
from mutugraph.pages.yearly.composing import compose
from mutugraph.pages.yearly.files import FORMATS, drawing, values_of
from mutugraph.pages.yearly.parts import YearlyReport


def communication(visit: Visit) -> View:
    """The page. Raises `ParameterInvalid` for what is no year."""
    return {
        "report": composed(visit),
        "formats": FORMATS,
        "dessin": drawing,
        "valeurs": values_of,
    }


def composed(visit: Visit) -> YearlyReport:
    """The report of the schéma whose page it is; at its EPCI's address, the one of that year.

    Without a year, that of the schéma's end.
    """
    shown = visit.frame.shown
    year = visit.segments.get("annee") or (shown.end[:4] if shown else "")
    epci = shown.siren if shown else None
    code = shown.code if shown and not shown.current else None
    return compose(visit.site.catalogue, year, epci, code)
