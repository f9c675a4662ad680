"""How much of the data the control protects: the share of faults in it that the control catches.

Each fault is made on a copy of an entity, so that the shapes judge them all in one run; an intact
copy tells what a copy is blamed for anyway. What shapes let pass is then made on the entity itself,
in a few runs of the other steps. Two kinds of fault: what all entities of a class have is removed,
where they are eight or more or the model demands it; a value is replaced by one of another kind, by
an entity or a code of another class, or said once too often.

`make check` runs this file. It ends with 1 under 96 % of either kind, and where a removal passes
that no line of the model declares optional (`mut:facultatifCar`).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from mutugraph.control.controlled import Controlled
from mutugraph.control.findings import Step
from mutugraph.control.reading import read_workspace
from mutugraph.control.rulebook import Rulebook
from mutugraph.control.shacl import shacl_findings
from mutugraph.control.steps import Run
from mutugraph.model.description import Model, PropertyDescription
from mutugraph.settings import Settings
from mutugraph.terms import RDF_TYPE, XSD_STRING
from mutugraph.workspace import Workspace

LEAST = 0.96
STEPS = (Step.MODEL, Step.COHERENCE, Step.PASSAGES)  # beside the shapes
MANY = 8  # entities of a class that all have a property by rule, where fewer may by chance
ROOT = Path(__file__).parent.parent
Value = NamedNode | Literal


@dataclass(frozen=True)
class Mutant:
    """A copy of an entity of a class, at fault in one property; without a property, intact."""

    copy: str
    entity: str
    kind: str
    fault: str
    predicate: str | None = None
    values: tuple[Value, ...] = ()


class Population:
    """The entities of the documents by class, and what they say."""

    def __init__(self, controlled: Controlled) -> None:
        self.said: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
        self.members: dict[str, list[str]] = defaultdict(list)
        for quad in controlled.quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                self.said[quad.subject.value][quad.predicate.value].append(quad.object)
        for subject in self.said:
            for kind in sorted(controlled.types.get(subject, ())):
                self.members[kind].append(subject)

    def mutants(self, model: Model) -> Iterator[Mutant]:
        """The removals, then the wrong values, each on a copy of its own; first, intact copies."""
        for kind, members in sorted(self.members.items()):
            if kind not in model.classes and len(members) < MANY:
                continue
            described = model.classes.get(kind)
            always = set.intersection(*(set(self.said[one]) for one in members))
            used = sorted({name for one in members for name in self.said[one]})
            for rank, name in enumerate(used):
                having = [one for one in members if name in self.said[one]]
                entity = having[rank % len(having)]
                copy = f"{entity}-{len(entity)}{rank}"
                yield Mutant(f"{copy}-intact", entity, kind, "intact")
                one = described.property(name) if described else None
                demanded = one is not None and (one.minimum or one.unless)
                if name in always and (len(members) >= MANY or demanded):
                    yield Mutant(f"{copy}-sans", entity, kind, "removal", name)
                if one:
                    yield from self._wrong(Mutant(copy, entity, kind, "", name), one, model)

    def _wrong(self, base: Mutant, one: PropertyDescription, model: Model) -> Iterator[Mutant]:
        copy, entity, kind = base.copy, base.entity, base.kind
        value = self.said[entity][one.iri][0]
        yield Mutant(f"{copy}-nature", entity, kind, "kind", one.iri, (_of_another_kind(value),))
        if isinstance(value, NamedNode) and (one.type or one.codes):
            other = NamedNode(self._of_another_class(one, model))
            yield Mutant(f"{copy}-classe", entity, kind, "class", one.iri, (other,))
        if one.maximum == 1:
            twice = (value, self._another(kind, one.iri, value))
            yield Mutant(f"{copy}-trop", entity, kind, "too many", one.iri, twice)

    def _of_another_class(self, one: PropertyDescription, model: Model) -> str:
        """A code of another list, for a code; else a passage, or a section for a passage."""
        if one.codes:
            own = {code.iri for code in one.codes}
            every = (p for c in model.classes.values() for p in c.properties)
            return next(code.iri for p in every for code in p.codes if code.iri not in own)
        kinds = ("/Passage", "/Section")
        wrong = next(end for end in kinds if not (one.type or "").endswith(end))
        return next(members[0] for kind, members in self.members.items() if kind.endswith(wrong))

    def _another(self, kind: str, name: str, value: Value) -> Value:
        """Another value of the same kind: one that another entity has, else one like it."""
        others = (v for one in self.members[kind] for v in self.said[one].get(name, ()))
        found = next((other for other in others if other != value), None)
        if found is not None:
            return found
        if isinstance(value, NamedNode):
            return NamedNode(f"{value.value}-autre")
        digits = value.value[:-1] + ("1" if value.value.endswith("2") else "2")
        if value.language:
            return Literal(f"{value.value} bis", language=value.language)
        return Literal(digits, datatype=value.datatype)


def _of_another_kind(value: Value) -> Value:
    if isinstance(value, NamedNode) or value.language:
        return Literal("faux")
    if value.datatype == XSD_STRING:
        return Literal("faux", language="fr")
    return Literal("faux", datatype=value.datatype)


def with_copies(controlled: Controlled, mutants: list[Mutant]) -> Controlled:
    """The same documents, with the copies where the entities are."""
    return _changed(controlled, {m.copy: m for m in mutants}, lambda m: m.copy, keep=True)


def in_place(controlled: Controlled, mutants: list[Mutant]) -> Controlled:
    """The same documents, with the faults on the entities themselves."""
    return _changed(controlled, {m.entity: m for m in mutants}, lambda m: m.entity, keep=False)


def _changed(
    controlled: Controlled,
    chosen: Mapping[str, Mutant],
    name: Callable[[Mutant], str],
    *,
    keep: bool,
) -> Controlled:
    of: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in chosen.values():
        of[mutant.entity].append(mutant)
    documents = []
    for document in controlled.documents:
        quads: list[Quad] = []
        for quad in document.quads:
            mutants = of.get(getattr(quad.subject, "value", ""), ())
            if keep or not mutants:
                quads.append(quad)
            for mutant in mutants:
                node = NamedNode(name(mutant))
                if quad.predicate.value != mutant.predicate:
                    quads.append(Quad(node, quad.predicate, quad.object, quad.graph_name))
                if quad.predicate == RDF_TYPE:
                    predicate = NamedNode(mutant.predicate or quad.predicate.value)
                    values = mutant.values
                    quads += [Quad(node, predicate, v, quad.graph_name) for v in values]
        documents.append(replace(document, quads=tuple(quads)))
    return replace(controlled, documents=tuple(documents))


def caught_by_shapes(run: Run, mutants: list[Mutant]) -> set[Mutant]:
    """The mutants that the shapes blame for more than the intact copy of their entity."""
    blamed: dict[str, set[tuple[str, str | None, str | None]]] = defaultdict(set)
    derived = run.derived
    for one in shacl_findings(with_copies(derived, mutants), run.book.shapes):
        blamed[one.subject].add((one.code, one.predicate, one.value))
    intact: dict[str, set[tuple[str, str | None, str | None]]] = defaultdict(set)
    for mutant in mutants:
        if mutant.fault == "intact":
            intact[mutant.entity] |= blamed[mutant.copy]
    return {m for m in mutants if blamed[m.copy] - intact[m.entity]}


def caught_in_place(run: Run, mutants: list[Mutant]) -> set[Mutant]:
    """The mutants for which any step finds something new about the entity, batch by batch."""
    before = {finding.fingerprint for finding in run.findings(STEPS)[0]}
    seen: set[Mutant] = set()
    for batch in batches(mutants):
        spoilt = Run(in_place(run.controlled, batch), run.book, run.settings)
        fresh = [f for f in spoilt.findings(STEPS)[0] if f.fingerprint not in before]
        subjects = {finding.subject for finding in fresh}
        seen |= {mutant for mutant in batch if mutant.entity in subjects}
    return seen


def batches(every: list[Mutant]) -> Iterator[list[Mutant]]:
    """Mutants by batches in which no entity is touched twice, and one entity of a class.

    Rules compare an entity with the others of its class: these stay intact beside it.
    """
    left = list(every)
    while left:
        alone = {mutant.kind: mutant for mutant in reversed(left)}
        batch = list({mutant.entity: mutant for mutant in alone.values()}.values())
        yield batch
        left = [mutant for mutant in left if mutant not in batch]


def optional(model: Model) -> set[tuple[str, str]]:
    """The (class, property) that the model declares optional, with a reason."""
    classes = model.classes.values()
    return {(c.iri, one.iri) for c in classes for one in c.properties if one.optional_because}


def main() -> int:
    """Prints the share of each kind, and each fault that is not caught."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", type=Path, default=ROOT)
    workspace = Workspace(parser.parse_args().workspace)
    book, controlled = Rulebook(workspace), read_workspace(workspace)
    every = list(Population(controlled).mutants(book.shapes.model))
    run = Run(controlled, book, Settings.read({}))
    seen, declared = caught_by_shapes(run, every), optional(book.shapes.model)
    seen |= caught_in_place(run, [m for m in every if m not in seen and m.fault != "intact"])
    classes, failed = book.shapes.model.classes, False
    for kinds, name in (
        (("removal",), "removals"),
        (("kind", "class", "too many"), "wrong values"),
    ):
        own = [mutant for mutant in every if mutant.fault in kinds]
        missed = [mutant for mutant in own if mutant not in seen]
        for mutant in missed:
            told = (mutant.kind, mutant.predicate) in declared
            failed |= name == "removals" and not told and mutant.kind in classes
            why = "optional" if told else mutant.fault
            sys.stdout.write(f"not caught ({why}): {mutant.kind} {mutant.predicate}{os.linesep}")
        share = 1 - len(missed) / len(own)
        failed |= share <= LEAST
        count = f"{len(own) - len(missed)} of {len(own)} {name} caught: {share:.1%}"
        sys.stdout.write(count + os.linesep)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
