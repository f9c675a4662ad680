from __future__ import annotations

from collections.abc import Callable

import pytest

from mutugraph.errors import HeaderInvalid, RuleFailed
from mutugraph.messages import explain
from mutugraph.operations.reason import Profile, Reasoned, reason
from mutugraph.workspace import Workspace

Tiny = Callable[..., Workspace]


def test_each_rule_of_derivation_and_each_owl_rule_is_counted(repository: Workspace) -> None:
    found = reason(repository)
    assert {"r2", "r10", "visa-attendu"} <= {id for id, count in found.rules.items() if count}
    assert {"cax-sco", "prp-spo1"} <= set(found.axioms)
    assert found.names["r2"] == "Service commun"
    assert found.clashes == ()


@pytest.fixture(scope="module")
def axioms(repository: Workspace) -> Reasoned:
    """What the axioms alone give."""
    return reason(repository, Profile.OWL_RL)


def test_a_profile_computes_only_its_own(repository: Workspace, axioms: Reasoned) -> None:
    rules = reason(repository, Profile.RULES)
    assert (rules.axioms, axioms.rules) == ({}, {})
    assert sum(rules.rules.values()) and sum(axioms.axioms.values())


def test_the_same_files_give_the_same_counts(repository: Workspace, axioms: Reasoned) -> None:
    assert reason(repository, Profile.OWL_RL) == axioms


def test_without_rules_nor_axioms_nothing_is_derived(tiny: Tiny) -> None:
    found = reason(tiny({"data/ttl/a.ttl": "<urn:a> <urn:p> 1 ."}))
    assert (found.rules, found.axioms) == ({}, {})


HEADER = {
    "nom": "Essai",
    "phrase": "Une phrase.",
    "mode": "deduit",
    "norme": "Une norme.",
    "conditions": "{categorie: toutes, regime: tous, dates: aucune, decision: aucune}",
}


@pytest.mark.parametrize(
    ("key", "value"),
    [("phrase", None), ("mode", None), ("mode", "farfelu"), ("norme", None), ("conditions", "x")],
)
def test_a_rule_that_does_not_say_what_it_is_is_refused_at_the_line(
    tiny: Tiny, key: str, value: str | None
) -> None:
    said = {k: v for k, v in (HEADER | {key: value}).items() if v is not None}
    header = "".join(f"#+ {k}: {v}\n" for k, v in said.items())
    rule = f"{header}CONSTRUCT {{ ?s a ?o }} WHERE {{ ?s a ?o }}"
    workspace = tiny({"ontology/rules/r1.rq": rule})
    mode = workspace.namespaces.id("mode/deduit")
    (workspace.root / "data/ttl/a.ttl").write_text(f"{mode} a <urn:Mode> .", encoding="utf-8")
    with pytest.raises(HeaderInvalid) as caught:
        reason(workspace)
    assert (caught.value.facts["path"], key in str(caught.value.facts["detail"])) == (
        "ontology/rules/r1.rq",
        True,
    )
    assert caught.value.facts["line"] == (list(said).index(key) + 1 if key in said else 1)


def test_a_rule_that_is_not_sparql_is_told_in_french_with_its_place(tiny: Tiny) -> None:
    with pytest.raises(RuleFailed) as caught:
        reason(tiny({"ontology/rules/r1.rq": "#+ nom: x\nCONSTRUCT { ?s ?p ?o } WHERE { ?s }"}))
    assert "ligne 2, colonne" in explain(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT {",
        "INSERT DATA { <urn:a> <urn:p> 1 }",
        "ASK {}",
        "CONSTRUCT { GRAPH <urn:elsewhere> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
        "INSERT { GRAPH <urn:elsewhere> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
    ],
)
def test_a_rule_that_is_no_construct_is_refused_with_its_file(tiny: Tiny, text: str) -> None:
    with pytest.raises(RuleFailed) as caught:
        reason(tiny({"ontology/rules/r1.rq": f"#+ nom: x\n{text}"}))
    assert caught.value.facts["path"] == "ontology/rules/r1.rq"
