"""The rules as files: what each header says, what a changed rule would break."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pyoxigraph import Store

from law import expected
from law.conftest import Fictitious, rows
from mutugraph.engine.answers import Table
from mutugraph.engine.derive import Rule, read_rules, run_rules
from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.questions.catalogue import Catalogue
from mutugraph.workspace import Workspace

MODES = {"cite", "deduit", "externe", "indetermine"}
CONDITIONS = {"categorie", "regime", "dates", "decision"}
BASIS = ("action", "phase", "article", "version_debut", "version_fin", "mode", "regle")


@pytest.fixture(scope="session")
def rules(repository: Workspace) -> tuple[Rule, ...]:
    return read_rules(repository)


def test_each_rule_says_its_name_its_sentence_its_mode_its_norm_and_its_conditions(
    rules: tuple[Rule, ...],
) -> None:
    # a rule that only completes the description of the graph has the header of a query
    for rule in (rule for rule in rules if "summary" not in rule.file.header):
        header = rule.file.header
        assert header["mode"] in MODES, rule.id
        assert all(str(header[key]).strip() for key in ("nom", "phrase", "norme")), rule.id
        conditions = header["conditions"]
        assert isinstance(conditions, dict)
        assert set(conditions) == CONDITIONS, rule.id


def test_the_rules_of_law_are_all_there(rules: tuple[Rule, ...]) -> None:
    assert {f"r{n}" for n in range(1, 14)} <= {rule.id for rule in rules}


def test_a_basis_has_its_rule_its_source_and_its_passage(catalogue: Catalogue) -> None:
    table = catalogue.engine.query(
        "SELECT ?basis WHERE { ?basis a mut:FondementJuridique ."
        " MINUS { ?basis mut:regle ?r ; prov:wasDerivedFrom ?fact ; mut:etabliPar ?place ;"
        " mut:modeEtablissement ?m ; mut:duSchema ?s . ?r skos:definition ?told } }"
    )
    assert len(table) == 0  # type: ignore[arg-type]


def test_each_rule_derives_into_its_own_graph_only(
    repository: Workspace, rules: tuple[Rule, ...], stated: Callable[[], Store]
) -> None:
    store = stated()
    before = {graph.value for graph in store.named_graphs()}
    run_rules(store, repository, rules)
    after = {graph.value for graph in store.named_graphs()}
    graphs = {repository.derived_graph(rule.id).value for rule in rules}
    assert after - before <= graphs
    # no act of this schéma is on one of its services: nothing to derive
    without = {repository.derived_graph("conditions-remplies").value}
    assert graphs - (after - before) <= without


CHANGES = {
    "R1 for any document": (
        "r1",
        "GRAPH ?dit { ?forme mut:presenteePar ?schema ; mut:formeFondeeSur ?disposition }",
        "?forme mut:presenteePar ?schema ; mut:formeFondeeSur ?disposition .",
    ),
    "R2 for any form": ("r2", "mut:forme/skos:broader* <forme/service-commun>", "mut:forme ?any"),
    "R2 cited": ("r2", "<mode/deduit>", "<mode/cite>"),
    "R3 without the regime": ("r3", "<regime-fiscal/fiscalite-professionnelle-unique>", "?any"),
    "R3 whatever the funding": ("r3", "<financement/attribution-de-compensation>", "UNDEF"),
    "R4 without the regime": ("r4", "?statut mut:regimeFiscal ?regime .", ""),
    "R4 deduced": ("r4", "<mode/externe>", "<mode/deduit>"),
    "R5 as a basis": ("r5", "a mut:EffetJuridique", "a mut:FondementJuridique"),
    "R7 for any category": ("r7", "mut:applicableALaCategorie ?categorie", "mut:statut ?any"),
    "R7 for any sheet": ("r7", "mut:ouvreLaPlateforme ?plateforme ;", ""),
    "R10 optional": ("r10", "MINUS { ?ordre", "OPTIONAL { ?ordre"),
    "R10 for any category": ("r10", "mut:applicableALaCategorie ?categorie", "mut:statut ?any"),
    "R11 for any form": ("r11", "?forme skos:broader* <forme/convention> .", ""),
    "R12 end included": ("r12", "FILTER(?debut < ?ensuite)", "FILTER(?debut > ?ensuite)"),
    "R12 born whenever": ("r12", "mut:creation true", "mut:statut ?any"),
}


@pytest.fixture(scope="session")
def unchanged(fictitious: Fictitious) -> list[dict[str, object]]:
    return _elsewhere(fictitious(more=PRINTED_ELSEWHERE))


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_rule_gives_other_answers(
    change: str,
    repository: Workspace,
    stated: Callable[[], Store],
    fictitious: Fictitious,
    unchanged: list[dict[str, object]],
) -> None:
    id, old, new = CHANGES[change]
    changed = tuple(
        _changed(rule, old, new) if rule.id == id else rule for rule in read_rules(repository)
    )
    if _elsewhere(fictitious(more=PRINTED_ELSEWHERE, rules=changed)) != unchanged:
        return
    ours = _derived(repository, stated(), changed)
    assert any(_bases(ours, date) != expected.bases(date) for date in expected.DATES), change


# what is no basis of a service, or founds a cooperation: each rule changed, what it then says
OTHER_CHANGES = {
    "R6 as a basis": ("r6", "a mut:ProgrammationJuridique", "a mut:FondementJuridique"),
    "R6 for the schéma only": ("r6", "mut:auService ?service ;", ""),
    "R8 without what follows": ("r8", "mut:remplacePar+", "mut:statut"),
    "R8 deduced throughout": ("r8", "<mode/externe>)", "<mode/deduit>)"),
    "R9 without what follows": ("r9", "mut:remplacePar+", "mut:statut"),
    "R9 whatever the age": (
        "r9",
        "individuelle> ; a mut:Cooperation",
        "individuelle> ; a mut:Forme",
    ),
    "R13 whoever carries": ("r13", "MINUS { ?service mut:porteur ?imprime }", ""),
    "R14 without the application": ("r14", "mut:completePar? ?disp", "mut:completePar ?disp"),
    "R14 for any body": ("r14", "{ ?fait mut:institue/", "{ ?any mut:institue/"),
}


def _told(catalogue: Catalogue) -> tuple[object, ...]:
    """What rests on R6, R8, R9, R13 and R14: programming, cooperations, carriers."""
    programmed = rows(catalogue, "impact", article="L5211-39-1")
    cooperations = [
        [tuple(row.values()) for row in rows(catalogue, "fondements-des-cooperations", day)]
        for day in ("2015-11-26", "2019-04-01", "2022-03-01")
    ]
    carried = catalogue.engine.query("SELECT ?d WHERE { ?d a mut:PorteurParDefaut } ORDER BY ?d")
    assert isinstance(carried, Table)
    return [(r["objet"], r["lien"]) for r in programmed], cooperations, carried.rows


@pytest.fixture(scope="session")
def told(repository: Workspace, stated: Callable[[], Store]) -> tuple[object, ...]:
    return _told(_derived(repository, stated(), read_rules(repository)))


@pytest.mark.parametrize("change", OTHER_CHANGES)
def test_a_changed_rule_that_founds_no_service_is_caught_too(
    change: str, repository: Workspace, stated: Callable[[], Store], told: tuple[object, ...]
) -> None:
    id, old, new = OTHER_CHANGES[change]
    changed = tuple(
        _changed(rule, old, new) if rule.id == id else rule for rule in read_rules(repository)
    )
    assert _told(_derived(repository, stated(), changed)) != told


def test_by_default_the_epci_carries_what_the_sheet_leaves_without_a_carrier(
    catalogue: Catalogue,
) -> None:
    # sheet 8 alone prints « service commun » without « porté par » (l. 693)
    assert [row["action"] for row in rows(catalogue, "porteur-par-defaut")] == [8]


def _derived(repository: Workspace, store: Store, rules: tuple[Rule, ...]) -> Catalogue:
    run_rules(store, repository, rules)
    return Catalogue(repository, EmbeddedEngine(store, repository.namespaces))


PRINTED_ELSEWHERE = """
GRAPH <../graphe/autre> { <forme/service-commun> mut:formeFondeeSur <droit/cgct/l5211-4-2> }
"""


def _changed(rule: Rule, old: str, new: str) -> Rule:
    assert old in rule.file.text, rule.id
    return replace(rule, file=replace(rule.file, text=rule.file.text.replace(old, new)))


def _bases(catalogue: Catalogue, date: str) -> set[tuple[object, ...]]:
    found = rows(catalogue, "articles-par-service", date)
    return {tuple(row[name] for name in BASIS) for row in found}


def _elsewhere(catalogue: Catalogue) -> list[dict[str, object]]:
    found = rows(catalogue, "articles-par-service", "2021-06-01", epci="900000001")
    return [dict(row) for row in found]
