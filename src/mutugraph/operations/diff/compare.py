"""Compares two bases as written: moved Turtle files and renamed blank nodes are no change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import TypeVar

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    Store,
    Triple,
)

from mutugraph.control.controlled import Controlled
from mutugraph.engine.derive import PLACES, read_rules, run_rules
from mutugraph.errors import StepFailed
from mutugraph.operations.diff.changes import Difference, Words, changes, file_changes
from mutugraph.operations.diff.impact import answers_changed
from mutugraph.operations.diff.sides import Side, both_sides
from mutugraph.workspace import Workspace

MAX_BLANK_NODES = 2000
_DIGITS = 24
_LONE, _QUOTED = " _: ", "<<"  # no line of N-Triples begins or ends like the first
Node = TypeVar("Node", NamedNode | BlankNode | Triple, NamedNode | BlankNode | Literal | Triple)


def diff(workspace: Workspace, before: str, after: str, *, impact: bool = False) -> Difference:
    """What changes from one base to another: data, ontology, shapes, and every file of text.

    A base is a folder (a workspace, or data) or a revision of git; `.` is the workspace as it is.
    Where one of the two is data alone, the data are compared. With `impact`, the questions whose
    answers change too. Raises `BaseUnknown`, `GitMissing`… as `base_root`, and the errors of
    reading.
    """
    with both_sides(workspace, before, after) as (old, new):
        return Difference(
            before=before,
            after=after,
            entities=tuple(changes(_triples(old), _triples(new), _words(old), _words(new))),
            files=tuple(file_changes(old.texts, new.texts)) if old.whole else (),
            answers=tuple(answers_changed(old, new)) if impact else None,
        )


def _triples(side: Side) -> frozenset[Triple]:
    """The triples of a base, literals as written, blank nodes named by what they are."""
    triples = {quad.triple for quad in side.controlled.quads}
    if side.whole:
        triples |= {quad.triple for document in side.vocabulary for quad in document.quads}
    anonymous = [(triple, nodes) for triple in triples if (nodes := _blanks(triple))]
    triples.difference_update(triple for triple, _ in anonymous)
    seen: Counter[str] = Counter()
    for nodes, part in _parts(anonymous):
        alone = _lone(nodes[0], part, seen) if len(nodes) == 1 else None
        triples |= alone or _named(nodes, part, seen)
    return frozenset(triples)


def _lone(node: BlankNode, part: Sequence[Triple], seen: Counter[str]) -> set[Triple] | None:
    """The triples of the only blank node of a part, whose canonical form needs no search.

    None where a triple is within another, which only the canonical form renames.
    """
    lines = [str(triple) for triple in part]
    if any(_QUOTED in line for line in lines):
        return None
    begins, ends = f"{node} ", f" {node}"
    lines = [_LONE + x.removeprefix(begins) if x.startswith(begins) else x for x in lines]
    lines = [x.removesuffix(ends) + _LONE if x.endswith(ends) else x for x in lines]
    new = BlankNode(_start(lines, seen))
    return {
        Triple(
            new if line.startswith(_LONE) else triple.subject,
            triple.predicate,
            new if line.endswith(_LONE) else triple.object,
        )
        for line, triple in zip(lines, part, strict=True)
    }


def _named(nodes: Sequence[BlankNode], part: Sequence[Triple], seen: Counter[str]) -> set[Triple]:
    """The triples of connected blank nodes, which bear the hash of their canonical form (RDFC-1.0).

    So a change in one part leaves the names of the others; the copies of a part are numbered.
    """
    if len(nodes) > MAX_BLANK_NODES:
        raise StepFailed(step="diff", detail=f"> {MAX_BLANK_NODES} _:")
    dataset = Dataset(Quad(t.subject, t.predicate, t.object) for t in part)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    canonical = [quad.triple for quad in dataset]
    start = _start(map(str, canonical), seen)

    def known(node: Node) -> Node | BlankNode:
        return BlankNode(start + node.value) if isinstance(node, BlankNode) else node

    return {Triple(known(t.subject), t.predicate, known(t.object)) for t in canonical}


def _start(lines: Iterable[str], seen: Counter[str]) -> str:
    """How the names of a part begin: the hash of its lines, and which of its copies it is."""
    key = sha256("\n".join(sorted(lines)).encode()).hexdigest()[:_DIGITS]
    seen[key] += 1
    return f"{key}n{seen[key]}"


def _parts(
    anonymous: Iterable[tuple[Triple, list[BlankNode]]],
) -> Iterable[tuple[list[BlankNode], list[Triple]]]:
    """The blank nodes that triples connect, and those triples."""
    part_of: dict[BlankNode, list[Triple]] = {}
    for triple, (first, *others) in anonymous:
        part = part_of.setdefault(first, [])
        part.append(triple)
        for node in others:
            other = part_of.setdefault(node, part)
            if other is part:
                continue
            small, large = sorted((part, other), key=len)
            large += small
            for moved in small:
                part_of |= dict.fromkeys(_blanks(moved), large)
            part = large
    parts: dict[int, tuple[list[BlankNode], list[Triple]]] = {}
    for node, part in part_of.items():
        parts.setdefault(id(part), ([], part))[0].append(node)
    return parts.values()


def _blanks(triple: Triple) -> list[BlankNode]:
    return [node for node in (triple.subject, triple.object) if isinstance(node, BlankNode)]


def _placed(side: Side) -> Controlled:
    """With how its passages are cited, which a rule derives from their union."""
    store, workspace = Store(), side.workspace
    quads = (*side.controlled.quads, *side.controlled.around)
    store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    run_rules(store, workspace, read_rules(workspace, PLACES))
    derived = store.quads_for_pattern(None, None, None, workspace.derived_graph(PLACES))
    return replace(side.controlled, derived=tuple(derived))


def _words(side: Side) -> Words:
    """How a side speaks; places are derived at the first word that is asked of it, often none."""

    @cache
    def controlled() -> Controlled:
        named = side.vocabulary if side.whole else ()
        return replace(_placed(side), context=(*side.controlled.context, *named))

    return Words(
        entity=lambda subject: controlled().label(subject),
        context=lambda subject: _context(controlled(), subject),
        predicate=lambda predicate: controlled().property_label(predicate),
    )


def _context(controlled: Controlled, subject: str) -> str | None:
    """The service whose sheet prints the entity, and the authority that it is about."""
    parts: Sequence[str] = [*controlled.service(subject), *controlled.authorities(subject)]
    return ", ".join(parts) or None
