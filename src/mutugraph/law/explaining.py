"""Puts the chain of justification of a service together from the graph."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from pyoxigraph import NamedNode

from mutugraph.law.proofs import (
    Arrangement,
    Basis,
    Cited,
    Explanation,
    Fact,
    Read,
    Rule,
    Tie,
    read_at,
    related,
)
from mutugraph.law.provisions import Law, Provision, State, Status
from mutugraph.law.reading import read_law, read_statuses
from mutugraph.law.rows import Row, day, node, text, true
from mutugraph.law.validations import validations_of
from mutugraph.questions.catalogue import Catalogue

OBJECT, LIMIT = "objet", "limite"
Cites = dict[NamedNode, tuple[Cited, ...]]


def explain(
    catalogue: Catalogue, service: NamedNode, day: date, article: NamedNode | None = None
) -> Explanation:
    """All that founds a service, does not, or only names a text, read at a day.

    With `article`, only what concerns it; the arrangements stay, so that a negative answer says
    what they rest on instead.
    """
    law = read_law(catalogue)
    statuses = read_statuses(catalogue, service)
    bases = _bases(catalogue, service, law, statuses, day)
    arrangements = _arrangements(catalogue, service, bases)
    placed = {b.node for a in arrangements for b in a.bases}
    about = next(iter(catalogue.internal("pourquoi-service", service=(service,)).dicts()), {})
    number = text(about, "numero")
    whole = Explanation(
        service=text(about, "nom"),
        number=int(number) if number else None,
        epci=text(about, "epci"),
        day=day,
        revision=catalogue.workspace.revision,
        asked=law.get(article),
        arrangements=arrangements,
        other_bases=tuple(b for b in bases if b.node not in placed),
        ties=_ties(catalogue, service, law, statuses, day),
        rests_on=tuple(dict.fromkeys(b.read.provision.label for b in bases if b.holds and b.read)),
    )
    return whole if article is None else _about(whole, article)


def _about(whole: Explanation, article: NamedNode) -> Explanation:
    def concerns(read: Read | None) -> bool:
        return read is not None and article in (read.provision.node, *read.provision.resolved_as)

    def kept(bases: tuple[Basis, ...]) -> tuple[Basis, ...]:
        return tuple(b for b in bases if concerns(b.read) or any(map(concerns, b.candidates)))

    arrangements = tuple(replace(a, bases=kept(a.bases)) for a in whole.arrangements)
    founded = any(a.bases for a in arrangements)  # then what limits the basis is told with it
    return replace(
        whole,
        arrangements=arrangements,
        other_bases=kept(whole.other_bases),
        ties=tuple(t for t in whole.ties if concerns(t.read) or (founded and t.kind == LIMIT)),
    )


def _bases(
    catalogue: Catalogue, service: NamedNode, law: Law, statuses: tuple[Status, ...], day: date
) -> tuple[Basis, ...]:
    facts, candidates = _facts(catalogue, service), _candidates(catalogue, service, law)
    rules, by_address = _rules(catalogue), {status.node: status for status in statuses}
    found: dict[NamedNode, Basis] = {}
    for row in catalogue.internal("pourquoi-fondements", service=(service,)).dicts():
        address, rule = node(row, "fondement"), node(row, "regle")
        if address is None or rule is None:
            continue
        status = by_address.get(node(row, "statut") or address)
        known = found.get(address)
        if known is not None and status is not None:
            found[address] = replace(known, statuses=(*known.statuses, status))
            continue
        provision = law.get(node(row, "disposition"))
        found[address] = Basis(
            node=address,
            phase=text(row, "phaseCode"),
            phase_label=text(row, "phaseNom"),
            mode=text(row, "mode"),
            mode_label=text(row, "modeNom"),
            rule=rules.get(rule) or Rule(rule.value.rpartition("/")[2].upper(), "", "", ""),
            facts=facts.get(address, ()),
            read=read_at(provision, day, statuses) if provision else None,
            related=related(law, provision, day, statuses) if provision else (),
            candidates=tuple(
                read_at(other, day, statuses) for other in candidates.get(address, ())
            ),
            statuses=(status,) if status else (),
            uncertain=true(row, "incertain"),
            successors=law.successors(provision, day) if provision else (),
            founds_form=node(row, "modalite") is not None,
        )
    validations = validations_of(catalogue, (service,))
    return tuple(
        replace(
            basis,
            applies=not basis.statuses or any(s.covers(day) for s in basis.statuses),
            validations=tuple(v for v in validations if v.covers(basis.rule.code)),
        )
        for basis in found.values()
    )


def _arrangements(
    catalogue: Catalogue, service: NamedNode, bases: tuple[Basis, ...]
) -> tuple[Arrangement, ...]:
    rows = list(catalogue.internal("pourquoi-modalites", service=(service,)).dicts())
    cited = _cited(rows, "modalite")
    found: dict[NamedNode, Arrangement] = {}
    for row in rows:
        address, phase = node(row, "modalite"), text(row, "phaseCode")
        if address is not None and address not in found:
            found[address] = Arrangement(
                phase=phase,
                phase_label=text(row, "phaseNom"),
                form=text(row, "forme"),
                form_label=text(row, "formeNom"),
                cited=cited.get(address, ()),
                bases=tuple(basis for basis in bases if basis.phase == phase),
            )
    return tuple(found.values())


def _facts(catalogue: Catalogue, service: NamedNode) -> dict[NamedNode, tuple[Fact, ...]]:
    rows = list(catalogue.internal("pourquoi-faits", service=(service,)).dicts())
    cited = _cited(rows, "fait")
    found: dict[NamedNode, dict[NamedNode, Fact]] = defaultdict(dict)
    for row in rows:
        basis, fact = node(row, "fondement"), node(row, "fait")
        if basis is not None and fact is not None:
            told = Fact(text(row, "genre"), text(row, "nom"), cited.get(fact, ()))
            found[basis].setdefault(fact, told)
    return {basis: tuple(facts.values()) for basis, facts in found.items()}


def _candidates(
    catalogue: Catalogue, service: NamedNode, law: Law
) -> dict[NamedNode, tuple[Provision, ...]]:
    found: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for row in catalogue.internal("pourquoi-candidats", service=(service,)).dicts():
        basis, candidate = node(row, "fondement"), node(row, "candidat")
        if basis is not None and candidate is not None:
            found[basis].append(candidate)
    return {basis: law.all_of(nodes) for basis, nodes in found.items()}


def rules_of(catalogue: Catalogue) -> tuple[Rule, ...]:
    """The rules of derivation, in the words of their headers."""
    return tuple(_rules(catalogue).values())


def _rules(catalogue: Catalogue) -> dict[NamedNode, Rule]:
    found: dict[NamedNode, Rule] = {}
    for row in catalogue.internal("pourquoi-regles").dicts():
        address, condition = node(row, "regle"), text(row, "condition")
        if address is None:
            continue
        known = found.get(address)
        if known is None:
            known = Rule(
                text(row, "code"), text(row, "nom"), text(row, "phrase"), text(row, "norme")
            )
        more = (condition,) if condition else ()
        found[address] = replace(known, conditions=(*known.conditions, *more))
    return found


def _ties(
    catalogue: Catalogue, service: NamedNode, law: Law, statuses: tuple[Status, ...], at: date
) -> tuple[Tie, ...]:
    rows = list(catalogue.internal("pourquoi-liens", service=(service,)).dicts())
    cited, bearing = _cited(rows, "noeud"), _bearing(rows)
    found: dict[tuple[NamedNode, NamedNode | None], Tie] = {}
    for row in rows:
        address, named = node(row, "noeud"), node(row, "disposition")
        if address is None or (address, named) in found:
            continue
        provision = law.get(named)
        read = read_at(provision, at, statuses) if provision else None
        if read is not None and address in bearing:
            read = _only_in(read, bearing[address])
        kind = text(row, "lien")
        if kind == LIMIT and not _limits(row, statuses, at):
            continue
        if kind == OBJECT and read is not None and read.state is State.NOT_YET:
            continue  # of the texts that follow one another, those that have come
        found[address, named] = Tie(
            kind=kind,
            label=text(row, "nom"),
            read=read,
            rule=text(row, "regle").rpartition("/")[2].upper(),
            cited=cited.get(address, ()),
            until=day(row, "jusqua"),
            successor=text(row, "successeur"),
        )
    return tuple(found.values())


def _limits(row: Row, statuses: tuple[Status, ...], at: date) -> bool:
    """Whether a limit of the law is one that day, for the body as it then is."""
    under = node(row, "statut")
    since, until = day(row, "depuis"), day(row, "jusqua")
    return (
        (since is None or since <= at)
        and (until is None or at < until)
        and (under is None or any(s.node == under and s.covers(at) for s in statuses))
    )


def _bearing(rows: list[Row]) -> dict[NamedNode, set[NamedNode]]:
    """The versions that are known to bear an effect, where only some do."""
    found: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for row in rows:
        address, version = node(row, "noeud"), node(row, "version")
        if address is not None and version is not None:
            found[address].add(version)
    return found


def _only_in(read: Read, versions: set[NamedNode]) -> Read:
    """The same reading where the version bears the effect; else nothing is established."""
    borne = read.version is not None and read.version.node in versions
    return (
        read if borne or not read.state.holds else replace(read, state=State.UNKNOWN, version=None)
    )


def _cited(rows: list[Row], subject: str) -> Cites:
    found: dict[NamedNode, dict[Cited, None]] = defaultdict(dict)
    for row in rows:
        address, place = node(row, subject), text(row, "ou")
        if address is not None and place:
            found[address][Cited(place, text(row, "citation"))] = None
    return {address: tuple(cites) for address, cites in found.items()}
