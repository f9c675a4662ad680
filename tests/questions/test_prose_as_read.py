"""The questions on the rest of the document, against what a second reader took from the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest

from mutugraph.questions.model import Value
from reading import events, prose

Rows = Callable[..., list[tuple[Value, ...]]]
_LINES = re.compile(r"l\. (\d+)")


def _lines(place: Value) -> list[int]:
    return [int(found) for found in _LINES.findall(str(place))]


def test_the_communes_answer_in_their_printed_order_with_their_printed_staff(rows: Rows) -> None:
    found = rows("communes")
    names = [str(row[0]).removeprefix("Ville de ") for row in found]
    assert names == [name for name, _, _ in prose.COMMUNES]
    assert [float(str(row[2])) for row in found] == [float(n) for _, n, _ in prose.COMMUNES]
    assert all(re.fullmatch(r"57\d{3}", str(row[1])) for row in found)


def test_size_classes_have_the_printed_number_and_a_staff_only_when_all_are_named(
    rows: Rows,
) -> None:
    found = [
        (row[1], None if row[2] is None else float(str(row[2])))
        for row in rows("communes-par-taille")
    ]
    assert found == [(n, None if s is None else float(s)) for _, n, _, s, _ in prose.SIZE_CLASSES]


def test_the_staff_of_the_territory_is_as_printed_and_the_table_is_summed_twice(rows: Rows) -> None:
    found = Counter(float(str(row[1])) for row in rows("effectif-territoire"))
    expected = [float(n) for n, _, _ in prose.TERRITORY_STAFF]
    _, epci, _ = prose.EPCI_STAFF
    assert found == Counter([*expected, epci, prose.COMMUNES_SUM, prose.TABLE_SUM])


def test_announced_staff_is_compared_with_the_sheets(rows: Rows) -> None:
    found = {(row[0], row[1]): row[2] for row in rows("effectifs-annonces")}
    assert found == {(phase, who): n for phase, who, n, _, _ in prose.ANNOUNCED_STAFF}
    gaps = {(row[0], row[1]): float(str(row[4])) for row in rows("effectifs-annonces")}
    assert gaps["court", "Metz Métropole"] == 84 - 81
    assert gaps["court", "Ville de Metz"] == 121 - 121.5
    assert gaps["court", "Total"] == 205 - (81 + 121.5 + 2)
    assert gaps["moyen", "Total"] == 0


def test_amounts_are_as_printed_in_their_unit_and_at_their_line(rows: Rows) -> None:
    found = Counter(
        (float(str(row[0])), row[1], row[3], _lines(row[4])[0]) for row in rows("montants")
    )
    assert found == Counter(
        (float(n), unit, year, line) for n, unit, year, _, line in prose.AMOUNTS
    )


@pytest.mark.parametrize("event", events.EVENTS, ids=str)
def test_a_dated_event_is_in_the_chronology_at_its_printed_precision(
    rows: Rows, event: tuple[str, str | None, str, str, int]
) -> None:
    start, end, precision, _, line = event
    same = [row for row in rows("chronologie") if row[:3] == (start, end, precision)]
    assert any(line in _lines(row[4]) for row in same), same


def test_the_chronology_holds_no_event_that_the_reader_did_not_see(rows: Rows) -> None:
    read = {(start, end, precision) for start, end, precision, _, _ in events.EVENTS}
    beyond_the_prose = {("2015", "2020", "periode")}  # sheet 14: the programme of a site
    assert {row[:3] for row in rows("chronologie")} - read <= beyond_the_prose


def test_bodies_have_their_level_and_frequency(rows: Rows) -> None:
    found = rows("instances")
    assert len(found) == len(prose.BODIES)
    for name, level, frequency, _ in prose.BODIES:
        (row,) = [r for r in found if name.lower() in str(r[0]).lower()]
        assert row[1] == level
        assert (frequency is None) == (row[4] is None)
        assert frequency is None or frequency.lower() in str(row[4]).lower()


def test_one_body_takes_the_place_of_another(rows: Rows) -> None:
    ((old, new, _),) = prose.SUCCESSION
    ((found_old, found_new),) = rows("succession-instances")
    assert found_old == old
    assert new.lower() in str(found_new).lower()


def test_visas_are_in_order_and_the_wrong_one_is_said(rows: Rows) -> None:
    found = [(row[1], row[2], row[3]) for row in rows("visas-imprimes")]
    assert found == [
        (text, None if text is None else right is None, right) for _, text, right, _ in prose.VISAS
    ]


def test_cooperations_are_outside_or_inside_by_their_heading(rows: Rows) -> None:
    found = rows("cooperations")
    assert len(found) == len(prose.COOPERATIONS)
    assert Counter(row[1] for row in found) == Counter(c[1] for c in prose.COOPERATIONS)
    assert Counter(row[3] for row in found) == Counter(c[2] for c in prose.COOPERATIONS)
    for words, perimeter, since, _, _ in prose.COOPERATIONS:
        same = [r for r in found if words.lower() in str(r[0]).lower()]
        assert any(r[1] == perimeter and r[3] == since for r in same), words


def test_texts_named_anywhere_are_counted_by_place(rows: Rows) -> None:
    found = {row[0]: (row[2], _lines(row[3])) for row in rows("textes-cites")}
    for name, lines in prose.TEXTS_NAMED.items():
        (key,) = [k for k in found if k == name or str(k).startswith(name + " (")]
        count, places = found.pop(key)
        assert count == len(lines), name
        assert set(places) == set(lines), name
    assert not found


def test_forms_have_their_family_and_the_text_printed_for_them(rows: Rows) -> None:
    found = rows("formes")
    assert len(found) == len(prose.FORMS)
    for (name, family, text, _), row in zip(prose.FORMS, found, strict=True):
        assert str(row[0]).startswith(name)
        assert row[1:] == (family, text)


def test_authority_is_hierarchical_or_functional_and_exercised_by_functions(rows: Rows) -> None:
    found = {row[0]: str(row[1]).lower() for row in rows("autorites")}
    assert set(found) == set(prose.AUTHORITIES)
    for kind, (who, _) in prose.AUTHORITIES.items():
        assert all(name.lower() in found[kind] for name in who)


def test_duties_have_their_printed_deadline(rows: Rows) -> None:
    found = [(str(row[0]).lower(), str(row[2]).lower()) for row in rows("obligations")]
    for words, deadline, _ in prose.DUTIES:
        assert any(words in duty and deadline in when for duty, when in found), (words, deadline)


def test_lost_figures_and_the_split_table_are_recorded(rows: Rows) -> None:
    kinds = Counter(row[1] for row in rows("lacunes-source"))
    assert kinds["figure_perdue"] >= len(prose.LOST_FIGURES) - 1  # the cover's is no figure
    assert kinds["titre_perdu"] >= 1
    assert kinds["tableau_decale"] >= len(prose.SPLIT_TABLES)
