"""How much of the data the control protects: the share of removals of a property that it catches.

A mutant removes one property of one entity, for each class and each property that all its entities
have. Mutants of different classes share one run, so that all are judged in a few. `make check` runs
this file; it ends with 1 under 95 %.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from mutugraph.control.controlled import Controlled
from mutugraph.control.findings import Step
from mutugraph.control.reading import read_workspace
from mutugraph.control.steps import Rulebook, Run
from mutugraph.settings import Settings
from mutugraph.turtle.reading import Document
from mutugraph.workspace import Workspace

LEAST = 0.95
STEPS = (Step.MODEL, Step.SHACL, Step.COHERENCE, Step.PASSAGES)
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Mutant:
    """One entity, its class, and the property that is taken from it."""

    entity: str
    kind: str
    predicate: str


def mutants(controlled: Controlled) -> list[Mutant]:
    """One for each class and each property that every entity of the class has."""
    own = str(controlled.namespaces["mut"].iri)
    properties: dict[str, set[str]] = defaultdict(set)
    for quad in controlled.quads:
        if isinstance(quad.subject, NamedNode):
            properties[quad.subject.value].add(quad.predicate.value)
    members: dict[str, list[str]] = defaultdict(list)
    for subject in properties:
        for kind in controlled.types.get(subject, ()):
            if kind.startswith(own):
                members[kind].append(subject)
    found = []
    for kind, subjects in sorted(members.items()):
        always = set.intersection(*(properties[subject] for subject in subjects))
        for rank, predicate in enumerate(sorted(always)):
            found.append(Mutant(subjects[rank % len(subjects)], kind, predicate))
    return found


def batches(every: list[Mutant]) -> Iterator[list[Mutant]]:
    """Mutants by batches in which no entity is touched twice, and each class once."""
    left = list(every)
    while left:
        batch: list[Mutant] = []
        rest: list[Mutant] = []
        touched: set[str] = set()
        for mutant in left:
            free = mutant.entity not in touched and mutant.kind not in touched
            (batch if free else rest).append(mutant)
            if free:
                touched |= {mutant.entity, mutant.kind}
        yield batch
        left = rest


def without(controlled: Controlled, batch: list[Mutant]) -> Controlled:
    """The same documents without what the mutants remove."""
    gone = {(mutant.entity, mutant.predicate) for mutant in batch}
    return replace(controlled, documents=tuple(_without(d, gone) for d in controlled.documents))


def caught(book: Rulebook, controlled: Controlled, batch: list[Mutant]) -> set[Mutant]:
    """The mutants of a batch that the control sees: a new finding about the entity."""
    settings = Settings.read({})
    found, _ = Run(without(controlled, batch), book, settings).findings(STEPS)
    before, _ = Run(controlled, book, settings).findings(STEPS) if not _BEFORE else (_BEFORE, ())
    _BEFORE.extend(before if not _BEFORE else ())
    known = {finding.fingerprint for finding in _BEFORE}
    fresh = [finding for finding in found if finding.fingerprint not in known]
    subjects = {finding.subject for finding in fresh}
    return {m for m in batch if m.entity in subjects}


_BEFORE: list = []  # type: ignore[type-arg]  # the findings of the data as they are, once


def _without(document: Document, gone: set[tuple[str, str]]) -> Document:
    quads = tuple(q for q in document.quads if (_text(q), q.predicate.value) not in gone)
    return document if len(quads) == len(document.quads) else replace(document, quads=quads)


def _text(quad: Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, NamedNode) else str(quad.subject)


def main() -> int:
    """Prints the share, and each mutant that is not caught."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path, default=ROOT)
    workspace = Workspace(parser.parse_args().workspace)
    book, controlled = Rulebook(workspace), read_workspace(workspace)
    every = mutants(controlled)
    seen: set[Mutant] = set()
    for batch in batches(every):
        seen |= caught(book, controlled, batch)
    share = len(seen) / len(every)
    for mutant in (m for m in every if m not in seen):
        sys.stdout.write(f"not caught: {mutant.kind} {mutant.predicate}{os.linesep}")
    sys.stdout.write(f"{len(seen)} of {len(every)} removals caught: {share:.1%}{os.linesep}")
    return int(share < LEAST)


if __name__ == "__main__":
    sys.exit(main())
