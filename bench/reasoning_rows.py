"""Reasoning: the OWL 2 RL closure against owlrl, with the same entailments; the rules."""

from __future__ import annotations

import owlrl
import rdflib
from pyoxigraph import Store

from bench.measuring import Ground, Row, Rows, against, seconds
from mutugraph.engine.closure import close, compile_axioms
from mutugraph.engine.derive import derive, read_rules
from mutugraph.engine.embedded import with_union

_TIMES = 100


def reasoning(ground: Ground) -> Rows:
    """On one EPCI: the files of the project."""
    workspace = ground.workspace
    files = [*workspace.ontology_files, *workspace.data_files]
    quads = ground.statements
    stated = [quad.triple for quad in quads]
    graph = rdflib.Graph()
    for path in files:
        graph.parse(path, format="turtle")
    closure = owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    )
    reference = seconds(lambda: closure.expand(graph))
    axioms = compile_axioms(stated, workspace.namespaces)
    ours = seconds(lambda: close(axioms, stated), times=3)
    yield against("OWL 2 RL closure", ours, reference, _TIMES, "owlrl")
    entailed = close(axioms, stated).triples
    theirs = {tuple(term.n3() for term in triple) for triple in graph}
    same = sum((str(t.subject), str(t.predicate), str(t.object)) in theirs for t in entailed)
    yield Row(
        "entailments that owlrl has too", f"{same}", f"{len(entailed)}", same / len(entailed), 1
    )

    def everything() -> None:
        store = Store()
        store.bulk_extend(with_union(quads))
        derive(store, workspace, read_rules(workspace))

    took = seconds(everything, times=3)
    yield Row("rules and closure, from statements in memory", f"{took:.2f} s", "", None)
