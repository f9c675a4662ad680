"""Computes what the files imply, by the rules of derivation and by the ontology's axioms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import Store

from mutugraph.engine.closure import Clash
from mutugraph.engine.derive import entail, read_rules, run_rules
from mutugraph.engine.embedded import with_union
from mutugraph.reference.stated import stated_quads
from mutugraph.workspace import Workspace


class Profile(StrEnum):
    """What is computed."""

    OWL_RL = "owl-rl"
    RULES = "rules"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Reasoned:
    """How many triples each rule derived and each OWL 2 RL rule entails, and what clashes.

    `names` has the name of each rule of derivation by its id. The axioms are applied to what the
    rules derived too, where these ran.
    """

    revision: str
    rules: dict[str, int]
    names: dict[str, str]
    axioms: dict[str, int]
    clashes: tuple[Clash, ...]


def reason(workspace: Workspace, profile: Profile = Profile.ALL) -> Reasoned:
    """The counts by rule of a profile, computed afresh from the files.

    Raises `RuleFailed`, `HeaderInvalid`, `AxiomUnsupported`, and the errors of reading the files.
    """
    store = Store()
    store.bulk_extend(with_union(stated_quads(workspace)))
    rules = read_rules(workspace) if profile is not Profile.OWL_RL else ()
    counts = run_rules(store, workspace, rules)
    names = {rule.id: str(rule.file.header.get("nom", rule.id)) for rule in rules}
    if profile is Profile.RULES:
        return Reasoned(workspace.revision, counts, names, {}, ())
    closure = entail(store, workspace)
    axioms = dict(sorted(closure.counts.items()))
    return Reasoned(workspace.revision, counts, names, axioms, tuple(closure.clashes))
