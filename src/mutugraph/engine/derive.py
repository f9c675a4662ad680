"""Derives what the files imply: by the rules of `ontology/rules/`, then by the ontology's axioms.

What each rule derives goes into a named graph of its own, with the rule itself as its header
describes it; what the axioms entail goes into the graph `owl-rl`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from mutugraph.engine.embedded import oxigraph_errors, rule_failed, with_union
from mutugraph.errors import HeaderInvalid, QueryError, RuleFailed
from mutugraph.headers import Headed, read_headed
from mutugraph.messages import message, sentences
from mutugraph.namespaces import Namespaces
from mutugraph.terms import RDF_TYPE
from mutugraph.workspace import Workspace

if TYPE_CHECKING:
    from mutugraph.engine.closure import Closure

CLOSURE = "owl-rl"
_LINES = RdfFormat.N_TRIPLES
PLACES = "lieu-de-passage"  # the rule that says how passages are cited


@dataclass(frozen=True, slots=True)
class Rule:
    """One CONSTRUCT: its id, which is the name of its file, and the file with its header."""

    id: str
    file: Headed


def read_rules(workspace: Workspace, *ids: str) -> tuple[Rule, ...]:
    """The rules, or those of some ids only, in the order in which they run.

    Raises `HeaderInvalid`, `FileUnreadable`.
    """
    wanted = (p for p in workspace.rule_files if not ids or p.stem in ids)
    return tuple(Rule(path.stem, read_headed(path, workspace.name(path))) for path in wanted)


def derive(store: Store, workspace: Workspace, rules: tuple[Rule, ...]) -> dict[str, int]:
    """Runs the rules, then applies the ontology's axioms to all that the store then holds.

    Returns how many triples each rule derived, by its id, and the axioms under `owl-rl` where they
    entail any. Raises `RuleFailed`, `AxiomUnsupported`.
    """
    counts = run_rules(store, workspace, rules)
    entailed = entail(store, workspace).triples
    _add(store, workspace, CLOSURE, entailed)
    return counts | ({CLOSURE: len(entailed)} if entailed else {})


def run_rules(store: Store, workspace: Workspace, rules: Iterable[Rule]) -> dict[str, int]:
    """Runs each rule over the union of all graphs, which includes what earlier rules derived.

    Returns how many triples each derived, by its id. Raises `RuleFailed`, and `HeaderInvalid` for a
    rule of law that does not say what it is.
    """
    counts: dict[str, int] = {}
    for rule in rules:
        with _constructed(store, rule, workspace.namespaces.prefixes) as found:
            triples = set(found)
        described = _described(store, rule, workspace.namespaces)
        _add(store, workspace, rule.id, (*triples, *described))
        counts[rule.id] = len(triples)
    return counts


def derived_by(store: Store, workspace: Workspace, rule: Rule) -> bytes:
    """What a rule derives from a store, and itself, as N-Quads of the graph of the rule.

    The order is always the same, and the store stays as it is. Raises as `run_rules`.
    """
    with _constructed(store, rule, workspace.namespaces.prefixes) as triples:
        derived = triples.serialize(format=_LINES) or b""
    described = serialize(_described(store, rule, workspace.namespaces), format=_LINES) or b""
    lines = (*sorted({*derived.splitlines()}), *described.splitlines())
    graph = f"{workspace.derived_graph(rule.id)} .\n".encode()
    return b"".join(line.removesuffix(b".") + graph for line in lines)


def entail(store: Store, workspace: Workspace) -> Closure:
    """What the ontology's axioms entail about what the store holds. Raises `AxiomUnsupported`."""
    from mutugraph.engine.closure import Closure, close, compile_axioms  # noqa: PLC0415 - to build

    if "owl" not in workspace.namespaces.prefixes:
        return Closure()  # an ontology that has no word for axioms has none
    graphs = [workspace.graph(path) for path in workspace.ontology_files]
    stated = (
        q.triple for graph in graphs for q in store.quads_for_pattern(None, None, None, graph)
    )
    axioms = compile_axioms(stated, workspace.namespaces)
    concerned = (
        quad.triple
        for predicate in axioms.concerned
        for quad in store.quads_for_pattern(None, predicate, None, DefaultGraph())
    )
    return close(axioms, concerned)


def rule_node(rule: str, namespaces: Namespaces) -> NamedNode:
    """The entity that a rule is, which what it derives names."""
    return namespaces.id(f"regle/{rule}")


def _add(store: Store, workspace: Workspace, name: str, triples: Iterable[Triple]) -> None:
    graph = workspace.derived_graph(name)
    store.extend(with_union(Quad(t.subject, t.predicate, t.object, graph) for t in triples))


def _described(store: Store, rule: Rule, namespaces: Namespaces) -> Iterator[Triple]:
    """The rule as an entity: its name, its sentence, its norm, and under what it holds."""
    file, node = rule.file, rule_node(rule.id, namespaces)
    if "nom" not in file.header:
        return
    mode = namespaces.id(f"mode/{file.required('mode', str)}")
    if not any(store.quads_for_pattern(mode, None, None, DefaultGraph())):
        raise HeaderInvalid(
            path=file.path, line=file.line("mode"), detail=f"mode: {file.header['mode']}"
        )
    mut, skos, dct = namespaces["mut"], namespaces["skos"], namespaces["dct"]
    yield Triple(node, RDF_TYPE, mut.RegleDeDerivation)
    yield Triple(node, skos.notation, Literal(rule.id.upper()))
    yield Triple(node, mut.modeEtablissement, mode)
    words = {skos.prefLabel: "nom", skos.definition: "phrase", dct.source: "norme"}
    for property, key in words.items():
        yield Triple(node, property, Literal(str(file.required(key, str)).strip(), language="fr"))
    conditions = file.required("conditions", dict)
    for name, value in conditions.items() if isinstance(conditions, dict) else ():
        yield Triple(node, skos.scopeNote, Literal(_condition(name, value), language="fr"))


def _condition(name: str, value: object) -> str:
    key = f"condition_{name}"
    return f"{message(key) if key in sentences() else name} : {value}"


@contextmanager
def _constructed(store: Store, rule: Rule, prefixes: Mapping[str, str]) -> Iterator[QueryTriples]:
    """What the query of a rule answers, evaluated within the block. Raises `RuleFailed`."""
    try:
        with oxigraph_errors(text=rule.file.text):
            results = store.query(rule.file.text, prefixes=dict(prefixes))
            if not isinstance(results, QueryTriples):
                raise RuleFailed(path=rule.file.path, detail="CONSTRUCT")
            yield results
    except QueryError as error:
        raise rule_failed(rule.file.path, error) from error
