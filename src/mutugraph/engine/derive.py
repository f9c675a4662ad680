"""Runs the rules of `ontology/rules/`: what each derives goes into a named graph of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Quad, QueryTriples, Store, Triple

from mutugraph.engine.embedded import oxigraph_errors
from mutugraph.errors import FileUnreadable, QueryError, RuleFailed, RuleHeaderInvalid
from mutugraph.workspace import Workspace

_HEADER = "#+"


@dataclass(frozen=True, slots=True)
class Rule:
    """One CONSTRUCT: its id (the name of its file), its text, its YAML header."""

    id: str
    name: str
    text: str
    header: Mapping[str, object]


def read_rules(workspace: Workspace) -> tuple[Rule, ...]:
    """The rules, in the order in which they run. Raises `RuleHeaderInvalid`, `FileUnreadable`."""
    return tuple(_read(path, workspace.name(path)) for path in workspace.rule_files)


def derive(store: Store, workspace: Workspace, rules: tuple[Rule, ...]) -> dict[str, int]:
    """Runs each rule over the union of all graphs, so that it sees what earlier rules derived.

    Returns how many triples each rule derived, by its id. Raises `RuleFailed`.
    """
    counts: dict[str, int] = {}
    for rule in rules:
        graph = workspace.derived_graph(rule.id)
        triples = _construct(store, rule, workspace.namespaces.prefixes)
        store.extend(Quad(t.subject, t.predicate, t.object, graph) for t in triples)
        counts[rule.id] = len(triples)
    return counts


def _construct(store: Store, rule: Rule, prefixes: Mapping[str, str]) -> set[Triple]:
    try:
        with oxigraph_errors():
            results = store.query(
                rule.text, prefixes=dict(prefixes), use_default_graph_as_union=True
            )
            if not isinstance(results, QueryTriples):
                raise RuleFailed(path=rule.name, detail="CONSTRUCT")
            return set(results)
    except QueryError as error:
        detail = ", ".join(f"{name} {value}" for name, value in error.facts.items())
        raise RuleFailed(path=rule.name, detail=detail) from error


def _read(path: Path, name: str) -> Rule:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable(path=name, detail=str(error)) from error
    return Rule(path.stem, name, text, MappingProxyType(_header(text, name)))


def _header(text: str, name: str) -> dict[str, object]:
    import yaml  # noqa: PLC0415 - only a build needs it

    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith(_HEADER)]
    try:
        header = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        detail = getattr(error, "problem", None) or str(error)
        raise RuleHeaderInvalid(path=name, line=line, detail=detail) from error
    if not isinstance(header, dict):
        raise RuleHeaderInvalid(path=name, line=1, detail=_HEADER)
    return header
