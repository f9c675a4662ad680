"""What the law takes out of a basis or asks for beside it: by category, regime and date.

Worked by hand from the texts of L5214-16, L5215-20, L5216-5, L5217-2, L5217-4, L5211-4-2 and
1609 nonies C; where these texts are handed over, each fact is found in the versions of its period.
"""

from __future__ import annotations

import re

import pytest

from law.conftest import Ask, CodeText, Fictitious, rows
from mutugraph.law.legi.clauses import phrases
from mutugraph.law.reading import read_law
from mutugraph.operations.why import why
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Value
from schemas import LAKES

TAKEN = ("exclut", "restreint")
# fields of the services of the repository's schéma, by number of action
FIELDS = {12, 13, 14, 15, 20}


def taken(found: list[dict[str, Value]]) -> dict[object, tuple[object, object, object]]:
    """By action, else service: article, effect and whether it is known."""
    return {
        row["action"] or row["service"]: (row["article"], row["effet"], row["connu"])
        for row in found
        if row["effet"] in TAKEN
    }


@pytest.mark.parametrize(
    ("day", "article", "effects"),
    [
        # communauté d'agglomération: the plan is still the communes', the environment is optional
        (
            "2015-11-26",
            "CGCT L5216-5",
            {
                12: ("restreint", True),
                13: ("restreint", True),
                14: ("restreint", True),
                15: ("restreint", False),
                20: ("restreint", False),
            },
        ),
        # three years after the ALUR law, unless communes object
        ("2017-03-27", "CGCT L5216-5", {14: ("restreint", False)}),
        # métropole: the whole of town planning, what is of intérêt métropolitain for operations
        (
            "2018-01-01",
            "CGCT L5217-2",
            {
                12: ("restreint", True),
                13: ("restreint", True),
                14: ("exclut", True),
                15: ("restreint", False),
                20: ("restreint", True),
            },
        ),
    ],
)
def test_the_powers_of_the_body_are_taken_out_of_its_services_communs(
    asked: Ask, day: str, article: str, effects: dict[int, tuple[str, bool]]
) -> None:
    found = taken(asked("limites", day))
    assert {number for number in found if found[number][0] == article} == FIELDS
    assert {number: found[number] for number in effects} == {
        number: (article, *effect) for number, effect in effects.items()
    }


def test_the_missions_of_a_centre_de_gestion_are_excepted_since_2014(asked: Ask) -> None:
    assert 1 not in taken(asked("limites", "2014-01-28"))
    assert taken(asked("limites", "2014-01-29"))[1] == ("CGCT L5211-4-2", "restreint", False)


ROAD = {  # the roads of the body, and the day before its article said so where it is young
    "communaute-de-communes": ("CGCT L5214-16", "restreint", False),
    "communaute-d-agglomeration": ("CGCT L5216-5", "restreint", False),
    "communaute-urbaine": ("CGCT L5215-20", "exclut", True),
    "metropole": ("CGCT L5217-2", "exclut", True),
}


@pytest.mark.parametrize("category", ROAD)
@pytest.mark.parametrize("regime", ["fiscalite-additionnelle", "fiscalite-professionnelle-unique"])
def test_each_kind_of_epci_has_its_own_powers_in_both_regimes(
    fictitious: Fictitious, category: str, regime: str
) -> None:
    found = rows(fictitious(category, regime), "limites", "2021-06-01", epci="900000001")
    assert taken(found)["Voirie" if found[0]["action"] is None else 3] == ROAD[category]
    funded = {row["service"] for row in found if row["article"] == "CGI 1609 nonies C"}
    assert bool(funded) == (regime == "fiscalite-professionnelle-unique")


METROPOLE_OF_2012 = """
GRAPH <../graphe/epci> {
  <epci/900000001> mut:aPourStatut <epci/900000001/statut/2012> .
  <epci/900000001/statut/2012> mut:categorie <categorie-epci/metropole> ;
    mut:depuis "2012-01-01"^^xsd:date ; mut:jusqua "2014-01-01"^^xsd:date .
}
"""


def test_a_metropole_of_2012_has_the_powers_of_the_article_of_its_time(
    fictitious: Fictitious,
) -> None:
    catalogue = fictitious(more=METROPOLE_OF_2012)
    assert {
        row["article"]
        for row in rows(catalogue, "limites", "2013-06-01", epci="900000001")
        if row["effet"] == "exclut"
    } == {"CGCT L5217-4"}


def asks(asked: Ask, day: str) -> set[object]:
    return {row["limite"] for row in asked("limites", day, service="finances")}


@pytest.mark.parametrize(
    ("day", "there", "not_there"),
    [
        ("2013-12-31", ["Avis du comité technique"], ["Fiche d'impact", "commission paritaire"]),
        ("2015-11-26", ["Fiche d'impact", "comité technique", "commission paritaire"], ["social"]),
        # the text names the new committee in 2019, which is there in 2023 only
        ("2019-08-08", ["comité technique", "Fiche d'impact"], ["social", "commission paritaire"]),
        ("2023-01-01", ["comité social territorial", "neuf mois"], ["comité technique"]),
    ],
)
def test_what_is_asked_for_beside_the_basis_is_that_of_the_day(
    asked: Ask, day: str, there: list[str], not_there: list[str]
) -> None:
    told = " ; ".join(map(str, asks(asked, day)))
    assert all(words in told for words in ("Convention qui", *there))
    assert not any(words in told for words in not_there)


def test_what_the_law_asks_of_a_schema_has_its_period_and_what_the_graph_knows(asked: Ask) -> None:
    found = {
        str(row["condition"]).partition(",")[0].partition(" ")[0]: row
        for row in asked("conditions-de-la-loi")
        if row["objet"] == "schéma"
    }
    known = {name: row["connu"] for name, row in found.items()}
    # the opinion of a commune and the vote that is planned are facts; the rest is only stated
    assert known == {
        "Approbation": True,
        "Avis": True,
        "Communication": False,
        "Envoi": False,
        "Impact": True,
    }
    assert {(row["depuis"], row["jusqua"], row["vaut"]) for row in found.values()} == {
        ("2014-03-01", None, True)
    }


AN_ACT = """
GRAPH <../graphe/actes> {
  <99901/convention/paie> a mut:Convention ; skos:prefLabel "Convention de paie"@fr ;
    mut:auService <900000001/service/paie> .
  <99901/consultation/paie> a mut:ConsultationDeComite ; mut:surLActe <99901/convention/paie> ;
    mut:comite <comite/comite-technique> ; mut:ficheDImpact true .
}
"""


def test_what_acts_fill_is_known_for_their_service_alone(fictitious: Fictitious) -> None:
    catalogue = fictitious(more=AN_ACT)
    found = rows(catalogue, "limites", "2021-06-01", epci="900000001")
    known = {(r["service"], str(r["limite"]).partition(" ")[0]) for r in found if r["connu"]}
    assert known == {("Paie", "Convention"), ("Paie", "Fiche"), ("Paie", "Avis")}
    (fact,) = {
        r["faits"]
        for r in rows(catalogue, "conditions-de-la-loi", "2021-06-01", epci="900000001")
        if r["connu"]
    }
    assert fact == "Convention de paie"


def test_an_act_is_not_known_before_its_day_nor_without_one_before_its_effect(
    many: Catalogue,
) -> None:
    def conventions(day: str) -> set[Value]:
        found = rows(many, "limites", day, epci=LAKES, schema="2016-2020")
        known = (r for r in found if r["connu"] and str(r["limite"]).startswith("Convention"))
        return {r["service"] for r in known}

    assert conventions("2016-01-11") == set()
    assert conventions("2016-01-12") == conventions("2018-12-31") == {"Informatique"}
    assert conventions("2019-01-01") == {"Informatique", "Achats"}


@pytest.mark.parametrize(
    ("day", "facts"),
    [
        ("2016-01-11", None),
        ("2016-01-12", "Convention informatique"),
        # the second has no day of its own: its effect is what is known
        ("2018-12-31", "Convention informatique"),
        ("2019-01-01", "Convention achats ; Convention informatique"),
    ],
)
def test_a_condition_of_a_form_is_filled_by_the_acts_of_the_day(
    many: Catalogue, day: str, facts: str | None
) -> None:
    (found,) = (
        row
        for row in rows(many, "conditions-de-la-loi", day, epci=LAKES, schema="2016-2020")
        if str(row["condition"]).startswith("Convention") and row["objet"] == "service commun"
    )
    names = " ; ".join(sorted(str(found["faits"]).split(" ; "))) if found["faits"] else None
    assert (names, found["connu"]) == (facts, facts is not None)


def test_an_opinion_is_not_known_on_the_day_before_it(asked: Ask) -> None:
    def opinion(day: str) -> tuple[Value, Value]:
        (row,) = (
            r
            for r in asked("conditions-de-la-loi", day)
            if str(r["condition"]).startswith("Avis de chaque")
        )
        return row["connu"], row["faits"]

    assert opinion("2015-11-25") == (False, None)
    assert opinion("2015-11-26")[0]


def test_why_tells_the_limit_with_the_basis(catalogue: Catalogue) -> None:
    for article in (None, "L5211-4-2"):
        ties = why(catalogue, "habitat", article, "2018-06-01").ties
        limits = [tie for tie in ties if tie.kind == "limite"]
        assert [tie.read and tie.read.provision.label for tie in limits] == ["CGCT L5217-2"]
        assert limits[0].rule == "R15"
        assert limits[0].cited  # the document's own words on transferred powers
    assert not [
        t for t in why(catalogue, "finances", None, "2018-06-01").ties if t.kind == "limite"
    ]


POWERS = {  # what each power reads like in every version of its period
    "planification-urbaine": r"plan local d'urbanisme|[Aa]ménagement de l'espace",
    "operations-d-amenagement": (
        r"zones d'aménagement concerté|opérations d'aménagement d'intérêt"
        r"|Aménagement de l'espace"
    ),
    "habitat": r"[Pp]rogramme local de l'habitat|Politique du logement",
    "politique-de-la-ville": r"[Ee]n matière de politique de la ville",
    "developpement-durable": (
        r"maîtrise de la demande d'énergie|plan climat|Protection et mise en valeur"
    ),
    "voirie": r"entretien de (la )?voirie",
}
# the text of 2019 names the committee that is there in 2023 only
IN_PLACE_OF = {"avis-du-comite-technique": r"comités? (techniques?|sociaux)"}


def test_each_power_and_condition_is_in_the_texts_of_its_period(
    catalogue: Catalogue, code_text: CodeText
) -> None:
    law = read_law(catalogue).provisions
    said = catalogue.engine.query(
        "SELECT ?fait ?article ?quoi ?du ?au WHERE {"
        " ?fait mut:disposition ?article ; mut:depuis ?du OPTIONAL { ?fait mut:jusqua ?au }"
        " { ?fait a mut:Competence ; mut:champ ?quoi }"
        " UNION { ?fait a mut:ConditionLegale ; mut:clause ?quoi } }"
    )
    read = 0
    for fact, article, what, since, until in said.rows:  # type: ignore[union-attr]
        provision = law[article]  # type: ignore[index]
        slug = str(what.value).rpartition("/")[2]  # type: ignore[union-attr]
        of_clause = phrases().get(slug.replace("-", "_"))
        phrase = IN_PLACE_OF.get(slug) or (of_clause.pattern if of_clause else POWERS[slug])
        start, end = since.value, until.value if until else "9"  # type: ignore[union-attr]
        for version in provision.versions:
            if str(version.start) >= end or (version.end and str(version.end) <= start):
                continue
            text = code_text(provision.number, str(version.start))
            if text is not None:
                read += 1
                assert re.search(phrase, text, re.IGNORECASE), (fact, version.label)
    assert read > 300
