"""Names new entities: an address like those of its class, made of the name that a person typed.

A workbook has no key for what was written from it: imported again, its rows are the same entities.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pyoxigraph import NamedNode

from mutugraph.errors import IriInvalid
from mutugraph.iris import mint, slug
from mutugraph.model.description import ClassDescription
from mutugraph.terms import RDF_TYPE
from mutugraph.workbook.known import Known, folded
from mutugraph.workbook.scope import Scope

_NUMBERED = 10_000


class Minting:
    """Names the rows without key: entities that no other row is, else addresses not borne yet."""

    def __init__(self, known: Known, scope: Scope) -> None:
        self._known = known
        self._scope = scope
        self._taken: set[str] = set()
        self._places: dict[str, str] = {}
        self._unclaimed: dict[tuple[str, str], list[NamedNode]] = {}

    def take(self, keys: Iterable[str]) -> None:
        """Notes keys that a workbook gives: no other entity may have them."""
        self._taken |= {node.value for key in keys if key and (node := self._known.node(key))}
        own = {t.subject: t.object for t in self._scope.triples if t.predicate == RDF_TYPE}
        for node, label in self._known.labels.items():
            kind = own.get(node)
            if isinstance(kind, NamedNode) and node.value not in self._taken:
                self._unclaimed.setdefault((kind.value, folded(label)), []).append(node)
        for nodes in self._unclaimed.values():  # `…/achats` before `…/achats-2`
            nodes.sort(key=lambda node: (len(node.value), node.value), reverse=True)

    def mint(self, described: ClassDescription, label: str) -> NamedNode:
        """The entity of the schéma that has this name, else an address for a new one.

        A number where nothing names it.
        """
        if same := self._unclaimed.get((described.iri, folded(label))):
            return same.pop()
        place = self._places.setdefault(described.iri, self._place(described))
        try:
            last = slug(label) if label else ""
        except IriInvalid:
            last = ""
        for number in range(1, _NUMBERED):
            tail = last if last and number == 1 else f"{last}-{number}" if last else str(number)
            node = mint(self._known.namespaces, *place.split("/"), tail)
            if node.value not in self._taken and node.value not in self._known.subjects:
                self._taken.add(node.value)
                return node
        raise IriInvalid(text=label)

    def _place(self, described: ClassDescription) -> str:
        """Where most entities of the class are, of this schéma, else of others."""
        kind, ids = NamedNode(described.iri), self._known.namespaces.ids
        own: Counter[str] = Counter()
        others: Counter[str] = Counter()
        for quad in self._known.quads:
            if quad.predicate == RDF_TYPE and quad.object == kind:
                path = getattr(quad.subject, "value", "").removeprefix(ids)
                first, _, rest = path.partition("/")
                if rest and first == self._scope.siren:
                    own[path.rpartition("/")[0]] += 1
                elif rest:
                    others[first if not first.isdigit() else rest.partition("/")[0]] += 1
        if own:
            return max(own, key=lambda p: (own[p], p))
        if others:
            found = max(others, key=lambda p: (others[p], p))
            return found if found in ("epci", "commune") else f"{self._scope.siren}/{found}"
        return f"{self._scope.siren}/{slug(described.label)}"
