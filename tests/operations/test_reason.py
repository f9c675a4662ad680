from __future__ import annotations

from collections.abc import Callable

import pytest

from mutugraph.errors import RuleFailed
from mutugraph.operations.reason import Profile, reason
from mutugraph.workspace import Workspace

Tiny = Callable[..., Workspace]


def test_each_rule_of_derivation_and_each_owl_rule_is_counted(repository: Workspace) -> None:
    found = reason(repository)
    assert {"r2", "r10", "visa-attendu"} <= {id for id, count in found.rules.items() if count}
    assert {"cax-sco", "prp-spo1"} <= set(found.axioms)
    assert found.names["r2"] == "Service commun"
    assert found.clashes == ()


def test_a_profile_computes_only_its_own(repository: Workspace) -> None:
    rules, axioms = reason(repository, Profile.RULES), reason(repository, Profile.OWL_RL)
    assert (rules.axioms, axioms.rules) == ({}, {})
    assert sum(rules.rules.values()) and sum(axioms.axioms.values())


def test_the_same_files_give_the_same_counts(repository: Workspace) -> None:
    assert reason(repository, Profile.OWL_RL) == reason(repository, Profile.OWL_RL)


def test_without_rules_nor_axioms_nothing_is_derived(tiny: Tiny) -> None:
    found = reason(tiny({"data/ttl/a.ttl": "<urn:a> <urn:p> 1 ."}))
    assert (found.rules, found.axioms) == ({}, {})


@pytest.mark.parametrize("text", ["CONSTRUCT {", "INSERT DATA { <urn:a> <urn:p> 1 }", "ASK {}"])
def test_a_rule_that_is_no_construct_is_refused_with_its_file(tiny: Tiny, text: str) -> None:
    with pytest.raises(RuleFailed) as caught:
        reason(tiny({"ontology/rules/r1.rq": f"#+ nom: x\n{text}"}))
    assert caught.value.facts["path"] == "ontology/rules/r1.rq"
