"""Where each triple of a schéma is written: in the file that has it, else with its kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from mutugraph.errors import IriInvalid
from mutugraph.iris import slug
from mutugraph.terms import RDF_TYPE
from mutugraph.turtle import canonical, format_text
from mutugraph.workbook.known import Known
from mutugraph.workbook.scope import Scope

_SHARED = {"commune": "communes.ttl", "territoire": "epci.ttl"}


def files_of(known: Known, scope: Scope, triples: frozenset[Triple]) -> dict[Path, str | None]:
    """The text of every file that changes; None for one that is left with nothing.

    Raises what `format` refuses: a file with comments, whose layout would lose them.
    """
    placed: dict[Path, set[Triple]] = {p: set(old & triples) for p, old in scope.files.items()}
    homes = _homes(scope)
    usual = _usual(scope)
    stated = frozenset().union(*scope.files.values())
    kinds: dict[object, object] = {t.subject: t.object for t in triples if t.predicate == RDF_TYPE}
    for triple in sorted(triples - stated, key=str):
        subject = triple.subject
        home = homes.get(subject) or _new_home(known, scope, kinds, subject, usual)
        placed.setdefault(home, set(_elsewhere(known, scope, home))).add(triple)
        homes[subject] = home
    changed: dict[Path, str | None] = {}
    for path, now in placed.items():
        old = known.data.get(path)
        if old and {quad.triple for quad in old.quads} == now:
            continue
        if old:
            format_text(old.text, known.namespaces, name=old.name)  # refuses to lose a comment
        space = known.namespaces.extended(old.prefixes) if old else known.namespaces
        changed[path] = canonical(now, space) if now else None
    return changed


def _homes(scope: Scope) -> dict[object, Path]:
    """The file that has most of what is said of each entity, its class first."""
    found: dict[object, Counter[Path]] = defaultdict(Counter)
    for path, triples in scope.files.items():
        for triple in triples:
            found[triple.subject][path] += 1000 if triple.predicate == RDF_TYPE else 1
    return {node: max(count, key=lambda p: (count[p], str(p))) for node, count in found.items()}


def _usual(scope: Scope) -> Mapping[object, Path]:
    """The file that has most entities of each class."""
    found: dict[object, Counter[Path]] = defaultdict(Counter)
    for path, triples in scope.files.items():
        for triple in triples:
            if triple.predicate == RDF_TYPE:
                found[triple.object][path] += 1
    return {kind: max(count, key=lambda p: (count[p], str(p))) for kind, count in found.items()}


def _new_home(
    known: Known,
    scope: Scope,
    kinds: Mapping[object, object],
    subject: object,
    usual: Mapping[object, Path],
) -> Path:
    """The file of a new entity: that of most of its class, else one of the name of its class."""
    kind = kinds.get(subject)
    if kind in usual:
        return usual[kind]
    described = known.model.classes.get(getattr(kind, "value", ""))
    path = getattr(subject, "value", "").removeprefix(known.namespaces.ids)
    owner = path.partition("/")[0]
    root = known.workspace.root / "data" / "ttl"
    if isinstance(kind, NamedNode) and not owner.isdigit():
        return root / _SHARED.get(owner, f"{owner}.ttl")
    try:
        name = slug(described.sheet.label if described and described.sheet else owner)
    except IriInvalid:
        name = owner
    return scope.folder / f"{name}.ttl"


def _elsewhere(known: Known, scope: Scope, path: Path) -> frozenset[Triple]:
    """What a file outside the folder of the schéma already says."""
    document = known.data.get(path) if path not in scope.files else None
    return frozenset(q.triple for q in document.quads) if document else frozenset()
