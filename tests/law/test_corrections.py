"""The corrections of the law, read in the texts: what each changed, and that it stays so."""

from __future__ import annotations

import pytest

from law.conftest import Ask, CodeText
from mutugraph.law.provisions import Provision, version_at
from mutugraph.law.reading import read_law
from mutugraph.operations.why import why
from mutugraph.questions.catalogue import Catalogue


@pytest.fixture(scope="module")
def law(catalogue: Catalogue) -> dict[str, Provision]:
    return {p.label: p for p in read_law(catalogue).provisions.values()}


def starts(article: Provision) -> list[str]:
    return sorted(str(version.start) for version in article.versions)


def test_a_commune_may_manage_a_service_commun_anywhere_since_2015(
    law: dict[str, Provision], code_text: CodeText
) -> None:
    reserved = "dans une métropole ou une communauté urbaine, un service commun peut être géré"
    told = {str(v.start): "réservée" in " ".join(v.clauses) for v in law["CGCT L5211-4-2"].versions}
    for day, said in told.items():
        text = code_text("L5211-4-2", day)
        assert text is not None
        assert (reserved in text) == said, day
    assert [day for day, said in told.items() if said] == ["2014-01-29"]


def test_versions_that_were_missing_are_there(
    law: dict[str, Provision], code_text: CodeText
) -> None:
    assert "2018-01-01" in starts(law["CGCT L5217-7"])
    assert len([d for d in starts(law["CGCT L5216-5"]) if d >= "2015-08-09"]) == 11
    assert "2023-01-01" in starts(law["CGCT L5211-29"])
    assert str(law["CGCT L5211-40"].ends) == "2019-12-29"
    for article, day in (("L5217-7", "2018-01-01"), ("L5211-29", "2023-01-01")):
        assert code_text(article, day)


def test_the_bounds_of_the_tax_article_are_at_the_first_of_january(
    law: dict[str, Provision],
) -> None:
    found = starts(law["CGI 1609 nonies C"])
    assert {"2015-01-01", "2016-01-01", "2023-01-01", "2024-01-01"} <= {*found}
    assert not [day for day in found if day in {"2014-12-31", "2015-12-31", "2022-12-31"}]


def test_an_amendment_of_26_november_2015_is_governed_by_the_version_of_9_august(
    law: dict[str, Provision], asked: Ask
) -> None:
    (row,) = [
        r for r in asked("articles-par-service", "2015-11-26", action="2") if r["regle"] == "R2"
    ]
    assert row["version_debut"] == "2015-08-09"
    version = next(v for v in law["CGCT L5211-4-2"].versions if str(v.start) == "2015-08-09")
    assert {
        "Fiche d'impact pour les agents",
        "Avis du comité technique",
        "Agents à temps plein transférés de plein droit",
    } <= {*version.clauses}


def test_the_committee_of_the_new_code_is_not_read_before_its_day(
    law: dict[str, Provision],
) -> None:
    committee = law["CGFP L251-1"]
    first = committee.versions[0].start
    assert str(first) == "2023-01-01"
    assert version_at(committee, first.replace(year=2022)) is None


def test_what_has_no_named_form_has_candidates_with_what_followed_them(
    catalogue: Catalogue,
) -> None:
    (of_logistics,) = [b for b in why(catalogue, "logistique", None).bases if b.rule.code == "R11"]
    named = {read.provision.label for read in of_logistics.candidates}
    assert named >= {
        *("CGCT L5216-7-1", "CGCT L5211-4-1", "CGCT L5211-4-3", "CGCT L5211-4-4", "CGCT L5221-1"),
        *("CMP 8", "CCP L2113-6", "CCP L2113-7", "loi 84-53", "CGFP L512-6"),
    }
    assert "C. urb. R*423-15" not in named  # of another field


def test_a_cooperation_of_a_field_has_the_article_of_that_field_as_a_candidate(
    catalogue: Catalogue,
) -> None:
    table = catalogue.engine.query(
        "SELECT ?qui ?article WHERE { ?f mut:cooperationFondee/skos:prefLabel ?qui ;"
        " mut:candidat/skos:prefLabel ?article }"
    )
    found: dict[str, set[str]] = {}
    for who, article in table.rows:  # type: ignore[union-attr]
        found.setdefault(str(getattr(who, "value", "")), set()).add(
            str(getattr(article, "value", ""))
        )
    own = found["Instruction des autorisations liées au droit des sols"]
    assert {"C. urb. R*423-15", "CGCT L5216-7-1"} <= own
    assert [who for who, named in found.items() if "C. urb. R*423-15" in named] == [
        "Instruction des autorisations liées au droit des sols"
    ]
