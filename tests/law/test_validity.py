"""The states of every text cited or applied, at each day on which one changes and on its eve.

Established from the dates of the facts and docs/law.md §4, not from the output. Of a version
without a known end that is followed, only the first day is established.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from law.conftest import Ask

State = tuple[str, str | None, str | None]
BEFORE = "0001-01-01"
CODE, BODY, ACT = "1996-02-24", "2018-01-01", "2015-11-26"


def law(day: str) -> list[tuple[str, str, str | None]]:
    """A law of which no version is followed: it is promulgated, and not older than its day."""
    return [(BEFORE, "pas_encore", None), (day, "promulguee", None)]


TIMELINES: dict[str, list[tuple[str, str, str | None]]] = {
    "CGCT": [(BEFORE, "pas_encore", None), (CODE, "en_vigueur", None)],
    "CGCT L5211-17": [
        (BEFORE, "pas_encore", None),
        (CODE, "modifie", None),
        ("2010-12-18", "en_vigueur", None),
    ],
    "CGCT L5211-39": [
        (BEFORE, "pas_encore", None),
        (CODE, "modifie", None),
        ("2014-03-23", "en_vigueur", None),
    ],
    "CGCT L5211-39-1": [
        (BEFORE, "pas_encore", None),
        ("2014-03-01", "en_vigueur", None),
        ("2019-12-29", "facultatif", None),
    ],
    "CGCT L5211-4-2": [
        (BEFORE, "pas_encore", None),
        ("2010-12-18", "modifie", None),
        ("2015-08-09", "en_vigueur", None),
        ("2018-12-31", "modifie", None),
    ],
    "CGCT L5216-5": [
        (BEFORE, "pas_encore", None),
        (CODE, "modifie", None),
        ("2015-08-09", "en_vigueur", None),
        ("2016-12-30", "modifie", None),
        (BODY, "inapplicable", None),
    ],
    "CGCT L5216-7-1": [
        (BEFORE, "pas_encore", None),
        ("2002-02-28", "en_vigueur", None),
        (BODY, "inapplicable", "CGCT L5217-7"),
    ],
    # in force for a métropole, which the body of 2015 is not yet
    "CGCT L5217-7": [
        (BEFORE, "pas_encore", None),
        (CODE, "non_etabli", None),
        ("2010-12-18", "modifie", None),
        ("2014-01-01", "inapplicable", None),  # the body of 2015 exists
        (BODY, "modifie", None),  # the version of that day, not that of the act
    ],
    "CGI 1609 nonies C": [
        (BEFORE, "non_etabli", None),
        ("1992-02-08", "modifie", None),
        ("2015-08-09", "en_vigueur", None),
        ("2016-01-01", "modifie", None),
    ],
    "CMP": [
        (BEFORE, "pas_encore", None),
        ("2006-09-01", "en_vigueur", None),
        ("2016-04-01", "abroge", None),
    ],
    "CMP 8": [
        (BEFORE, "pas_encore", None),
        ("2006-09-01", "non_etabli", None),
        ("2008-12-21", "modifie", None),
        ("2011-08-27", "en_vigueur", None),
        ("2016-04-01", "abroge", "ordonnance 2015-899"),
        ("2019-04-01", "abroge", "CCP L2113-6 ; CCP L2113-7"),
    ],
    "loi 84-53": [
        (BEFORE, "pas_encore", None),
        ("1984-01-27", "en_vigueur", None),
        ("2022-03-01", "codifie", "CGFP L512-6"),
    ],
    "loi 2010-1563": law("2010-12-16"),
    "loi 2014-58": law("2014-01-27"),
    "loi 2014-58 art. 67": law("2014-01-27"),
    "loi 2015-991": law("2015-08-07"),
    "loi 2015-991 art. 72": law("2015-08-07"),
    "loi LAMY": law("2014-02-21"),
    "ALUR": law("2014-03-24"),
    # of the two laws that the name may mean, the older
    "GRENELLE": law("2009-08-03"),
    "loi Informatique et Libertés": law("1978-01-06"),
    "norme ISO14001": [(BEFORE, "sans_objet", None)],
    "Règlement Particulier d'Intervention (RPI)": [(BEFORE, "non_etabli", None)],
    "projet de loi de finances 2016": [
        (BEFORE, "pas_encore", None),
        ("2015-12-29", "devenu_loi", "loi 2015-1785"),
    ],
}
CHANGES = sorted({start for line in TIMELINES.values() for start, _, _ in line} - {BEFORE})
UNDATED = {"pas_encore", "sans_objet", "non_etabli"}
# the days asked about that are not the day of a change
ASKED = ("1989-12-31", ACT, "2018-05-25", "2026-01-01")


def expected(article: str, day: str) -> State:
    passed = [step for step in TIMELINES[article] if step[0] <= day]
    _, status, successor = passed[-1]
    # the same state may go on under another successor
    since = next(
        start
        for i, (start, _, _) in enumerate(passed)
        if all(other == status for _, other, _ in passed[i:])
    )
    return status, None if status in UNDATED else since, successor


def eve(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


@pytest.mark.parametrize("day", [*CHANGES, *ASKED])
def test_the_state_of_each_text_is_that_of_the_day_and_of_its_eve(asked: Ask, day: str) -> None:
    for at in (day, eve(day)):
        found = {
            str(row["article"]): (row["statut"], row["depuis"], row["remplace_par"])
            for row in asked("validite", at)
        }
        assert found == {article: expected(article, at) for article in TIMELINES}, at


def test_each_text_has_the_actions_that_rest_on_it_or_name_it(asked: Ask) -> None:
    found = {str(row["article"]): row["actions"] for row in asked("validite")}
    everywhere = ",".join(map(str, range(1, 21)))
    named = {
        "CGCT L5211-4-2": everywhere,
        "CGCT L5216-5": "12",
        "loi LAMY": "12",
        "loi Informatique et Libertés": "9",
        "Règlement Particulier d'Intervention (RPI)": "13",
        "ALUR": "14",
        "GRENELLE": "14",
        "loi 2015-991": "15",
        "norme ISO14001": "18",
    }
    of_texts = ("CMP 8", "loi 84-53", "loi 2010-1563", "CGCT L5211-17", "CGCT L5211-39")
    assert {article: found[article] for article in named} == named
    assert [found[article] for article in of_texts] == [None] * len(of_texts)
