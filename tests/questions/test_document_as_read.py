"""Figures, powers, statements and the act, against what a reader took from the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from mutugraph.questions.model import Value
from reading import governance, prose

GOVERNANCE = 843  # the first line of part 6.1
SPELLED = {1.0: "un ", 2.0: "deux", 3.0: "trois", 20.0: "vingtaine"}
THOUSANDS = 10_000  # printed in groups of three digits from there
Rows = Callable[..., list[tuple[Value, ...]]]


def _lines(place: Value) -> list[int]:
    return [int(found) for found in re.findall(r"l\. (\d+)", str(place))]


def test_every_figure_of_the_document_is_a_measure_in_its_unit_at_its_line(rows: Rows) -> None:
    found = rows("mesures")
    for value, unit, line in prose.FIGURES:
        same = [r for r in found if float(str(r[1])) == value and r[2] == unit]
        assert any(line in _lines(r[6]) for r in same), (value, unit, line)


def test_no_measure_has_a_value_that_its_line_does_not_print(rows: Rows, shared: Path) -> None:
    (document,) = (shared / "source").glob("*.txt")
    source = document.read_text(encoding="utf-8").split("\n")
    for row in rows("mesures"):
        value = float(str(row[1]))
        grouped = f"{value:,.0f}".replace(",", " ")
        digits = grouped if value >= THOUSANDS else f"{value:g}".replace(".", ",")
        text = " ".join(source[line - 1].lower() for line in _lines(row[6]))
        printed = re.search(rf"(?<![\d,]){digits}(?![\d,])", text)
        assert printed or SPELLED.get(value, "absent") in text, row


def test_who_decides_votes_and_advises_in_text_and_table_alike(rows: Rows) -> None:
    found = rows("attributions")
    for actor, kind, line in governance.POWERS:
        same = [r for r in found if actor.lower() in str(r[0]).lower() and r[1] == kind]
        assert any(line in _lines(r[3]) for r in same), (actor, kind, line)


def test_in_the_governance_the_council_alone_votes_and_the_bureau_alone_advises(rows: Rows) -> None:
    governed = [row for row in rows("attributions") if min(_lines(row[3])) >= GOVERNANCE]
    found = Counter((str(row[0]), row[1]) for row in governed)
    assert {who for who, kind in found if kind == "vote"} == {"Conseil de Communauté"}
    assert {who for who, kind in found if kind == "donne_un_avis"} == {"Bureau de Metz Métropole"}


def test_opinions_and_hearings_before_the_governance_are_there_too(rows: Rows) -> None:
    found = [(str(row[0]).lower(), row[1], _lines(row[3])) for row in rows("attributions")]
    for actor, kind, line in governance.BEFORE_IT_IS_GOVERNED:
        assert any(actor in who and kind == act and line in at for who, act, at in found), line


def test_the_act_has_its_quorum_its_opinion_and_its_outcome(rows: Rows) -> None:
    ((name, who, *rest),) = rows("deliberations")
    assert "15-11-26-2" in str(name)
    assert who == "Ville de Metz"
    assert tuple(str(v) for v in rest) == tuple(str(v) for v in governance.ACT)


def test_statements_are_in_the_order_of_the_document_with_their_type(rows: Rows) -> None:
    found = rows("enonces-du-document")
    first = [min(_lines(row[4])) for row in found]
    assert first == sorted(first)
    for part, kind, word, line in governance.STATEMENTS:
        same = [r for r in found if str(r[0]) == part and line in _lines(r[4])]
        same = [r for r in same if kind in (None, r[1])]
        assert any(word is None or word.lower() in str(r[2]).lower() for r in same), (part, line)


def test_the_staff_of_the_epci_is_the_difference_of_the_two_sums(rows: Rows) -> None:
    found = [float(str(row[1])) for row in rows("effectif-territoire")]
    _, staff, _ = prose.EPCI_STAFF
    assert staff == prose.TABLE_SUM - prose.COMMUNES_SUM
    assert found.count(staff) == 1


def test_a_possible_adhesion_is_established_by_what_speaks_of_it(rows: Rows) -> None:
    for commune in ("montigny-les-metz", "woippy"):
        found = [r for r in rows("services-par-commune", commune=commune) if r[1] == "Axe 2"]
        assert [(r[4], _lines(r[5])) for r in found] == [("beneficiaire_possible", [30, 546])]


def test_each_cooperation_has_the_partners_that_its_line_names(rows: Rows) -> None:
    found = rows("cooperations")
    for words, _, _, partners, _ in prose.COOPERATIONS:
        row = next(r for r in found if words.lower() in str(r[0]).lower())
        assert [name for name in partners if name.lower() not in str(row[4]).lower()] == [], words


def test_amounts_duties_gaps_and_cooperations_follow_the_document(rows: Rows) -> None:
    amounts = [_lines(row[4])[0] for row in rows("montants")]
    assert amounts == sorted(amounts)
    names = [str(row[0]) for row in rows("cooperations")]
    places = [
        next(i for i, name in enumerate(names) if words.lower() in name.lower())
        for words, *_ in prose.COOPERATIONS
    ]
    assert places == sorted(places)
    duties = [str(row[0]) for row in rows("obligations")]
    assert duties[0].startswith("Établir un schéma")
    assert all(row[1] for row in rows("obligations")[-3:])  # stated by the law alone
