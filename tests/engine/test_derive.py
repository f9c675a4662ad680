from __future__ import annotations

from collections.abc import Callable

import pytest

from mutugraph.engine.answers import Boolean
from mutugraph.engine.building import ensure_store
from mutugraph.errors import HeaderInvalid, RuleFailed
from mutugraph.settings import Settings
from mutugraph.workspace import Workspace

Tiny = Callable[..., Workspace]
DATA = {"data/ttl/a.ttl": "<urn:a> <urn:p> 1 ."}
FIRST = "#+ summary: first\nCONSTRUCT { ?s <urn:q> ?o } WHERE { ?s <urn:p> ?o }"
SECOND = "#+ summary: second\nCONSTRUCT { ?s mut:r ?o } WHERE { ?s <urn:q> ?o }"


def test_what_a_rule_derives_is_in_its_own_graph(tiny: Tiny, settings: Settings) -> None:
    workspace = tiny(DATA | {"ontology/rules/r2.rq": FIRST})
    built = ensure_store(workspace, settings)
    assert built.derived == {"r2": 1}
    graph = workspace.namespaces.graph("deduit/r2")
    ask = f"ASK {{ GRAPH {graph} {{ <urn:a> <urn:q> 1 }} }}"
    assert built.open(workspace, settings).query(ask) == Boolean(True)


def test_a_later_rule_sees_what_an_earlier_one_derived(tiny: Tiny, settings: Settings) -> None:
    rules = {"ontology/rules/r9.rq": FIRST, "ontology/rules/r10.rq": SECOND}
    assert ensure_store(tiny(DATA | rules), settings).derived == {"r9": 1, "r10": 1}


@pytest.mark.parametrize(
    "text",
    [
        "#+ a: 1\nSELECT * {}",
        "#+ a: 1\nCONSTRUCT {",
        "#+ a: 1\nCONSTRUCT {} WHERE { nope:a ?p ?o }",
    ],
)
def test_a_rule_that_does_not_run_names_its_file(tiny: Tiny, settings: Settings, text: str) -> None:
    with pytest.raises(RuleFailed) as caught:
        ensure_store(tiny(DATA | {"ontology/rules/r1.rq": text}), settings)
    assert caught.value.facts["path"] == "ontology/rules/r1.rq"


@pytest.mark.parametrize("header", ["", "#+ just words\n", "#+ a: [\n"])
def test_a_rule_without_a_header_that_can_be_read_is_refused(
    tiny: Tiny, settings: Settings, header: str
) -> None:
    with pytest.raises(HeaderInvalid):
        text = header + "CONSTRUCT {} WHERE {}"
        ensure_store(tiny(DATA | {"ontology/rules/r1.rq": text}), settings)
