"""The governance: its bodies as a chart, what one does towards another, who does what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from mutugraph.engine.answers import SEPARATOR
from mutugraph.messages import message
from mutugraph.pages.drawings.governance import NARROW, WIDE, Body, chart
from mutugraph.pages.drawings.wires import Bond
from mutugraph.pages.presenters.deeds import deeds
from mutugraph.pages.presenters.topics import tables
from mutugraph.pages.reading import Row, Rows
from mutugraph.pages.visit import View, Visit

TABLES = ("autorites", "succession-instances", "obligations")


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the table of bonds: who, by which verb, towards whom, and where it is printed.

    Of a body of which none is printed, its name alone.
    """

    name: str
    href: str
    verb: str = ""
    towards: tuple[str, ...] = ()
    text: str = ""
    deed: str = ""
    places: tuple[str, ...] = ()


def bodies(visit: Visit) -> View:
    """The page of the bodies."""
    rows = visit.reader.rows("page-instances")
    bonds = visit.reader.rows("page-liens-instances")
    drawn = tuple(_drawn(visit, rows, bonds))
    tied = tuple(_bonds(bonds))
    charts = tuple(made for shape in (WIDE, NARROW) if (made := chart(drawn, tied, shape)))
    return {
        "tables": tables(visit, TABLES),
        "rows": rows,
        "charts": charts,
        "links": tuple(_links(visit, rows, bonds)),
        "deeds": deeds(visit),
    }


def _drawn(visit: Visit, rows: Rows, bonds: Rows) -> Iterator[Body]:
    """The bodies, after who acts towards one without being one."""
    known = {row["instance"] for row in rows}
    others = {bond["acteur"]: bond["nom"] for bond in bonds if bond["acteur"] not in known}
    for key, name in others.items():
        level, page = message("instance_autre"), visit.links.page(key or "")
        yield Body(key or "", name or "", (), level, page, outside=True)
    for row in rows:
        level = row["niveau"] or message("instance_sans_niveau")
        key = row["instance"] or ""
        yield Body(key, row["nom"] or "", tuple(_told(visit, row)), level, f"#{_anchor(key)}")


def _told(visit: Visit, row: Row) -> Iterator[str]:
    """What stands under the name: rhythm, members, whose body it is, what it steers."""
    yield row["periodicite"] or message("instance_sans_rythme")
    yield row["composition"] or message("instance_sans_composition")
    if row["organisations"]:
        yield message("instance_de", organisations=_listed(row["organisations"]))
    if row["pilotes"]:
        shown = visit.frame.shown
        whole = shown is not None and row["pilotes"] == shown.title
        named = message("instance_le_schema") if whole else _listed(row["pilotes"])
        yield message("instance_pilote", objets=named)


def _bonds(rows: Rows) -> Iterator[Bond]:
    """A bond for each actor and verb, with all towards whom it is printed."""
    for (source, verb), found in groupby(rows, lambda row: (row["acteur"], row["verbe"])):
        targets = dict.fromkeys(row["cible"] or "" for row in found)
        yield Bond(source or "", (verb or "").capitalize(), tuple(targets))


def _links(visit: Visit, rows: Rows, bonds: Rows) -> Iterator[Link]:
    for _, found in groupby(bonds, lambda row: (row["acteur"], row["code"], row["attribution"])):
        first, *others = found
        deed, places = first["attribution"], first["passages"]
        yield Link(
            first["nom"] or "",
            visit.links.page(first["acteur"] or ""),
            (first["verbe"] or "").capitalize(),
            tuple(bond["envers"] or "" for bond in (first, *others)),
            first["texte"] or "",
            visit.links.page(deed) if deed else "",
            tuple(places.split(SEPARATOR)) if places else (),
        )
    acting = {bond["acteur"] for bond in bonds}
    for row in rows:
        if row["instance"] not in acting:
            yield Link(row["nom"] or "", f"#{_anchor(row['instance'] or '')}")


def _listed(labels: str) -> str:
    return ", ".join(labels.split(SEPARATOR))


def _anchor(iri: str) -> str:
    return iri.rpartition("/")[2]
