"""What comes of a schéma and no register of the fixtures has, stated beside the fictitious one."""

from __future__ import annotations

import pytest

from law.conftest import Fictitious, rows
from mutugraph.questions.catalogue import Catalogue

EPCI = "900000001"
# the second round of 2026 is on 22 March: the last day to answer is the day after it
ASKED = """
GRAPH <../graphe/avis> {
  <900000001/demande> a mut:DemandeDAvis ; mut:duSchema <900000001/schema/2021-2026> ;
    mut:concerneCollectivite <commune/99902> , <commune/99903> ;
    mut:transmisLe "2025-12-23"^^xsd:date .
  <99902/deliberation/avis> a mut:Deliberation ; mut:emetAvisSur <900000001/schema/2021-2026> ;
    mut:prisPar <commune/99902> ; mut:dateDActe "2026-03-23"^^xsd:date ;
    mut:sensDeLAvis <sens-d-avis/defavorable> .
}
"""
WITH_A_SYNDICATE = """
GRAPH <../graphe/actes> {
  <organisme/digues> a mut:OrganismeAssocie ; skos:prefLabel "Syndicat des digues"@fr .
  <900000001/acte/digues> a mut:Convention ; skos:prefLabel "Convention des digues"@fr ;
    mut:duSchema <900000001/schema/2021-2026> ; mut:partie <epci/900000001> , <organisme/digues> ;
    mut:dateDEffet "2022-01-01"^^xsd:date ; mut:dernierJour "2024-12-31"^^xsd:date .
}
"""


@pytest.fixture(scope="module")
def told(fictitious: Fictitious) -> Catalogue:
    return fictitious(more=ASKED + WITH_A_SYNDICATE)


@pytest.mark.parametrize(
    ("day", "first", "second"),
    [
        ("2026-03-22", "attendu", "attendu"),
        ("2026-03-23", "defavorable", "attendu"),
        ("2026-03-24", "defavorable", "repute_favorable"),
    ],
)
def test_a_limit_on_the_day_after_an_election_is_still_the_limit(
    told: Catalogue, day: str, first: str, second: str
) -> None:
    found = rows(told, "avis", day, epci=EPCI)
    states = {row["collectivite"]: (row["limite"], row["sens"]) for row in found}
    assert states["Valcombe"] == ("2026-03-23", first)
    assert states["Montclair"] == ("2026-03-23", second)


@pytest.mark.parametrize(
    ("day", "there"),
    [("2021-12-31", False), ("2022-01-01", True), ("2024-12-31", True), ("2025-01-01", False)],
)
def test_any_body_may_be_party_to_a_convention(told: Catalogue, day: str, there: bool) -> None:
    found = rows(told, "actes-en-vigueur", day, epci=EPCI)
    parties = [row["parties"] for row in found if row["acte"] == "Convention des digues"]
    assert [str(p).split(" ; ")[-1] for p in parties] == ["Syndicat des digues"] * there
