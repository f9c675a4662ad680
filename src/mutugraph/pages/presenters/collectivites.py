"""The collectivities of the schéma, and one of them."""

from __future__ import annotations

from pyoxigraph import NamedNode

from mutugraph.errors import UnknownName
from mutugraph.pages.presenters.life import life_of
from mutugraph.pages.presenters.topics import tables
from mutugraph.pages.visit import View, Visit

COMMUNE = ("services-par-commune", "chaine")
ANY = ("effectifs",)
SAID = ("commune", "collectivite", "instance")  # the page's own name, and what all share


def collectivites(visit: Visit) -> View:
    """The EPCI and its communes, with their printed staff as bars."""
    found = {row["collectivite"]: row for row in reversed(visit.reader.rows("page-collectivites"))}
    rows = tuple(reversed(found.values()))
    communes = [float(row["effectif"] or 0) for row in rows]
    greatest = max(communes, default=0.0) or 1.0
    shares = {
        row["collectivite"]: round(float(row["effectif"] or 0) / greatest * 100, 1) for row in rows
    }
    return {"rows": rows, "shares": shares, "tables": tables(visit, ("communes-par-taille",))}


def collectivite(visit: Visit) -> View:
    """One collectivity. Raises `UnknownName` with the nearest."""
    node = _named(visit)
    about = visit.reader.rows("page-collectivite", collectivite=node)[0]
    label = about["nom"] or ""
    found = tables(visit, ANY, {"collectivite": label}, without=SAID, on=node)
    if about["membre"]:
        found |= tables(visit, COMMUNE, {"commune": label}, without=SAID, on=node)
    every = visit.reader.rows("page-collectivites")
    return {
        "staff": [row for row in every if row["collectivite"] == node.value and row["effectif"]],
        "life": life_of(visit, label, node),
        "date": visit.date,
        "about": about,
        "tables": found,
        "places": tuple(p for p in (about["passages"] or "").split(" ; ") if p),
        "cooperations": visit.reader.rows("page-partenariats", collectivite=node),
    }


def _named(visit: Visit) -> NamedNode:
    slug = visit.segments["slug"]
    try:
        return visit.site.catalogue.names.find("collectivite", slug)[0]
    except UnknownName as error:
        raise UnknownName(kind="collectivite", name=slug, nearest=error.facts["nearest"]) from None
