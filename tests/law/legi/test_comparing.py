"""One change of a source turns one check red, and a source that agrees turns none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from law.legi.conftest import Articles, Check
from legi_source import Made, archive, changed, files_of, increment
from mutugraph.engine.answers import Term
from mutugraph.operations.legi import Checked, check_legi
from mutugraph.questions.binding import Terms, bind
from mutugraph.questions.catalogue import Catalogue

STAMP = "20231206-210000"
AGREES = "CGCT L5211-4-2"
ENDED = "CGCT L5211-40"


@pytest.fixture
def told(check: Check, tmp_path: Path) -> Callable[..., list[tuple[str, str]]]:
    def run(*versions: Made) -> list[tuple[str, str]]:
        source = increment(tmp_path, STAMP, files_of([versions]))
        return cases(check(source))

    return run


def cases(checked: Checked) -> list[tuple[str, str]]:
    return [(str(one.difference.code), one.difference.case) for one in checked.told]


def test_a_stock_that_says_what_the_graph_says_agrees(
    check: Check, agreeing: Articles, stock: Path
) -> None:
    checked = check(stock)
    labels = {one.article.label for one in checked.compared}
    assert labels == set(agreeing) and len(labels) > 80
    unknown_end = {  # the graph has a gap there, LEGI's versions would follow one another
        one.difference.article.label for one in checked.told if one.difference.case == "fin"
    }
    assert unknown_end == set()
    assert {case for _, case in cases(checked)} <= {"article_absent"}


def test_the_sample_of_two_versions_agrees(catalogue: Catalogue, shared: Path) -> None:
    checked = check_legi(catalogue, [shared / "droit" / "legi" / "legi_increment.tar.gz"])
    assert [one.article.label for one in checked.compared] == ["CGCT L5211-39-1"]
    assert (str(checked.day), checked.agreed, checked.stock) == ("2023-09-26", True, False)


def test_an_answer_of_the_api_agrees(check: Check, shared: Path) -> None:
    answer = shared / "droit" / "piste" / "getArticleByCid_L5211-39-1_reduit.json"
    checked = check(answer)
    assert [one.article.label for one in checked.compared] == ["CGCT L5211-39-1"]
    assert checked.agreed


@pytest.mark.parametrize(
    ("code", "case", "position", "values"),
    [
        ("MUT352", "debut", 3, {"start": "2015-08-08"}),
        ("MUT352", "fin", 3, {"end": "2018-12-30"}),
        ("MUT352", "fin", -1, {"end": "2023-05-01"}),
        ("MUT353", "plus_en_vigueur", -1, {"end": "2023-05-01", "state": "ABROGE"}),
        ("MUT354", "version", 2, {"id": "LEGIARTI000099999999"}),
        ("MUT355", "auteur", 3, {"authors": ("loi 2001-1",)}),
        ("MUT357", "clause_absente", 3, {"paragraphs": ("Rien.",)}),
        ("MUT359", "fin", -1, {"end": "2024-05-01"}),
        ("MUT359", "nota", -1, {"nota": "Ces dispositions entrent en vigueur au 1er janvier."}),
    ],
)
def test_one_change_of_the_source_turns_its_check_red(  # noqa: PLR0917
    told: Callable[..., list[tuple[str, str]]],
    agreeing: Articles,
    code: str,
    case: str,
    position: int,
    values: dict[str, object],
) -> None:
    versions = agreeing[AGREES]
    assert told(*versions) == []
    assert (code, case) in told(*changed(versions, position, **values))


def test_a_version_that_the_graph_has_not_is_missing_or_to_come(
    told: Callable[..., list[tuple[str, str]]], agreeing: Articles
) -> None:
    versions = agreeing[AGREES]
    new = Made("LEGIARTI000099999999", "L5211-4-2", "2023-06-01")
    until = changed(versions, -1, end="2023-06-01")
    assert ("MUT350", "absente") in told(*until, new)
    later = Made("LEGIARTI000099999999", "L5211-4-2", "2024-06-01")
    assert ("MUT359", "a_venir") in told(*versions, later)
    some_day = Made("LEGIARTI000099999999", "L5211-4-2", "2222-02-22")
    assert ("MUT359", "a_venir_sans_date") in told(*versions, some_day)


def test_a_version_that_the_source_has_not_is_told(
    told: Callable[..., list[tuple[str, str]]], agreeing: Articles
) -> None:
    versions = agreeing[AGREES]
    assert ("MUT351", "inconnue") in told(*versions[:2], *versions[3:])


def test_a_version_that_never_existed_is_none(
    told: Callable[..., list[tuple[str, str]]], agreeing: Articles
) -> None:
    stillborn = Made(
        "LEGIARTI000099999998", "L5211-4-2", "2016-01-01", "2016-07-01", "MODIFIE_MORT_NE"
    )
    at_once = Made("LEGIARTI000099999997", "L5211-4-2", "2016-01-01", "2016-01-01")
    assert told(*agreeing[AGREES], stillborn, at_once) == []


def test_an_article_that_the_graph_ends_and_legi_does_not_is_told(
    told: Callable[..., list[tuple[str, str]]], agreeing: Articles
) -> None:
    versions = agreeing[ENDED]
    assert told(*versions) == []
    alive = changed(versions, -1, end=None, state="VIGUEUR")
    assert ("MUT353", "encore_en_vigueur") in told(*alive)


def test_a_clause_that_the_graph_leaves_out_is_told(
    told: Callable[..., list[tuple[str, str]]], agreeing: Articles
) -> None:
    first = agreeing[AGREES][0]
    more = changed(agreeing[AGREES], 0, paragraphs=(*first.paragraphs, "Une fiche d'impact."))
    assert told(*more) == [("MUT357", "clause_presente")]


def test_a_reference_to_repealed_law_is_told_and_is_no_difference(
    check: Check, agreeing: Articles, tmp_path: Path
) -> None:
    link = (
        '<LIEN cidtexte="LEGITEXT000006070633" num="L5211-40" naturetexte="CODE" sens="source" '
        'typelien="CITATION">CGCT - art. L5211-40 (VT)</LIEN>'
    )
    versions = changed(agreeing[AGREES], -1, links=(link,))
    source = increment(tmp_path, STAMP, files_of([versions]))
    checked = check(source)
    assert cases(checked) == [("MUT358", "renvoi")]
    assert checked.agreed


def test_an_article_that_a_whole_stock_has_not_is_told(
    check: Check, agreeing: Articles, tmp_path: Path
) -> None:
    rest = [versions for label, versions in agreeing.items() if label != AGREES]
    partial = increment(tmp_path, STAMP, files_of(rest))
    whole = archive(tmp_path / "Freemium_legi_global_20231206-140000.tar.gz", files_of(rest))
    assert ("MUT351", "article_absent") not in cases(check(partial))
    absent = [
        one.difference.article.label
        for one in check(whole).told
        if one.difference.case == "article_absent"
    ]
    assert AGREES in absent


def test_a_number_taken_up_again_is_not_one_article(
    check: Check, agreeing: Articles, tmp_path: Path
) -> None:
    older = Made("LEGIARTI000011111111", "L5211-4-2", "1999-01-01", "2001-01-01", "ABROGE")
    other_letter = Made("LEGIARTI000011111112", "R5211-4-2", "2002-01-01")
    versions = [agreeing[AGREES], (older,), (other_letter,)]
    source = increment(tmp_path, STAMP, files_of(versions))
    checked = check(source)
    assert cases(checked) == []
    ((article, other),) = checked.others
    assert (article.label, str(other.versions[0].start)) == (AGREES, "1999-01-01")


def test_what_depends_on_an_article_that_differs_is_named(
    check: Check, agreeing: Articles, tmp_path: Path
) -> None:
    versions = changed(agreeing[AGREES], 3, start="2015-08-08")
    source = increment(tmp_path, STAMP, files_of([versions]))
    (one,) = check(source).told
    assert ("service", "Ressources humaines", "fonde") in one.touches


def test_only_what_the_graph_cites_has_an_impact(catalogue: Catalogue) -> None:
    impact = catalogue.question("impact")
    rows = catalogue.internal("legi-articles-cites").dicts()
    cited = [node for row in rows if isinstance(node := row["article"], NamedNode)]

    def answered(**slots: Terms) -> set[tuple[Term | None, ...]]:
        return set(catalogue.table(bind(impact.text, slots), impact.path).rows)

    of_each = {row for node in cited for row in answered(p_article=(node,))}
    assert of_each == answered() and of_each
