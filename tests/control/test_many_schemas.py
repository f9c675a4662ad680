"""Quality rules with several schémas in the store: a finding depends on its own schéma alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mutugraph.engine.answers import Table
from mutugraph.questions.catalogue import QUALITY, Catalogue
from mutugraph.workspace import Workspace
from schemas import LAKES, ROOT, VALLEY

RULES = {p.stem: p for p in Workspace(ROOT).query_files if p.parent.name == QUALITY}
Finding = tuple[tuple[str, str], ...]


def findings(catalogue: Catalogue, rule: str) -> dict[str, set[Finding]]:
    """What a rule finds, by schéma; places in one order, which the engine does not promise."""
    table = catalogue.engine.query(RULES[rule].read_text(encoding="utf-8"))
    assert isinstance(table, Table)
    found: dict[str, set[Finding]] = {}
    for row in table.dicts():
        told = dict(_told({name: getattr(term, "value", "") for name, term in row.items()}))
        found.setdefault(told.get("schema", ""), set()).add(tuple(sorted(told.items())))
    return found


def _told(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        yield name, " ; ".join(sorted(value.split(" ; "))) if name == "passage" else value


@pytest.mark.parametrize("rule", sorted(RULES))
def test_a_schema_has_the_findings_that_it_has_alone(
    rule: str, alone: dict[str, Catalogue], many: Catalogue
) -> None:
    together = findings(many, rule)
    for siren, catalogue in alone.items():
        own = findings(catalogue, rule)
        schemas = [e.node.value for e in many.editions if e.siren == siren]
        assert {s: own.get(s, set()) for s in schemas} == {
            s: together.get(s, set()) for s in schemas
        }


def subjects(catalogue: Catalogue, rule: str, siren: str) -> set[str]:
    every = (dict(row) for rows in findings(catalogue, rule).values() for row in rows)
    return {r["sujet"].rpartition("/")[2] for r in every if f"/{siren}/" in r["sujet"]}


def test_a_transfer_that_a_rule_founds_is_not_without_foundation(many: Catalogue) -> None:
    assert subjects(many, "service-sans-fondement", LAKES) == set()


def test_compensation_without_its_tax_regime_is_told_of_a_service_without_a_sheet(
    many: Catalogue,
) -> None:
    assert subjects(many, "compensation-sans-fpu", VALLEY) == {"secretariat-de-mairie"}
    assert subjects(many, "compensation-sans-fpu", LAKES) == set()
