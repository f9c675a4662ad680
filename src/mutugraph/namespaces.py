"""The prefixes, read from `ontology/prefixes.ttl`: the only source of IRIs in Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from mutugraph.errors import FileError, PrefixesBroken, PrefixUnknown
from mutugraph.text_files import read_text

OWN_PREFIX = "mut"
OWN_PATH = "def/mutualisation/"


@dataclass(frozen=True, slots=True)
class Namespace:
    """One namespace; `ns["mut"].Passage` and `ns["mut"]["Passage"]` build its terms."""

    iri: str

    def __getattr__(self, local: str) -> NamedNode:
        if local.startswith("__"):
            raise AttributeError(local)
        return NamedNode(self.iri + local)

    def __getitem__(self, local: str) -> NamedNode:
        return NamedNode(self.iri + local)


@dataclass(frozen=True, slots=True)
class Namespaces:
    """Prefixes to namespaces, and the base that all the project's own IRIs start with.

    `base` is the namespace of `mut:` without `def/mutualisation/`: one value, changed in one file.
    """

    prefixes: Mapping[str, str]
    base: str
    _by_namespace: Mapping[str, str] = field(init=False, repr=False, compare=False)
    _start: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _terms: dict[str, NamedNode] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "prefixes", MappingProxyType(dict(self.prefixes)))
        pairs = ((namespace, prefix) for prefix, namespace in self.prefixes.items())
        # the first of two prefixes of one namespace; the longest namespace is tried first
        known = dict(sorted(pairs, reverse=True))
        ordered = map(re.escape, sorted(known, key=len, reverse=True))
        object.__setattr__(self, "_by_namespace", known)
        object.__setattr__(self, "_start", re.compile("|".join(ordered) or r"(?!)"))

    def __hash__(self) -> int:
        return hash((self.base, *self.prefixes))

    @property
    def ids(self) -> str:
        """The base of the entities, that the canonical Turtle writes as `BASE`."""
        return self.base + "id/"

    def __getitem__(self, prefix: str) -> Namespace:
        try:
            return Namespace(self.prefixes[prefix])
        except KeyError:
            raise PrefixUnknown(prefix=prefix) from None

    def term(self, name: str) -> NamedNode:
        """The node of a prefixed name such as `mut:Passage`. Raises `PrefixUnknown`."""
        found = self._terms.get(name)
        if found is None:
            prefix, _, local = name.partition(":")
            found = self._terms[name] = self[prefix][local]
        return found

    def id(self, path: str) -> NamedNode:
        """The entity at a path under `/id/`, such as `commune/57463`."""
        return NamedNode(self.ids + path)

    def graph(self, path: str) -> NamedNode:
        """The named graph of a data file, from its path without extension."""
        return NamedNode(f"{self.base}graphe/{path}")

    def split(self, iri: str) -> tuple[str, str] | None:
        """Prefix and local name of an IRI, by its longest declared namespace; None if none fits."""
        found = self._start.match(iri)
        return (self._by_namespace[found[0]], iri[found.end() :]) if found else None

    def extended(self, more: Mapping[str, str]) -> Namespaces:
        """These prefixes and another file's; where one is in both, these win."""
        known = set(self.prefixes.values())
        added = {p: n for p, n in more.items() if n not in known}
        return Namespaces({**added, **self.prefixes}, self.base)

    def sparql_prologue(self) -> str:
        """`PREFIX` lines for every declared prefix, in alphabetical order."""
        return "".join(f"PREFIX {p}: <{n}>\n" for p, n in sorted(self.prefixes.items()))


def read_namespaces(path: Path) -> Namespaces:
    """The `sh:declare` blocks of a prefixes file (SHACL §5.2.1). Raises `PrefixesBroken`."""
    found: dict[str, dict[str, str]] = {}
    try:
        for quad in parse(read_text(path), format=RdfFormat.TURTLE):
            key = quad.predicate.value.rpartition("#")[2]
            if key in ("prefix", "namespace") and isinstance(quad.object, Literal):
                found.setdefault(str(quad.subject), {})[key] = quad.object.value
    except FileError as error:
        told = {"line": 1, "detail": ""} | dict(error.facts)
        raise PrefixesBroken(path=str(path), line=told["line"], detail=told["detail"]) from error
    except SyntaxError as error:
        raise PrefixesBroken(path=str(path), line=error.lineno or 1, detail=error.msg) from error
    prefixes: dict[str, str] = {}
    for subject, block in found.items():
        if set(block) != {"prefix", "namespace"} or block["prefix"] in prefixes:
            raise PrefixesBroken(path=str(path), line=1, detail=subject)
        prefixes[block["prefix"]] = block["namespace"]
    own = prefixes.get(OWN_PREFIX, "")
    if not own.endswith(OWN_PATH):
        raise PrefixesBroken(path=str(path), line=1, detail=f"{OWN_PREFIX}: …/{OWN_PATH}")
    return Namespaces(prefixes, own.removesuffix(OWN_PATH))
