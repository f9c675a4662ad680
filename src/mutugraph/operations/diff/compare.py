"""Compares the data of two bases as written: moved files and renamed blank nodes are no change."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, Triple

from mutugraph.control.base import base_folder
from mutugraph.control.controlled import Controlled
from mutugraph.control.reading import read_paths
from mutugraph.errors import StepFailed
from mutugraph.operations.diff.changes import Difference, Words, changes
from mutugraph.operations.diff.impact import answers_changed
from mutugraph.workspace import Workspace

MAX_BLANK_NODES = 2000
HERE = "."


def diff(workspace: Workspace, before: str, after: str, *, impact: bool = False) -> Difference:
    """What changes in the data from one base to another.

    A base is a folder (of data, or a workspace) or a revision of git; `.` is the workspace as it
    is. With `impact`, the questions whose answers change too. Raises `BaseUnknown`, `GitMissing`
    and the errors of reading.
    """
    data = workspace.root / "data" / "ttl"
    with base_folder(_base(before, data), data) as first:
        old = read_paths(workspace, [first])
    with base_folder(_base(after, data), data) as second:
        new = read_paths(workspace, [second])
    entities = changes(_triples(old), _triples(new), _words(old), _words(new))
    return Difference(
        before=before,
        after=after,
        entities=tuple(entities),
        answers=tuple(answers_changed(workspace, old, new)) if impact else None,
    )


def _base(base: str, data: Path) -> str:
    return str(data) if base == HERE else base


def _triples(controlled: Controlled) -> frozenset[Triple]:
    """The triples of the documents, literals as written, blank nodes named by RDFC-1.0."""
    triples = {Triple(q.subject, q.predicate, q.object) for q in controlled.quads}
    anonymous = [t for t in triples if _blank(t)]
    if not anonymous:
        return frozenset(triples)
    if len({t.subject for t in anonymous}) > MAX_BLANK_NODES:
        raise StepFailed(step="diff", detail=f"> {MAX_BLANK_NODES} _:")
    dataset = Dataset(Quad(t.subject, t.predicate, t.object) for t in anonymous)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    named = {Triple(q.subject, q.predicate, q.object) for q in dataset}
    return frozenset((triples - set(anonymous)) | named)


def _blank(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)


def _words(controlled: Controlled) -> Words:
    return Words(
        entity=controlled.label,
        context=lambda subject: _context(controlled, subject),
        predicate=controlled.property_label,
    )


def _context(controlled: Controlled, subject: str) -> str | None:
    """The service whose sheet prints the entity, and the authority that it is about."""
    parts: Sequence[str] = [*controlled.service(subject), *controlled.authorities(subject)]
    return ", ".join(parts) or None
