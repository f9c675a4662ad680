"""What the files of a workspace say already of EPCI and communes, before the lists speak."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from mutugraph.namespaces import Namespaces
from mutugraph.terms import RDF_TYPE


@dataclass(frozen=True, slots=True)
class Known:
    """EPCI by SIREN, the label of each and its statuses, property by property; the communes."""

    epci: dict[str, str]
    labels: dict[str, str]
    statuses: dict[str, list[dict[str, str]]]
    communes: set[str]


def known_in(stated: Iterable[Quad], namespaces: Namespaces) -> Known:
    """What some quads say of the EPCI and communes in them."""
    mut, label = namespaces["mut"], namespaces.term("skos:prefLabel")
    wanted = {
        mut[name]: name
        for name in ("siren", "aPourStatut", "categorie", "regimeFiscal", "depuis", "jusqua")
    } | {mut.statut: "statut", label: "label", RDF_TYPE: "type"}
    about: dict[str, dict[str, list[str]]] = {}
    epci, communes = set(), set()
    is_epci, is_commune = mut.EPCI.value, mut.Commune.value
    for quad in stated:
        name = wanted.get(quad.predicate)
        if name is None or not isinstance(quad.subject, NamedNode):
            continue
        subject, value = quad.subject.value, getattr(quad.object, "value", "")
        if name == "type":
            epci |= {subject} if value == is_epci else set()
            communes |= {subject} if value == is_commune else set()
        else:
            about.setdefault(subject, {}).setdefault(name, []).append(value)
    first = {node: {k: v[0] for k, v in facts.items()} for node, facts in about.items()}
    sirens = {first[node]["siren"]: node for node in epci if "siren" in first.get(node, {})}
    statuses = {
        node: [first.get(s, {}) for s in about[node].get("aPourStatut", ())]
        for node in sirens.values()
    }
    labels = {node: first[node].get("label", "") for node in sirens.values()}
    return Known(sirens, labels, statuses, communes)
