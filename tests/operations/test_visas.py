from __future__ import annotations

import json

import pytest

from mutugraph.errors import ParameterInvalid, UnknownName
from mutugraph.law.visas import official
from mutugraph.operations.visas import visas
from mutugraph.pages.visas import as_json, as_text, block, reservation_line
from mutugraph.questions.catalogue import Catalogue


def test_codes_come_first_then_laws_then_decrees(catalogue: Catalogue) -> None:
    written = block(visas(catalogue, "politique-de-la-ville", date="2018-01-01")).splitlines()
    assert [line.split(",")[0] for line in written] == [
        "VU le code général des collectivités territoriales",
        "VU le code général des impôts",
        "VU la loi n° 2014-173 du 21 février 2014 de programmation pour la ville et la cohésion"
        " urbaine ;",
        "VU le décret n° 2017-1412 du 27 septembre 2017 portant création de la métropole dénommée"
        " « Metz Métropole » ;",
    ]


def test_articles_are_listed_in_their_order_and_written_as_acts_do(catalogue: Catalogue) -> None:
    first = block(visas(catalogue, "habitat")).splitlines()[0]
    assert first == (
        "VU le code général des collectivités territoriales, notamment ses articles"
        " L. 5211-4-2, L. 5211-39-1 et L. 5216-7-1 ;"
    )


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("L5211-4-2", "L. 5211-4-2"),
        ("D5211-16", "D. 5211-16"),
        ("R*423-15", "R.* 423-15"),
        ("1609 nonies C", "1609 nonies C"),
        ("8", "8"),
    ],
)
def test_an_article_is_written_as_official_texts_write_it(number: str, written: str) -> None:
    assert official(number) == written


def test_a_convention_does_not_cite_what_programmes_and_cites_the_local_act(
    catalogue: Catalogue,
) -> None:
    made = visas(catalogue, "habitat", "convention", "2016-01-01")
    assert "L. 5211-39-1" not in block(made)
    assert block(made).splitlines()[-1].startswith("VU la délibération DCM")
    assert any("n'est pas l'approbation" in reservation_line(r) for r in made.reservations)


def test_what_has_ceased_or_does_not_apply_is_not_cited_and_is_said(catalogue: Catalogue) -> None:
    made = visas(catalogue, "politique-de-la-ville", date="2020-06-01")
    told = {(str(r.code), r.subject) for r in made.reservations}
    assert "L. 5216-5" not in block(made)
    assert ("inapplicable", "CGCT L5216-5") in told
    assert ("facultatif", "CGCT L5211-39-1") in told
    assert ("deduit", "CGCT L5211-4-2") in told
    assert ("externe", "CGI 1609 nonies C") in told
    assert ("resolution", "loi LAMY") in told
    assert ("a_verifier", "CGCT L5211-4-2") in told


def test_an_institution_that_the_law_has_replaced_is_said_from_that_day(
    catalogue: Catalogue,
) -> None:
    service = "correspondant-informatique-et-libertes"
    before = visas(catalogue, service, date="2018-05-24").reservations
    (gone,) = (
        r
        for r in visas(catalogue, service, date="2018-05-25").reservations
        if r.code == "dispositif"
    )
    assert "dispositif" not in {r.code for r in before}
    assert reservation_line(gone).startswith("Correspondant Informatique et Libertés : n'existe")
    assert "Délégué à la protection des données" in reservation_line(gone)


def test_a_phase_without_an_article_is_said(catalogue: Catalogue) -> None:
    found = visas(catalogue, "logistique").reservations
    (unnamed,) = [r for r in found if r.code == "sans_article"]
    assert unnamed.subject == "Court terme (2017)"
    assert "CGCT L5216-7-1" in unnamed.others
    found = visas(catalogue, "developpement-durable").reservations
    assert [r.subject for r in found if r.code == "sans_fondement"] == ["Court terme (2017)"]


def test_before_the_article_there_is_nothing_to_cite(catalogue: Catalogue) -> None:
    made = visas(catalogue, "habitat", date="2009-01-01")
    assert made.lines == ()
    assert as_text(made).startswith("Aucun visa")
    assert {str(r.code) for r in made.reservations} >= {"pas_encore", "sans_fondement"}


def test_the_reservation_on_the_chronologies_stands_for_what_was_not_replayed(
    catalogue: Catalogue,
) -> None:
    assert "legi" not in {r.code for r in visas(catalogue, "habitat").reservations}
    later = visas(catalogue, "habitat", date="2024-06-01").reservations[-1]
    assert later.code == "legi"
    assert "CGCT L5211-4-2" in later.others


def test_as_json_each_visa_has_its_line(catalogue: Catalogue) -> None:
    whole = json.loads(as_json(visas(catalogue, "habitat")))
    assert whole["visas"][0]["ligne"].startswith("VU le code général")
    assert {r["code"] for r in whole["reserves"]} >= {"deduit", "externe"}


def test_an_unknown_kind_of_act_or_service_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(ParameterInvalid):
        visas(catalogue, "habitat", "arrete")
    with pytest.raises(UnknownName):
        visas(catalogue, "habitt")
