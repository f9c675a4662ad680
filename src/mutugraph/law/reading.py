"""Reads the law from the graph: provisions, versions, links, the statuses of an EPCI."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from pyoxigraph import NamedNode

from mutugraph.law.acts import Condition
from mutugraph.law.known import Known
from mutugraph.law.provisions import Law, Provision, Status, Succession, Version
from mutugraph.law.rows import Row, day, node, text, true
from mutugraph.law.visas import LocalAct
from mutugraph.questions.catalogue import Catalogue

VERIFIED = "verifie"


def read_law(catalogue: Catalogue) -> Law:
    """Every provision and text that the graph knows, with its versions and links."""
    return catalogue.once("law", lambda: _law(catalogue))


def _law(catalogue: Catalogue) -> Law:
    provisions: dict[NamedNode, Provision] = {}
    for row in catalogue.internal("droit-dispositions").dicts():
        found = _provision(row)
        if found is not None:
            known = provisions.get(found.node)
            provisions[found.node] = _joined(known, found) if known else found
    for address, versions in _versions(catalogue).items():
        if address in provisions:
            provisions[address] = replace(provisions[address], versions=versions)
    _link(provisions, catalogue.internal("droit-liens").dicts())
    return Law(provisions)


def read_statuses(catalogue: Catalogue, service: NamedNode) -> tuple[Status, ...]:
    """The dated statuses of the EPCI whose schéma has a service."""
    found: dict[NamedNode, Status] = {}
    for row in catalogue.internal("pourquoi-statuts", service=(service,)).dicts():
        address, source = node(row, "statut"), text(row, "source")
        if address is None:
            continue
        known = found.get(address)
        if known is not None:
            found[address] = replace(known, sources=tuple(dict.fromkeys((*known.sources, source))))
            continue
        found[address] = Status(
            node=address,
            label=text(row, "nom"),
            since=day(row, "depuis"),
            until=day(row, "jusqua"),
            verified=text(row, "verification") == VERIFIED,
            sources=(source,) if source else (),
            category=node(row, "categorie"),
            regime=node(row, "regime"),
            act=node(row, "acte"),
        )
    return tuple(found.values())


def read_local_acts(catalogue: Catalogue, service: NamedNode) -> tuple[LocalAct, ...]:
    """The dated acts that give an opinion on the schéma of a service."""
    rows = catalogue.internal("visas-actes", service=(service,)).dicts()
    dated = ((text(row, "nom"), day(row, "date")) for row in rows)
    return tuple(LocalAct(_lowered(name), when) for name, when in dated if when is not None)


def read_known(catalogue: Catalogue, service: NamedNode) -> tuple[Known, ...]:
    """The days of the acts, opinions and events that the visas of a service may cite."""
    rows = catalogue.internal("visas-dates", service=(service,)).dicts()
    dated = ((row, day(row, "date")) for row in rows)
    return tuple(
        Known(
            line=text(row, "ligne"),
            label=text(row, "nom"),
            dated=when,
            before=day(row, "avant"),
            own=true(row, "duService"),
            sure=text(row, "statut") in ("", VERIFIED),
        )
        for row, when in dated
        if when is not None
    )


def read_conditions(catalogue: Catalogue, service: NamedNode) -> tuple[tuple[str, Condition], ...]:
    """What the law asks for the forms of a service, by phase, and for the schéma (no phase)."""
    found = []
    for row in catalogue.internal("visas-conditions", service=(service,)).dicts():
        since = day(row, "depuis")
        if since is not None:
            name = text(row, "condition").rpartition("/")[2]
            condition = Condition(
                name,
                text(row, "nom"),
                text(row, "article"),
                text(row, "forme"),
                since,
                day(row, "jusqua"),
                bool(text(row, "financement")),
            )
            found.append((text(row, "phase"), condition))
    return tuple(found)


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]


def _provision(row: Row) -> Provision | None:
    address = node(row, "disposition")
    if address is None:
        return None
    category, regime = node(row, "categorie"), node(row, "regime")
    return Provision(
        node=address,
        label=text(row, "nom"),
        about=text(row, "objet"),
        title=text(row, "titre"),
        number=text(row, "numero"),
        kind=text(row, "type"),
        dated=day(row, "date"),
        text=node(row, "texte"),
        born=day(row, "naissance"),
        ends=day(row, "fin"),
        verified=text(row, "statut") == VERIFIED,
        uncertain=true(row, "incertain"),
        categories=frozenset((category,) if category else ()),
        regimes=frozenset((regime,) if regime else ()),
    )


def _joined(one: Provision, other: Provision) -> Provision:
    """One provision of two rows, which differ by a category or a regime."""
    return replace(
        one,
        categories=one.categories | other.categories,
        regimes=one.regimes | other.regimes,
    )


def _versions(catalogue: Catalogue) -> dict[NamedNode, tuple[Version, ...]]:
    of: dict[NamedNode, dict[NamedNode, Row]] = defaultdict(dict)
    values: dict[NamedNode, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in catalogue.internal("droit-versions").dicts():
        provision, version = node(row, "disposition"), node(row, "version")
        if provision is not None and version is not None:
            of[provision][version] = row
            shown = text(row, "libelle") or text(row, "valeur")
            values[version][text(row, "propriete")].append(shown)
    return {
        provision: tuple(
            sorted((_version(v, row, values[v]) for v, row in rows.items()), key=lambda v: v.start)
        )
        for provision, rows in of.items()
    }


def _version(address: NamedNode, row: Row, values: dict[str, list[str]]) -> Version:
    start = day(row, "debut")
    assert start is not None  # noqa: S101 - the query asks for it
    return Version(
        node=address,
        label=text(row, "nom"),
        start=start,
        end=day(row, "fin"),
        verified=[status.rpartition("/")[2] for status in values["statut"]] == [VERIFIED],
        optional="true" in values["facultatif"],
        replayed=next((date.fromisoformat(at) for at in values["rejouee"]), None),
        sources=tuple(values["source"]),
        notes=tuple(values["note"]),
        bounds=tuple(values["borne"]),
        authors=tuple(values["auteur"]),
        doubtful_authors=tuple(values["auteur_a_verifier"]),
        clauses=tuple(values["clause"]),
        links=tuple(values["lien"]),
    )


def _link(provisions: dict[NamedNode, Provision], rows: Iterable[Row]) -> None:
    links: dict[tuple[NamedNode, str], list[NamedNode]] = defaultdict(list)
    successions: dict[NamedNode, list[Succession]] = defaultdict(list)
    for row in rows:
        address, other = node(row, "disposition"), node(row, "autre")
        if address not in provisions or other is None:
            continue
        if text(row, "lien") == "succession":
            successions[address].append(Succession(other, text(row, "suite")))
        else:
            links[address, text(row, "lien")].append(other)
    for address, provision in provisions.items():
        provisions[address] = replace(
            provision,
            successions=tuple(successions[address]),
            refers_to=tuple(links[address, "renvoi"]),
            supplements=tuple(links[address, "complement"]),
            parts=tuple(links[address, "partie"]),
            resolved_as=tuple(links[address, "resolution"]),
        )
