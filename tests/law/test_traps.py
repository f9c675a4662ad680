"""The traps of docs/law.md §5, one test each, in its order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from law.conftest import Ask
from mutugraph.errors import NameAmbiguous, UnknownName
from mutugraph.law.proofs import Explanation
from mutugraph.law.provisions import State
from mutugraph.law.reading import read_law
from mutugraph.operations.why import why
from mutugraph.questions.catalogue import Catalogue

Why = Callable[..., Explanation]


@pytest.fixture
def explained(catalogue: Catalogue) -> Why:
    return lambda service, article=None, date=None: why(catalogue, service, article, date)


def state(asked: Ask, article: str, date: str | None = None) -> tuple[object, object, object]:
    row = next(r for r in asked("validite", date) if r["article"] == article)
    return row["statut"], row["depuis"], row["remplace_par"]


def test_1_an_article_is_not_another_whose_number_begins_the_same(
    asked: Ask, catalogue: Catalogue
) -> None:
    assert asked("services-par-article", article="L5211-39") == []
    assert asked("impact", article="L5211-39") != asked("impact", article="L5211-39-1")
    assert asked("services-par-article", article="L5211-4") == []  # another article
    with pytest.raises(NameAmbiguous):  # L5211-4 or R5211-4, and not L5211-4-2
        asked("services-par-article", article="5211-4")
    with pytest.raises(UnknownName):
        asked("services-par-article", article="2131")
    for spelling in (
        "L. 5211-4-2",
        "l 5211 4 2",
        "5211-4-2",
        "CGCT L5211-4-2",
        "article L5211-4-2",
    ):
        assert len(asked("services-par-article", article=spelling)) == 20


def test_2_the_visa_is_reported_not_corrected(asked: Ask) -> None:
    first, *others = asked("visas-imprimes")
    assert (first["texte"], first["conforme"], first["attendu"]) == (
        "CGCT L5211-39",
        False,
        "CGCT L5211-39-1",
    )
    assert [(r["texte"], r["conforme"], r["attendu"]) for r in others] == [
        ("loi 2010-1563", True, None),
        ("loi 2014-58", True, None),
        ("loi 2015-991", True, None),
        (None, None, None),
    ]


def test_3_a_dated_question_is_not_answered_with_the_version_of_today(asked: Ask) -> None:
    starts = {r["version_debut"] for r in asked("articles-par-service", "2015-11-26", action="1")}
    assert starts == {"2015-08-09", "2002-02-28"}


def test_4_the_date_of_effect_is_not_the_date_of_the_law(asked: Ask) -> None:
    assert state(asked, "CGCT L5211-39-1", "2014-02-28")[0] == "pas_encore"
    assert state(asked, "CGCT L5211-39-1", "2014-03-01")[:2] == ("en_vigueur", "2014-03-01")


def test_5_an_end_is_exclusive(asked: Ask) -> None:
    assert state(asked, "CMP 8", "2016-03-31")[0] == "en_vigueur"
    assert state(asked, "CMP 8", "2016-04-01")[:2] == ("abroge", "2016-04-01")


def test_6_repealed_and_codified_are_chained_to_what_then_holds(asked: Ask) -> None:
    assert state(asked, "CMP 8", "2018-12-31")[2] == "ordonnance 2015-899"
    assert state(asked, "CMP 8", "2019-04-01")[2] == "CCP L2113-6 ; CCP L2113-7"
    assert state(asked, "loi 84-53", "2022-02-28")[0] == "en_vigueur"
    assert state(asked, "loi 84-53", "2022-03-01") == ("codifie", "2022-03-01", "CGFP L512-6")


def test_7_in_force_is_not_applicable(asked: Ask) -> None:
    assert state(asked, "CGCT L5216-7-1", "2017-12-31")[0] == "en_vigueur"
    assert state(asked, "CGCT L5216-7-1", "2018-01-01")[:2] == ("inapplicable", "2018-01-01")
    assert state(asked, "CGCT L5217-7", "2015-11-26")[0] == "inapplicable"


def test_8_cooperations_of_different_kinds_rest_on_different_texts(asked: Ask) -> None:
    found = {
        str(r["cooperation"]): (r["article"], r["regle"])
        for r in asked("fondements-des-cooperations")
    }
    by_word = {
        word: basis
        for name, basis in found.items()
        for word in ("DCSI", "Finances", "Commandes", "droit des sols", "Partage de matériel")
        if word in name
    }
    assert by_word == {
        "DCSI": ("CGCT L5211-4-2", "R2"),
        "Finances": ("loi 84-53", "R9"),
        "Commandes": ("CMP 8", "R8"),
        "droit des sols": (None, "R11"),
        "Partage de matériel": (None, "R11"),
    }
    numeric = [
        (r["article"], r["version_debut"], r["mode"])
        for r in asked("fondements-des-cooperations")
        if "numérique" in str(r["cooperation"])
    ]
    # the convention is of 2011, without a day: D5211-16 changed within that year
    assert numeric == [
        ("CGCT L5211-4-1", "2010-12-18", "externe"),
        ("CGCT D5211-16", None, "externe"),
    ]


def test_9_a_mention_is_not_a_foundation(asked: Ask, explained: Why) -> None:
    named = explained("projets-urbains-zones-d-amenagement", "loi 2015-991")
    assert named.bases == ()
    assert [tie.kind for tie in named.ties] == ["mention"]
    assert "CGCT L5211-4-2" in named.rests_on
    assert all("2015-991" not in str(r["article"]) for r in asked("articles-par-service"))


def test_10_a_bill_is_not_law(asked: Ask) -> None:
    bill = "projet de loi de finances 2016"
    assert state(asked, bill, "2015-11-26")[0] == "pas_encore"
    assert state(asked, bill, "2020-06-01") == ("devenu_loi", "2015-12-29", "loi 2015-1785")


def test_11_a_text_named_without_number_keeps_its_name_and_its_uncertainty(
    asked: Ask, explained: Why, catalogue: Catalogue
) -> None:
    ordered = explained("politique-de-la-ville", "loi LAMY").bases
    assert [(b.rule.code, b.mode, b.read and b.read.version) for b in ordered] == [
        ("R10", "cite", None)
    ]
    assert [(k, r.provision.label) for k, r in ordered[0].related] == [
        ("resolution", "loi 2014-173")
    ]
    law = read_law(catalogue)
    grenelle = next(p for p in law.provisions.values() if p.label == "GRENELLE")
    assert grenelle.uncertain
    assert len(grenelle.resolved_as) == 2


def test_12_the_schema_programmes_and_does_not_found(explained: Why) -> None:
    asked_for = explained("habitat", "L5211-39-1", "2020-06-01")
    assert asked_for.bases == ()
    (tie,) = asked_for.ties
    assert (tie.kind, tie.rule) == ("programmation", "R6")
    assert tie.read is not None
    assert tie.read.state is State.OPTIONAL


def test_13_an_opinion_is_not_the_approval(asked: Ask) -> None:
    text = {
        str(r["obligation"]): r["responsable"]
        for r in asked("obligations")
        if "pprouver le schéma par" in str(r["obligation"])
    }
    assert text == {
        "Approuver le schéma par délibération de l'organe délibérant": "Conseil de Communauté"
    }


def test_14_an_article_is_not_its_version(catalogue: Catalogue) -> None:
    for provision in read_law(catalogue).provisions.values():
        for version in provision.versions:
            assert version.node.value == f"{provision.node.value}/{version.start}"


def test_15_the_body_of_2011_is_not_that_of_2015(asked: Ask) -> None:
    # the SIREN of 2015 exists since 2014: before, no tax regime of this body is known
    rules = {r["regle"] for r in asked("articles-par-service", "2013-12-31", action="1")}
    assert rules == {"R2"}
    assert {r["regle"] for r in asked("articles-par-service", "2014-01-01", action="1")} == {
        "R2",
        "R3",
        "R4",
        "R7",
    }


def test_16_what_the_version_of_2014_reserves_is_known_and_when_it_went_is_not(
    catalogue: Catalogue,
) -> None:
    law = read_law(catalogue)
    article = next(p for p in law.provisions.values() if p.label == "CGCT L5211-4-2")
    of_2014 = next(v for v in article.versions if str(v.start) == "2014-01-29")
    assert any("commune" in clause and "métropoles" in clause for clause in of_2014.clauses)
    assert any("n'est pas établie" in note for note in of_2014.notes)


def test_17_an_author_matched_by_date_is_to_be_verified(catalogue: Catalogue) -> None:
    law = read_law(catalogue)
    article = next(p for p in law.provisions.values() if p.label == "CGCT L5211-4-2")
    doubts = {str(v.start): v.doubtful_authors for v in article.versions if v.doubtful_authors}
    assert doubts == {"2019-08-08": ("loi 2019-828",)}
    assert all(v.verified for v in article.versions)


def test_18_an_assertion_of_the_document_founds_nothing(asked: Ask) -> None:
    # §5.4 « hors de l'EPCI » (l. 839): no basis leads to that passage
    places = " ".join(str(r["passage"]) for r in asked("articles-par-service"))
    assert "§5.4" not in places
