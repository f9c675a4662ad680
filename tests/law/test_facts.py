"""The rows of the facts that have no date of their own: identifiers, and which clause is where."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from law.conftest import CodeText
from law.test_chronologies import called
from mutugraph.law.reading import read_law
from mutugraph.questions.catalogue import Catalogue

ID = re.compile(r"(?:LEGI|JORF)(?:ARTI|TEXT)\d{12}")
CID = re.compile(r"cid de [LRD][\d-]+ est (LEGIARTI\d{12})")  # « CORRECTION : le cid de … »


@pytest.fixture(scope="module")
def verified(shared: Path) -> tuple[dict[str, str], ...]:
    """The rows that were read in their source."""
    found = []
    for name in ("legal_facts.csv", "legal_facts_2.csv"):
        with (shared / "facts" / name).open(encoding="utf-8", newline="") as file:
            found += [row for row in csv.DictReader(file) if row["status"] == "VERIFIED"]
    return tuple(found)


@pytest.fixture(scope="module")
def holders(catalogue: Catalogue) -> dict[str, set[tuple[str, str]]]:
    """By identifier, the label of what bears it and the first day, if it is a version.

    A version of which the bounds were not read is named in a note of its article.
    """
    ids: dict[str, list[str]] = defaultdict(list)
    for row in catalogue.internal("legi-identifiants").dicts():
        ids[row["chose"].value].append(row["identifiant"].value)  # type: ignore[union-attr]
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for provision in read_law(catalogue).provisions.values():
        for id in ids[provision.node.value]:
            found[id].add((provision.label, ""))
        for version in provision.versions:
            for id in ids[version.node.value]:
                found[id].add((provision.label, version.start.isoformat()))
    for label, note in _notes(catalogue):
        for id in ID.findall(note):
            found[id].add((label, ""))
    return found


def _article(reference: str) -> str | None:
    """The label of an article, or of that which a clause is of."""
    return called(reference.removesuffix("-GESTION-COMMUNE"))


def _notes(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    table = catalogue.engine.query(
        "SELECT ?l ?n WHERE { ?a a mut:Disposition ; skos:prefLabel ?l ; skos:note ?n }"
    )
    for row in table.rows:  # type: ignore[union-attr]
        label, note = (getattr(cell, "value", "") for cell in row)
        yield label, note


def test_each_identifier_of_a_version_is_on_that_version(
    verified: tuple[dict[str, str], ...], holders: dict[str, set[tuple[str, str]]]
) -> None:
    read = [row for row in verified if row["version_id"]]
    assert read
    lost = [
        (row["version_id"], row["ref_id"], row["valid_from"])
        for row in read
        if (_article(row["ref_id"]), row["valid_from"]) not in holders[row["version_id"]]
    ]
    assert lost == []


def test_each_identifier_of_a_text_or_of_an_article_is_in_the_graph(
    verified: tuple[dict[str, str], ...], holders: dict[str, set[tuple[str, str]]]
) -> None:
    said = {(called(r["ref_id"]), cid) for r in verified for cid in CID.findall(r["label"])}
    assert len(said) == 2
    assert [one for one in said if (one[0], "") not in holders[one[1]]] == []


COLUMNS = {
    "hors_competences": "hors-competences-transferees",
    "imputation_ac": "imputation-sur-l-attribution-de-compensation",
    "cif": "prise-en-compte-dans-le-cif",
    "fiche_d_impact": "fiche-d-impact",
    "avis_cap": "avis-de-la-commission-paritaire",
    "transfert_plein_droit": "transfert-de-plein-droit",
    "mad_plein_droit": "mise-a-disposition-de-plein-droit",
    "delegation_signature": "delegation-de-signature",
    "exclusion_missions_cdg": "sauf-missions-du-centre-de-gestion",
    "coefficient_mutualisation": "coefficient-de-mutualisation",
}
VALUES = {
    ("comite", "CT"): "avis-du-comite-technique",
    ("comite", "CST"): "avis-du-comite-social-territorial",
    ("gestion_commune", "ouverte"): "gestion-par-une-commune",
    ("gestion_commune", "reservee metropole/CU"): "gestion-par-une-commune-en-metropole-ou-cu",
}
# what the table says is not in the texts before 2010-12-18, and their words
MISSED = {
    "avis-du-comite-technique": "comité technique",
    "avis-de-la-commission-paritaire": "commissions administratives paritaires",
}


def test_each_version_has_the_clauses_of_the_table_or_those_that_its_text_shows(
    catalogue: Catalogue, shared: Path, code_text: CodeText
) -> None:
    names = _clauses(catalogue)
    told = {*COLUMNS.values(), *VALUES.values()}
    law = {p.label: p for p in read_law(catalogue).provisions.values()}
    with (shared / "facts" / "clauses.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 16
    for row in rows:
        article, start = row["article"], row["version"]
        (version,) = (v for v in law[f"CGCT {article}"].versions if v.start.isoformat() == start)
        stated = {names[label] for label in version.clauses} & told
        table = {clause for column, clause in COLUMNS.items() if row[column] not in ("False", "")}
        table |= {clause for (column, value), clause in VALUES.items() if row[column] == value}
        assert table <= stated, (article, start)
        for more in stated - table:
            assert MISSED[more] in (code_text(article, start) or ""), (article, start, more)


def _clauses(catalogue: Catalogue) -> dict[str, str]:
    """By label, the name of each clause."""
    table = catalogue.engine.query("SELECT ?l ?c WHERE { ?c a mut:Clause ; skos:prefLabel ?l }")
    found = {}
    for row in table.rows:  # type: ignore[union-attr]
        label, clause = (getattr(cell, "value", "") for cell in row)
        found[label] = clause.rpartition("/")[2]
    return found
