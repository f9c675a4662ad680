"""What the ontology says of a term: its names, its definition, its domain and range, its codes."""

from __future__ import annotations

import re
from functools import lru_cache

from pyoxigraph import NamedNode

from mutugraph.model.description import Code
from mutugraph.model.facts import Facts
from mutugraph.model.grammar import Noun
from mutugraph.terms import natural_key

FEMININE = "féminin"
_QUOTED = re.compile(r'"([^"]+)"[^"]*\.\s*\Z')
_BARE = re.compile(r"\s([0-9][0-9.]*|true|false) \.\s*\Z")


class Terms:
    """The terms of the ontology, by IRI."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.noun = lru_cache(maxsize=None)(self._noun)
        self.ancestors = lru_cache(maxsize=None)(self._ancestors)
        self.codes = lru_cache(maxsize=None)(self._codes)

    def label(self, iri: str) -> str:
        """The French label, else the prefixed name."""
        split = self._facts.namespaces.split(iri)
        found = self._facts.french(NamedNode(iri), "skos:prefLabel")
        return found or (":".join(split) if split else iri)

    def definition(self, iri: str) -> str:
        """The French definition."""
        return self._facts.french(NamedNode(iri), "skos:definition") or ""

    def order(self, iri: str) -> float:
        """Its place in its list, after all others where it says none."""
        found = self._facts.number(NamedNode(iri), "mut:ordre")
        return float("inf") if found is None else float(found)

    def range(self, iri: str) -> str | None:
        """The range, if the ontology says one."""
        return self._facts.text(NamedNode(iri), "rdfs:range")

    def is_term(self, iri: str) -> bool:
        """Whether it is a class or a property: of ours, or a reused one that has a gender."""
        kinds = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
        declared = any(self._is_a(iri, f"owl:{kind}") for kind in kinds)
        return declared or self._facts.one(NamedNode(iri), "mut:genre") is not None

    def is_object_property(self, iri: str) -> bool:
        """Whether its values are entities."""
        return self._is_a(iri, "owl:ObjectProperty")

    def declares_absence(self, iri: str) -> bool:
        """Whether it speaks of the description: its value is the property that has no value."""
        return self._is_a(iri, "owl:AnnotationProperty")

    def of_domain(self, iri: str) -> list[str]:
        """The object and datatype properties of which the class is the domain."""
        found = self._facts.subjects("rdfs:domain", NamedNode(iri))
        kinds = ("owl:ObjectProperty", "owl:DatatypeProperty")
        own = (n.value for n in found if isinstance(n, NamedNode))
        return [name for name in own if any(self._is_a(name, kind) for kind in kinds)]

    def example(self, iri: str) -> str | None:
        """A literal value, taken from the example of the term."""
        text = self._facts.text(NamedNode(iri), "skos:example") or ""
        found = _QUOTED.search(text) or _BARE.search(text)
        return found[1] if found else None

    def members(self, scheme: str) -> tuple[Code, ...]:
        """The codes of a concept scheme, in their order."""
        return self._sorted(self._facts.subjects("skos:inScheme", NamedNode(scheme)))

    def _noun(self, iri: str) -> Noun | None:
        """The noun by which a sentence names the term; None for what the ontology does not name.

        A term that does not say its gender is masculine; the control asks for it.
        """
        node = NamedNode(iri)
        gender = self._facts.text(node, "mut:genre")
        text = self._facts.french(node, "mut:nom") or self._facts.french(node, "skos:prefLabel")
        return Noun(text, gender == FEMININE) if text else None

    def _ancestors(self, iri: str) -> frozenset[str]:
        """The classes above a class."""
        found: set[str] = set()
        todo = [NamedNode(iri)]
        while todo:
            for above in self._facts.all(todo.pop(), "rdfs:subClassOf"):
                if isinstance(above, NamedNode) and above.value not in found:
                    found.add(above.value)
                    todo.append(above)
        return frozenset(found)

    def _codes(self, iri: str) -> tuple[Code, ...]:
        """The codes of a class of concepts that the ontology lists."""
        typed = self._facts.subjects("rdf:type", NamedNode(iri))
        return self._sorted([n for n in typed if self._facts.one(n, "skos:inScheme")])

    def _sorted(self, nodes: list) -> tuple[Code, ...]:  # type: ignore[type-arg]
        def key(node: NamedNode) -> tuple[object, object]:
            return self._facts.number(node, "mut:ordre") or 0, natural_key(node.value)

        return tuple(
            Code(
                node.value,
                self._facts.text(node, "skos:notation"),
                self.label(node.value),
            )
            for node in sorted((n for n in nodes if isinstance(n, NamedNode)), key=key)
        )

    def _is_a(self, iri: str, kind: str) -> bool:
        return self._facts.term(kind) in self._facts.all(NamedNode(iri), "rdf:type")
