from __future__ import annotations

import json
from datetime import date

import pytest

from mutugraph.errors import ParameterInvalid, UnknownName
from mutugraph.law.provisions import State, version_at
from mutugraph.law.reading import read_law
from mutugraph.operations.ask import ask
from mutugraph.operations.why import why
from mutugraph.pages.proofs import told
from mutugraph.pages.proofs_json import proof_as_json
from mutugraph.questions.catalogue import Catalogue

DATES = ("2010-12-17", "2014-06-01", "2015-11-26", "2016-12-31", "2018-12-31", "2023-01-01")


def test_each_step_leads_from_the_sheet_to_the_version(catalogue: Catalogue) -> None:
    basis = why(catalogue, "ressources-humaines", "L. 5211-4-2").arrangements[0].bases[0]
    assert [(fact.kind, [c.place for c in fact.cited]) for fact in basis.facts] == [
        # the column of the table, the row, and what stands where they meet
        ("modalite", ["§5.1, l. 562", "§5.1, l. 563", "§5.1, l. 563"]),
        ("fiche", ["fiche 1, modalités, l. 625"]),
        ("forme", ["§2.3, l. 259", "§2.3, l. 260"]),
    ]
    assert basis.read is not None
    assert basis.read.version is not None
    assert (basis.read.version.start, basis.read.version.end) == (
        date(2015, 8, 9),
        date(2018, 12, 31),
    )
    assert (basis.rule.code, basis.mode, basis.holds, basis.validations) == (
        "R2",
        "deduit",
        True,
        (),
    )
    assert basis.read.version.sources


def test_bases_come_in_the_order_of_the_rules_and_a_phase_has_one_heading(
    catalogue: Catalogue,
) -> None:
    rules = [basis.rule.code for basis in why(catalogue, "politique-de-la-ville").bases]
    assert rules == ["R2", "R3", "R4", "R10", "R10"]
    # the calendar of sheet 2 announces the platform (l. 633), under two statuses of the EPCI
    phase = "Moyen terme (2019-2020) : au-delà du tableau du schéma\n"
    assert told(why(catalogue, "finances")).count(phase) == 1


def test_a_service_commun_beside_a_transfer_is_limited_to_what_is_not_transferred(
    catalogue: Catalogue,
) -> None:
    limited = {
        service
        for service in ("politique-de-la-ville", "habitat")
        for fact in why(catalogue, service, "L5211-4-2").arrangements[0].bases[0].facts
        if fact.kind == "enonce"
    }
    assert limited == {"politique-de-la-ville"}  # « transfert de compétence (Loi LAMY) », l. 732
    assert "hors compétences transférées" in told(why(catalogue, "politique-de-la-ville"))


def test_the_statement_on_the_compensation_is_the_one_that_names_the_article(
    catalogue: Catalogue,
) -> None:
    (of_r3,) = (b for b in why(catalogue, "habitat", "L5211-4-2").bases if b.rule.code == "R3")
    (said,) = (fact for fact in of_r3.facts if fact.kind == "enonce")
    words = " ".join(cite.words for cite in said.cited)
    assert "L5211-4-2 du CGCT autorise l'imputation des coûts de mutualisation" in words


def test_conventions_name_no_article_and_have_candidates(catalogue: Catalogue) -> None:
    short = why(catalogue, "batiments").arrangements[0]
    assert (short.form, short.founded) == ("convention", False)
    (undetermined,) = short.bases
    assert undetermined.read is None
    assert "CGCT L5216-7-1" in {c.provision.label for c in undetermined.candidates}


def test_a_prefiguration_founds_nothing(catalogue: Catalogue) -> None:
    short = why(catalogue, "developpement-durable").arrangements[0]
    assert (short.form, short.bases, short.founded) == ("prefiguration", (), False)
    assert "une préfiguration" in told(why(catalogue, "developpement-durable"))


def test_an_article_that_does_not_found_the_service_is_answered_with_what_does(
    catalogue: Catalogue,
) -> None:
    answer = why(catalogue, "habitat", "L5211-17")
    assert (answer.bases, answer.ties) == ((), ())
    assert "CGCT L5211-4-2" in answer.rests_on
    assert "ne fonde pas ce service" in told(answer)


def test_what_no_longer_applies_is_explained_with_what_governs_instead(
    catalogue: Catalogue,
) -> None:
    bases = {
        b.read.provision.label: b
        for b in why(catalogue, "habitat", date="2018-01-01").bases
        if b.read
    }
    assert bases["CGCT L5216-7-1"].read is not None
    assert bases["CGCT L5216-7-1"].read.state is State.INAPPLICABLE
    assert (bases["CGCT L5216-7-1"].holds, bases["CGCT L5217-7"].holds) == (False, True)


def test_free_revision_of_the_compensation_is_told_in_its_wording_of_the_day(
    catalogue: Catalogue,
) -> None:
    words = {day: told(why(catalogue, "habitat", "CGI 1609 nonies C", day)) for day in DATES[1:]}
    assert "à l'unanimité" in words["2014-06-01"]
    assert "toutes les communes membres" in words["2015-11-26"]
    assert "communes membres intéressées" in words["2016-12-31"]


def test_an_effect_is_established_only_where_a_version_is_known_to_bear_it(
    catalogue: Catalogue,
) -> None:
    states = {
        (article, day): why(catalogue, "habitat", article, day).ties[0].read
        for article in ("L5211-30", "L5211-29")
        for day in ("2014-01-29", "2018-12-31", "2019-06-01", "2020-06-01", "2022-01-01")
    }
    held = {key for key, read in states.items() if read and read.state is State.IN_FORCE}
    # from 31 December 2018 L5211-4-2 itself refers to L5211-29; of L5211-30 one day is established
    days = ("2018-12-31", "2019-06-01", "2020-06-01", "2022-01-01")
    assert held == {("L5211-30", "2014-01-29"), *(("L5211-29", day) for day in days)}
    before = states["L5211-29", "2014-01-29"]
    assert before is not None
    assert before.state is State.UNKNOWN


@pytest.mark.parametrize(
    ("day", "governing"),
    [
        ("2015-11-26", {"CMP 8": "en_vigueur"}),
        ("2016-04-01", {"CMP 8": "abroge", "ordonnance 2015-899": "en_vigueur"}),
        (
            "2019-04-01",
            {
                "CMP 8": "abroge",
                "ordonnance 2015-899": "codifie",
                "CCP L2113-6": "en_vigueur",
                "CCP L2113-7": "en_vigueur",
            },
        ),
    ],
)
def test_the_groupements_of_a_service_are_an_object_and_found_nothing(
    catalogue: Catalogue, day: str, governing: dict[str, str]
) -> None:
    # sheet 6: missions (l. 667) and calendar (l. 672)
    whole = why(catalogue, "commande-publique-achats", date=day)
    objects = [tie for tie in whole.ties if tie.kind == "objet" and tie.read]
    assert {t.read.provision.label: str(t.read.state) for t in objects if t.read} == governing
    assert {c.place for t in objects for c in t.cited} == {
        "fiche 6, missions, l. 667",
        "fiche 6, calendrier, l. 672",
    }
    assert not set(governing) & set(whole.rests_on)
    assert "régit un objet du service, sans le fonder" in told(whole)


def test_the_institution_that_is_gone_is_told(catalogue: Catalogue) -> None:
    ties = why(catalogue, "correspondant-informatique-et-libertes", date="2020-06-01").ties
    gone = next(tie for tie in ties if tie.kind == "dispositif")
    assert (gone.until, gone.successor) == (
        date(2018, 5, 25),
        "Délégué à la protection des données",
    )


@pytest.mark.parametrize("day", DATES)
def test_the_versions_of_the_questions_are_those_of_the_chain(
    catalogue: Catalogue, day: str
) -> None:
    law = {p.label: p for p in read_law(catalogue).provisions.values()}
    for row in ask(catalogue, "articles-par-service", date=day).rows:
        label, start, end = row[3:6]
        if label is None:
            continue
        version = version_at(law[str(label)], date.fromisoformat(day))
        expected = (None, None) if version is None else (version.start, version.end)
        assert (start, end) == tuple(d and d.isoformat() for d in expected), row


def test_as_json_it_has_the_codes_of_the_questions(catalogue: Catalogue) -> None:
    whole = json.loads(proof_as_json(why(catalogue, "logistique")))
    assert (whole["service"], whole["action"], whole["date"]) == ("Logistique", 18, "2015-11-26")
    short, medium = whole["modalites"]
    assert (short["phase"], short["fondee"], short["fondements"][0]["article"]) == (
        "court",
        False,
        None,
    )
    assert {b["regle"]["code"] for b in medium["fondements"] if b["etabli"]} == {"R2", "R7"}


@pytest.mark.parametrize(
    ("service", "article", "day", "error"),
    [
        ("habitt", None, None, UnknownName),
        ("habitat", "L9999-9", None, UnknownName),
        ("habitat", "2131", None, UnknownName),
        ("habitat", None, "2015-02-30", ParameterInvalid),
        ("habitat", None, "20151126", ParameterInvalid),
    ],
)
def test_what_it_cannot_understand_is_refused(
    catalogue: Catalogue, service: str, article: str | None, day: str | None, error: type[Exception]
) -> None:
    with pytest.raises(error):
        why(catalogue, service, article, day)
