"""What several schémas name alike is told apart by `epci`, `schema`, or a whole address."""

from __future__ import annotations

import pytest

from mutugraph.errors import NameShared, UnknownName
from mutugraph.messages import explain
from mutugraph.operations.ask import ask
from mutugraph.operations.describe import find_entity
from mutugraph.operations.resting import resting
from mutugraph.operations.search import search
from mutugraph.operations.visas import visas
from mutugraph.operations.why import why
from mutugraph.questions.catalogue import Catalogue
from schemas import FIRST, LAKES, RIVERS, VALLEY


def test_a_name_of_two_epci_asks_which_and_says_how(many: Catalogue) -> None:
    with pytest.raises(NameShared) as raised:
        why(many, "voirie")
    candidates = raised.value.facts["candidates"]
    assert candidates == (f"{RIVERS}/service/voirie", f"{VALLEY}/service/voirie")
    assert "--epci" in explain(raised.value)
    assert isinstance(candidates, tuple)
    for candidate in candidates:  # each can be typed as it stands
        assert why(many, candidate).service == "Voirie"
        assert visas(many, candidate).service == "Voirie"
        assert find_entity(many, candidate).value.endswith(candidate)


def test_the_number_of_a_sheet_names_a_service_of_each_schema(many: Catalogue) -> None:
    with pytest.raises(NameShared) as raised:
        why(many, "1")
    candidates = raised.value.facts["candidates"]
    assert isinstance(candidates, tuple)
    assert {one.partition("/")[0] for one in candidates} == {FIRST, LAKES}
    for candidate in candidates:
        epci = candidate.partition("/")[0]
        assert why(many, "1", epci=epci).service == why(many, candidate).service
        assert visas(many, "1", epci=epci).service == why(many, candidate).service


@pytest.mark.parametrize("epci", [VALLEY, "val-clair", "Communauté de communes du Val Clair"])
def test_the_epci_tells_namesakes_apart(many: Catalogue, epci: str) -> None:
    assert why(many, "voirie", epci=epci).epci == "Communauté de communes du Val Clair"
    assert visas(many, "voirie", epci=epci).day.isoformat() == "2017-01-01"
    assert find_entity(many, "service/voirie", epci=epci).value.endswith(f"{VALLEY}/service/voirie")


@pytest.mark.parametrize(
    ("schema", "day", "holds"), [("2016-2020", "2015-11-03", 2), (None, "2021-01-20", 1)]
)
def test_each_edition_has_its_own_service_and_its_own_day(
    many: Catalogue, schema: str | None, day: str, holds: int
) -> None:
    found = why(many, "achats", epci=LAKES, schema=schema)
    assert found.day.isoformat() == day
    assert len(found.arrangements) == holds
    assert all(basis.facts for basis in found.bases)


def test_a_day_chooses_the_edition_that_runs(many: Catalogue) -> None:
    assert len(why(many, "achats", date="2019-01-01", epci=LAKES).arrangements) == 2
    assert len(why(many, "achats", date="2022-01-01", epci=LAKES).arrangements) == 1
    with pytest.raises(UnknownName):
        why(many, "eau", date="2022-01-01", epci=LAKES)


def test_a_whole_address_names_a_service_of_any_edition(many: Catalogue) -> None:
    former = why(many, f"{LAKES}/service/eau")
    assert former.rests_on == ("CGCT L5211-17",)
    with pytest.raises(UnknownName):  # unless another schéma is asked
        why(many, f"{LAKES}/service/eau", schema="2021-2026")


def test_no_act_cites_what_is_repealed_on_the_day_of_its_own_schema(many: Catalogue) -> None:
    """A schéma of 2021 does not cite article 8 of the code des marchés publics."""
    first, second = (
        visas(many, "achats", epci=LAKES, schema=s) for s in ("2016-2020", "2021-2026")
    )
    assert any("marchés publics" in visa.title for visa in first.lines)
    assert not any("marchés publics" in visa.title for visa in second.lines)


def test_a_search_keeps_to_the_schema_that_is_asked(many: Catalogue) -> None:
    whole = {hit.entity.value for hit in search(many, "voirie").entities}
    assert any(RIVERS in iri for iri in whole)
    of_one = search(many, "voirie", epci=VALLEY)
    assert of_one.entities
    assert not [h for h in (*of_one.entities, *of_one.passages) if RIVERS in h.entity.value]
    assert of_one.totals[0] == len(of_one.entities)
    shared = search(many, "5211-4-2", epci=VALLEY)  # law belongs to no schéma
    assert shared.articles[0].label == "CGCT L5211-4-2"
    upheld = resting(many, [shared.articles[0].entity], epci=VALLEY)
    assert {link.service for each in upheld for link in each.links} == {
        "Secrétariat de mairie",
        "Voirie",
    }


def test_a_question_knows_the_names_of_the_schemas_asked_only(many: Catalogue) -> None:
    with pytest.raises(UnknownName):
        ask(many, "modalites", {"epci": VALLEY, "service": "achats"})
    with pytest.raises(UnknownName):
        ask(many, "modalites", {"epci": VALLEY, "action": "1"})
    both = ask(many, "modalites", {"service": "voirie"})
    assert len({reading["service"].value for reading in both.entities}) == 2
