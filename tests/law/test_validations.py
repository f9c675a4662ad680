"""What a jurist validated is recorded by function and day, and shown with each link.

The fictitious validation is of what R2 deduces for « Informatique », on 3 March 2016.
"""

from __future__ import annotations

import json

from mutugraph.operations.ask import ask
from mutugraph.operations.why import standing_named, why
from mutugraph.pages.proofs_json import proof_as_json
from mutugraph.pages.reserves import reserves_of
from mutugraph.pages.standings import reserves
from mutugraph.questions.catalogue import Catalogue
from schemas import LAKES

BY = "directrice des affaires juridiques, le 3 mars 2016"
ASKED = {"epci": LAKES, "schema": "2016-2020"}


def test_what_was_validated_is_told_of_its_rule_alone(many: Catalogue) -> None:
    found = why(many, "informatique", **ASKED)
    bases = found.bases
    assert {b.rule.code for b in bases if b.validations} == {"R2"}
    assert {b.rule.code for b in bases} > {"R2"}
    told = [
        basis
        for arrangement in json.loads(proof_as_json(found))["modalites"]
        for basis in arrangement["fondements"]
    ]
    assert {b["regle"]["code"] for b in told if b["valide_par"] == BY} == {"R2"}


def test_the_verdict_says_who_validated_and_that_it_is_a_part(many: Catalogue) -> None:
    standing, end = standing_named(many, "informatique", **ASKED)
    assert f"validé en partie : {BY}" in " ; ".join(reserves(standing, end))
    other, end = standing_named(many, "achats", **ASKED)
    assert BY not in " ; ".join(reserves(other, end))


def test_the_question_lists_what_is_recorded(many: Catalogue) -> None:
    found = ask(many, "validations", {"epci": LAKES, "schema": "2016-2020"})
    function = "directrice des affaires juridiques"
    assert found.rows == (("Informatique", "R2", function, "2016-03-03", "note fictive des tests"),)


def test_an_answer_names_the_validations_of_its_services(many: Catalogue) -> None:
    found = ask(many, "articles-par-service", ASKED | {"service": "informatique"})
    told = reserves_of(many, found)
    assert f"Informatique : liens de R2 validés ({BY})." in told
    alone = ask(many, "articles-par-service", ASKED | {"service": "achats"})
    assert "Aucun de ces liens n'a été validé par un juriste dans la base." in reserves_of(
        many, alone
    )


def test_nothing_is_validated_for_metz(catalogue: Catalogue) -> None:
    assert ask(catalogue, "validations").rows == ()
