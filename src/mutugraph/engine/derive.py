"""Runs the rules of `ontology/rules/`: what each derives goes into a named graph of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Quad, QueryTriples, Store, Triple

from mutugraph.engine.embedded import oxigraph_errors, with_union
from mutugraph.errors import QueryError, RuleFailed
from mutugraph.headers import Headed, read_headed
from mutugraph.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Rule:
    """One CONSTRUCT: its id, which is the name of its file, and the file with its header."""

    id: str
    file: Headed


def read_rules(workspace: Workspace) -> tuple[Rule, ...]:
    """The rules, in the order in which they run. Raises `HeaderInvalid`, `FileUnreadable`."""
    return tuple(
        Rule(path.stem, read_headed(path, workspace.name(path))) for path in workspace.rule_files
    )


def derive(store: Store, workspace: Workspace, rules: tuple[Rule, ...]) -> dict[str, int]:
    """Runs each rule over the union of all graphs, which includes what earlier rules derived.

    Returns how many triples each rule derived, by its id. Raises `RuleFailed`.
    """
    counts: dict[str, int] = {}
    for rule in rules:
        graph = workspace.derived_graph(rule.id)
        triples = _construct(store, rule, workspace.namespaces.prefixes)
        quads = (Quad(t.subject, t.predicate, t.object, graph) for t in triples)
        store.extend(with_union(quads))
        counts[rule.id] = len(triples)
    return counts


def _construct(store: Store, rule: Rule, prefixes: Mapping[str, str]) -> set[Triple]:
    try:
        with oxigraph_errors():
            results = store.query(rule.file.text, prefixes=dict(prefixes))
            if not isinstance(results, QueryTriples):
                raise RuleFailed(path=rule.file.path, detail="CONSTRUCT")
            return set(results)
    except QueryError as error:
        detail = ", ".join(f"{name} {value}" for name, value in error.facts.items())
        raise RuleFailed(path=rule.file.path, detail=detail) from error
