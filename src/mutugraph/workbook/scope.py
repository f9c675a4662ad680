"""Which triples are those of one schéma: the files of its folder, and what is said of its EPCI."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from mutugraph.errors import UnknownName
from mutugraph.terms import RDF_TYPE
from mutugraph.typography import keyboard
from mutugraph.workbook.known import Known

_NEAREST = 3


@dataclass(frozen=True)
class Scope:
    """One schéma: its EPCI's SIREN, its édition, its folder, the triples of each of its files."""

    siren: str
    edition: str
    folder: Path
    files: Mapping[Path, frozenset[Triple]]

    @cached_property
    def triples(self) -> frozenset[Triple]:
        """Every triple of the schéma."""
        return frozenset().union(*self.files.values())


def find_scope(known: Known, name: str, edition: str | None = None) -> Scope:
    """The schéma of an EPCI (SIREN or name); without édition, the latest.

    Raises `UnknownName` with the nearest names.
    """
    schemas = list(_schemas(known))
    bodies = {siren: _label(known, siren) for siren, _, _ in schemas}
    siren = _named(name, bodies)
    editions = {code: path for one, code, path in schemas if one == siren}
    if edition is not None and edition not in editions:
        raise UnknownName(kind="schema", name=edition, nearest=tuple(sorted(editions)))
    code = edition or max(editions)
    return scope_in(known, siren, code, editions[code].parent)


def scope_of(known: Known, siren: str, edition: str) -> Scope:
    """The schéma that a workbook is about, which the graph may not have yet."""
    for one, code, path in _schemas(known):
        if (one, code) == (siren, edition):
            return scope_in(known, siren, edition, path.parent)
    root = known.workspace.root / "data" / "ttl" / siren
    others = any(one == siren for one, _, _ in _schemas(known))
    return scope_in(known, siren, edition, root / edition if others and edition else root)


def scope_in(known: Known, siren: str, edition: str, folder: Path) -> Scope:
    """The schéma in a folder: what is there, but for the folders of other éditions."""
    others = {p.parent for s, code, p in _schemas(known) if (s, code) != (siren, edition)}
    apart = {one for one in others if folder in one.parents}
    files = {
        path: frozenset(quad.triple for quad in document.quads)
        for path, document in known.data.items()
        if folder in path.parents and not apart & {*path.parents}
    }
    return Scope(siren, edition, folder, files)


def _schemas(known: Known) -> list[tuple[str, str, Path]]:
    """SIREN, code and file of every schéma."""
    space = known.namespaces
    kind, of, code = (space.term(n) for n in ("mut:Schema", "mut:epci", "dct:identifier"))
    found = []
    for path, document in known.data.items():
        own = {q.subject for q in document.quads if (q.predicate, q.object) == (RDF_TYPE, kind)}
        for node in own:
            said = {q.predicate: q.object for q in document.quads if q.subject == node}
            body, number = said.get(of), said.get(code)
            if isinstance(body, NamedNode):
                siren = body.value.rpartition("/")[2]
                found.append((siren, number.value if isinstance(number, Literal) else "", path))
    return found


def _named(name: str, bodies: Mapping[str, str]) -> str:
    wanted = keyboard(name).strip().casefold()
    for siren, label in bodies.items():
        if wanted in (siren, keyboard(label).casefold()):
            return siren
    ways = {keyboard(label).casefold(): label for label in bodies.values()}
    close = [way for way in ways if wanted and wanted in way]
    close = close or difflib.get_close_matches(wanted, ways, _NEAREST, 0.5)
    nearest = tuple(ways[one] for one in close[:_NEAREST])
    raise UnknownName(kind="epci_du_graphe", name=name, nearest=nearest)


def _label(known: Known, siren: str) -> str:
    return known.labels.get(known.namespaces.id(f"epci/{siren}"), siren)
