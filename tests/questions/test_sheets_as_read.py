"""The questions on the twenty sheets, against what a second reader took from the source."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable

import pytest

from mutugraph.iris import slug
from mutugraph.questions.model import Value
from reading import sheets

Rows = Callable[..., list[tuple[Value, ...]]]

_LINE = re.compile(r"l\. (\d+)")


def test_each_sheet_has_its_printed_title_nature_carrier_funding_and_forms(rows: Rows) -> None:
    for action, title, nature, axis, short, medium, carrier, funding in rows("actions"):
        assert isinstance(action, int)
        assert (title, nature, axis) == (sheets.TITLES[action], sheets.NATURE[action], "Axe 1")
        assert (short, medium) == (sheets.FORM_SHORT[action], sheets.FORM_MEDIUM[action])
        assert (carrier, funding) == (sheets.CARRIER[action], sheets.FUNDING[action])


def test_the_twenty_sheets_answer_in_their_order(rows: Rows) -> None:
    assert [row[0] for row in rows("actions")] == list(sheets.SHEETS)


def test_each_sheet_has_as_many_items_of_the_first_level_as_bullets(rows: Rows) -> None:
    counted = {row[0]: row[1:] for row in rows("contenu-des-fiches")}
    assert counted == sheets.CONTENT


def test_sub_items_keep_their_place(rows: Rows) -> None:
    found: dict[tuple[object, object], Counter[str]] = defaultdict(Counter)
    for action, rubric, rank, *_ in rows("fiche"):
        parent, _, child = str(rank).partition(".")
        if child and rubric not in ("calendrier", "modalites_juridiques", "ressources"):
            found[action, rubric][parent] += 1
    assert {key: dict(value) for key, value in found.items()} == sheets.SUBITEMS


def test_legal_arrangements_are_printed_by_phase_where_the_sheet_does(rows: Rows) -> None:
    ranks: dict[object, list[object]] = defaultdict(list)
    for action, rubric, rank, *_ in rows("fiche"):
        if rubric == "modalites_juridiques":
            ranks[action].append(rank)
    assert ranks == {n: sheets.MODALITY_ITEMS.get(n, ["1"]) for n in sheets.SHEETS}


def test_staff_lines_are_as_printed_wrong_sums_included_and_without_details(rows: Rows) -> None:
    found: dict[object, list[object]] = defaultdict(list)
    for action, _, authority, agents, etp in rows("effectifs"):
        found[action].append((authority, agents, etp))
    assert found == sheets.STAFF


@pytest.mark.parametrize("said", ["non_imprimee", "non imprimée", "non-imprimee"])
def test_staff_without_a_printed_authority_can_be_asked_for(rows: Rows, said: str) -> None:
    assert [row[0] for row in rows("effectifs", collectivite=said)] == [3]


def test_staff_by_phase_is_the_sum_of_the_printed_lines(rows: Rows) -> None:
    found = {(row[0], row[1]): row[2:] for row in rows("effectifs-par-phase")}
    assert found == sheets.STAFF_BY_PHASE


def test_sheets_without_any_full_time_equivalent(rows: Rows) -> None:
    assert [row[0] for row in rows("actions-sans-etp")] == sheets.WITHOUT_ETP


def test_deferred_services_and_default_carrier(rows: Rows) -> None:
    assert [row[0] for row in rows("services-differes")] == sheets.DEFERRED
    assert [row[0] for row in rows("porteur-par-defaut")] == sheets.DEFAULT_CARRIER


def test_the_platform_is_certain_unless_printed_with_a_question_mark(rows: Rows) -> None:
    assert {row[0]: row[2] for row in rows("plateforme")} == sheets.PLATFORM
    assert [row[0] for row in rows("sans-moyen-terme")] == sheets.WITHOUT_MEDIUM_TERM


def test_calendar_steps_stand_under_their_printed_phase(rows: Rows) -> None:
    found = Counter((row[0], row[1]) for row in rows("etapes"))
    expected = {
        (n, p): c
        for n, pair in sheets.STEPS.items()
        for p, c in zip(("court", "moyen"), pair, strict=True)
    }
    assert found == Counter(expected)


def test_common_indicators_gather_the_sheets_that_state_them(rows: Rows) -> None:
    found = {str(row[0]): (row[1], str(row[2])) for row in rows("indicateurs-communs")}
    for key, (label, _) in sheets.COMMON_LABELS.items():
        listed = sheets.COMMON_INDICATORS[key]
        assert found.pop(label) == (len(listed), ",".join(map(str, listed)))
    assert not found


def test_a_common_indicator_is_missing_exactly_where_it_is_not_stated(rows: Rows) -> None:
    found: dict[str, list[object]] = defaultdict(list)
    for label, action, _ in rows("sans-indicateur"):
        found[str(label)].append(action)
    for key, (label, _) in sheets.COMMON_LABELS.items():
        missing = [n for n in sheets.SHEETS if n not in sheets.COMMON_INDICATORS[key]]
        assert found.get(label, []) == missing


def test_own_indicators_follow_the_order_in_which_the_sheet_prints_them(rows: Rows) -> None:
    # l. 671: consultations, groupements, communes, gains financiers
    marks = ("consultations", "Nombre de groupements", "communes", "gains financiers")
    labels = [str(label) for action, label in rows("indicateurs-propres") if action == 6]
    assert len(labels) == len(marks)
    assert all(mark in label for mark, label in zip(marks, labels, strict=True))


def test_own_indicators_are_counted_without_headings_and_placeholders(rows: Rows) -> None:
    found = Counter(row[0] for row in rows("indicateurs-propres"))
    assert found == Counter(sheets.OWN_INDICATORS)


def test_texts_named_in_the_sheets(rows: Rows) -> None:
    found = Counter(
        (row[0], int(_LINE.findall(str(row[3]))[0])) for row in rows("citations-par-fiche")
    )
    assert found == Counter((sheet, line) for sheet, _, _, line in sheets.LAWS)


def test_citations_of_a_sheet_follow_its_rubrics(rows: Rows) -> None:
    lines = [int(_LINE.findall(str(row[3]))[0]) for row in rows("citations-par-fiche")]
    assert lines == sorted(lines)


def test_a_passage_of_a_sheet_names_its_rubric(rows: Rows) -> None:
    named = {"collectivites": "collectivités", "modalites_juridiques": "modalités"}
    for action, rubric, _, _, passage in rows("fiche"):
        place = f"fiche {action}, {named.get(str(rubric), rubric)}, l. "
        assert all(part.startswith(place) for part in str(passage).split(" ; "))


def test_sheets_name_the_function_of_others(rows: Rows) -> None:
    found = {
        (row[0], row[1], row[2], int(_LINE.findall(str(row[3]))[0])) for row in rows("renvois")
    }
    assert found == set(sheets.CROSS_REFERENCES)


def test_bodies_and_places_outside_the_two_authorities(rows: Rows) -> None:
    answer = rows("organismes-cites")
    assert len(answer) == len(sheets.BODIES)
    for name, sheet, rubric in sheets.BODIES:
        labels = [str(row[0]) for row in answer if row[1:] == (sheet, rubric)]
        assert [label for label in labels if slug(name).removesuffix("s") in slug(label)]


def test_a_detail_inside_a_sentence_is_no_item(rows: Rows) -> None:
    """Sheet 3 prints one line of staff, sheet 19 three: « 0,5 cat A », « dont 12 » are in them."""
    lines = Counter(row[0] for row in rows("fiche") if row[1] == "ressources")
    assert (lines[3], lines[19]) == (1, 3)
