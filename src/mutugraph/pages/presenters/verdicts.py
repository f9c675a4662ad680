"""The verdict that a legal page begins with."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from mutugraph.operations.why import standing_of
from mutugraph.pages import standings
from mutugraph.pages.visit import Visit


@dataclass(frozen=True, slots=True)
class Told:
    """The verdict on a service, and what goes with it."""

    sentence: str
    reserves: tuple[str, ...]


def verdict_on(visit: Visit, service: str) -> Told:
    """Whether a service is founded still at the date of the page. Raises `ParameterInvalid`."""
    standing = standing_of(visit.site.catalogue, NamedNode(service), visit.date)
    end = visit.frame.shown.end if visit.frame.shown else ""
    return Told(standings.verdict(standing), tuple(standings.reserves(standing, end)))
