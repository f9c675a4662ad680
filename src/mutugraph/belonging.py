"""To which schéma each statement belongs: by the folder of its file, and by `mut:duSchema`.

What is in an EPCI's folder belongs to its schémas, what is in a commune's folder to those that its
acts are about, or to those of its EPCI. Where a folder holds several éditions, an entity belongs to
that of `mut:duSchema`, else to that of the entities nearest to it. The rest is shared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import NamedNode, Quad

from mutugraph.namespaces import Namespaces
from mutugraph.terms import RDF_TYPE

OWNER = re.compile(r"\d{5}\Z|\d{9}\Z|2[AB]\d{3}\Z")
# shared by all as they are: law, vocabulary, catalogue, external references
COMMON = ("droit", "jeux", "ontologie", "references-externes")
DERIVED = "deduit"
_DIRECT = ("mut:duSchema", "mut:emetAvisSur", "dct:subject")
_NOBODY: frozenset[object] = frozenset()
Owners = frozenset[object]
Placed = tuple[str, Quad]


@dataclass(frozen=True)
class Belonging:
    """The statements of a set, each with its folder, and the schémas that they belong to.

    `schemas` leads from each schéma to its EPCI, `owners` from an entity to its schémas (an entity
    that is not there is shared), `folders` from an authority's folder to the schémas it holds.
    """

    schemas: Mapping[object, object]
    owners: Mapping[object, Owners]
    folders: Mapping[str, Owners]
    placed: Sequence[Placed] = field(repr=False)
    namespaces: Namespaces = field(repr=False)

    def of(self, node: object) -> Owners:
        """The schémas that an entity belongs to; none where it is shared."""
        return self.owners.get(node, _NOBODY)

    def owner(self, folder: str, quad: Quad) -> Owners:
        """The schémas that a statement belongs to; none where it is shared."""
        own = self.of(quad.subject)
        if own or folder not in self.folders:
            return own
        return self.of(quad.object) or self.folders[folder]  # said in a folder of what is shared

    def selection(self, schema: object) -> Callable[[str, Quad], bool]:
        """Whether a statement, in its folder, is of a schéma or of what it shares with others.

        Of what is shared, law, vocabulary and catalogue are there whole; a body, a place, an
        indicator is when the schéma leads to it, and so are the communes of its EPCI with what the
        national lists say of their membership: what is selected is the same whichever other
        schémas there are.
        """
        reached = self._reached(schema)

        def selected(folder: str, quad: Quad) -> bool:
            own = self.owner(folder, quad)
            if own and schema not in own:
                return False
            if not own and quad.subject in self._apart and quad.subject not in reached:
                return False
            if own == {schema}:
                return True
            about = self.of(quad.object)
            led = folder != DERIVED or quad.object in reached or quad.object not in self._apart
            return schema in about if about else led

        return selected

    def _reached(self, schema: object) -> set[object]:
        term, epci = self.namespaces.term, self.schemas[schema]
        membership = (term("mut:membreDe"), term("mut:groupement"))
        found: set[object] = {epci}
        leads: dict[object, list[object]] = defaultdict(list)
        for folder, quad in self.placed:
            own = self.owner(folder, quad)
            if schema in own:
                found |= {quad.subject, quad.object}
            elif not own and quad.subject in self._apart:
                leads[quad.subject].append(quad.object)
                if schema in self.of(quad.object) or (
                    quad.predicate in membership and quad.object == epci
                ):
                    found.add(quad.subject)
        waiting = list(found)
        while waiting:
            new = {node for node in leads.get(waiting.pop(), ()) if node not in found}
            found |= new
            waiting += new
        return found

    @cached_property
    def _apart(self) -> frozenset[object]:
        """What the shared files say of bodies, places, indicators, which not all schémas have."""
        apart, common = set(), set()
        for folder, quad in self.placed:
            if folder in COMMON:
                common.add(quad.subject)
            elif not self.folders.get(folder) and folder != DERIVED:
                apart.add(quad.subject)
        return frozenset(apart - common)


def belonging(placed: Iterable[Placed], namespaces: Namespaces) -> Belonging:
    """The belonging of statements, each with the folder of its file under the data.

    `ontologie` is the folder of the vocabulary, `deduit` of what rules derive.
    """
    known = tuple(placed)
    kind, epci = namespaces.term("mut:Schema"), namespaces.term("mut:epci")
    schemas: dict[object, object] = {}
    homes: dict[str, set[object]] = defaultdict(set)
    for folder, quad in known:
        if quad.predicate == RDF_TYPE and quad.object == kind:
            schemas.setdefault(quad.subject, None)
            homes[folder].add(quad.subject)
    for _, quad in known:
        if quad.predicate == epci and quad.subject in schemas:
            schemas[quad.subject] = quad.object
    folders = {name: frozenset(found) for name, found in homes.items() if OWNER.match(name)}
    for name in {folder for folder, _ in known} - folders.keys():
        if OWNER.match(name):
            folders[name] = _of_commune(name, known, schemas, namespaces)
    owners = dict(_owners(known, schemas, folders, namespaces))
    return Belonging(schemas, owners, folders, known, namespaces)


def _of_commune(
    name: str, placed: Sequence[Placed], schemas: Mapping[object, object], namespaces: Namespaces
) -> Owners:
    """The schémas of the EPCI whose member has this number."""
    code, member = namespaces.term("mut:codeInsee"), namespaces.term("mut:membreDe")
    nodes = {q.subject for _, q in placed if q.predicate == code and _text(q.object) == name}
    epci = {q.object for _, q in placed if q.predicate == member and q.subject in nodes}
    return frozenset(schema for schema, own in schemas.items() if own in epci)


def _owners(
    placed: Sequence[Placed],
    schemas: Mapping[object, object],
    folders: Mapping[str, Owners],
    namespaces: Namespaces,
) -> Iterator[tuple[object, Owners]]:
    direct: dict[object, set[object]] = defaultdict(set)
    links = {namespaces.term(name) for name in _DIRECT}
    for _, quad in placed:
        if quad.predicate in links and quad.object in schemas:
            direct[quad.subject].add(quad.object)
    for schema in schemas:
        direct[schema] = {schema}
    apart = {q.subject for f, q in placed if f not in folders and f != DERIVED}
    inside: dict[str, list[Quad]] = defaultdict(list)
    made: list[Quad] = []
    for folder, quad in placed:
        if quad.subject in apart:
            continue
        if folder in folders:
            inside[folder].append(quad)
        elif folder == DERIVED:
            made.append(quad)
    found: dict[object, Owners] = {}
    for folder, quads in inside.items():
        found |= _spread(quads, direct, folders[folder])
    yield from found.items()
    rules = namespaces.term("mut:RegleDeDerivation")
    known = {q.subject for q in made if q.predicate == RDF_TYPE and q.object == rules}
    made = [quad for quad in made if quad.subject not in known]
    named = {n: set(found[n]) for q in made for n in (q.subject, q.object) if n in found}
    yield from _spread(made, direct | named, _NOBODY).items()


def _spread(
    quads: Sequence[Quad], direct: Mapping[object, set[object]], others: Owners
) -> dict[object, Owners]:
    """The owners of the subjects of some statements: what they say, else their nearest's."""
    subjects = {quad.subject for quad in quads}
    if len(others) == 1 and all(direct.get(node, others) <= others for node in subjects):
        return dict.fromkeys(subjects, others)
    near: dict[object, set[object]] = defaultdict(set)
    for quad in quads:
        if quad.object in subjects or quad.object in direct:
            near[quad.subject].add(quad.object)
            near[quad.object].add(quad.subject)
    found = {node: frozenset(own) for node, own in direct.items() if own}
    wave = found
    while wave:
        new: dict[object, set[object]] = defaultdict(set)
        for node, own in wave.items():
            for other in near.get(node, ()):
                if other not in found and other in subjects:
                    new[other] |= own
        wave = {node: frozenset(own) for node, own in new.items()}
        found |= wave
    return {node: own for node in subjects if (own := found.get(node, others))}


def _text(term: object) -> str:
    return getattr(term, "value", "") if not isinstance(term, NamedNode) else ""
