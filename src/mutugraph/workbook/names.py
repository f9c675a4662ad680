"""Entities by the names that people choose in lists, and the names of entities."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Mapping

from pyoxigraph import NamedNode

from mutugraph.workbook.known import Known, by_text, folded
from mutugraph.workbook.plan import PROPERTIES

_NEAREST, _ALIKE = 3, 0.6
_KEYED = re.compile(r"(?s)(.*) \[([^\[\]]+)\]\Z")


class NameUnknown(LookupError):
    """A name that nothing bears, with the nearest."""

    def __init__(self, name: str, nearest: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.nearest = nearest


class NameShared(LookupError):
    """A name that several entities bear, with the way to write each."""

    def __init__(self, name: str, candidates: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.candidates = candidates


class Names:
    """The names of the graph and of a workbook; those of the workbook come first.

    `own` are the names of the workbook's rows, `kinds` their classes. What was renamed is still
    found by the name that the graph gives it, and what no name is found for by another name of its.
    """

    def __init__(
        self,
        known: Known,
        own: Mapping[NamedNode, str],
        kinds: Mapping[NamedNode, frozenset[NamedNode]],
    ) -> None:
        self._known = known
        self._labels = {**known.labels, **own}
        self._own = own
        self._types = {**known.types, **kinds}
        space = known.namespaces
        self._properties = {space.term(f"owl:{one}Property") for one in ("Object", "Datatype")}
        self._typed = by_text(own.items())
        self._codes: dict[str | None, set[NamedNode]] = defaultdict(set)
        for described in known.model.classes.values():
            for one in described.properties:
                if one.type is None:
                    self._codes[one.iri].update(NamedNode(code.iri) for code in one.codes)

    def label(self, node: NamedNode) -> str:
        """The name of an entity; where it has none, that of its class."""
        if node in self._labels:
            return " ".join(self._labels[node].split())
        found = [self._known.model.classes.get(kind.value) for kind in self._types.get(node, ())]
        return max((one.label for one in found if one), default="", key=len) or "?"

    def text(self, node: NamedNode, kind: str | None) -> str:
        """How a cell names an entity: its name, and its key where others of the kind share it."""
        label = self.label(node)
        try:
            if self.find(label, kind) == node:
                return label
        except LookupError:
            pass
        return self._keyed(node)

    def find(self, text: str, kind: str | None) -> NamedNode:
        """The entity that a cell names. Raises `NameUnknown`, `NameShared`."""
        wanted = folded(text)
        before = self._known.by_text.get(wanted, [])
        typed = self._typed.get(wanted, [])
        now = [*self._typed.get(wanted, []), *(n for n in before if n not in self._own)]
        if exchanged := self._exchanged(wanted, kind):
            raise NameShared(text, tuple(sorted(map(self._keyed, exchanged))))
        for found in (typed, now, before, self._known.by_other_text.get(wanted, [])):
            fit = [node for node in found if self._is_a(node, kind)]
            if len(fit) == 1:
                return fit[0]
            if len(fit) > 1:
                raise NameShared(text, tuple(sorted(map(self._keyed, fit))))
        if keyed := _KEYED.match(text):
            node = self._known.node(keyed[2])
            external = node is not None and not node.value.startswith(self._known.namespaces.base)
            if node is not None and (external or node in self._types or node in self._labels):
                return node
        raise NameUnknown(text, self._nearest(wanted, kind))

    def _exchanged(self, wanted: str, kind: str | None) -> list[NamedNode]:
        """The rows that bear a name now, where another row bore it before and was renamed."""
        now = [n for n in self._typed.get(wanted, ()) if self._is_a(n, kind)]
        before = [n for n in self._known.by_text.get(wanted, ()) if self._is_a(n, kind)]
        renamed = [n for n in before if n in self._own and n not in now]
        return [*now, *renamed] if now and renamed else []

    def _keyed(self, node: NamedNode) -> str:
        return f"{self.label(node)} [{self._known.key(node)}]"

    def of(self, kind: str) -> list[str]:
        """The names to choose from for a class, in the order of the alphabet."""
        nodes = [node for node in self._types if self._is_a(node, kind)]
        return sorted({self.text(node, kind) for node in nodes}, key=lambda t: t.casefold())

    def _is_a(self, node: NamedNode, kind: str | None) -> bool:
        own = self._types.get(node, frozenset())
        if node in self._known.hidden:
            return False
        if kind == PROPERTIES:
            return not self._properties.isdisjoint(own)
        if codes := self._codes.get(kind):
            return node in codes
        return kind is None or NamedNode(kind) in own

    def _nearest(self, wanted: str, kind: str | None) -> tuple[str, ...]:
        fitting = {
            folded(label): node for node, label in self._labels.items() if self._is_a(node, kind)
        }
        close = difflib.get_close_matches(wanted, fitting, _NEAREST, _ALIKE)
        return tuple(self.label(fitting[one]) for one in close)
