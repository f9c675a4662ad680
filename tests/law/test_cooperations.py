"""What each cooperation of §4.4 rests on, by reasoning from the source and docs/law.md §3."""

from __future__ import annotations

import re

import pytest

from law.conftest import Ask

Basis = tuple[str | None, str | None, str | None, str, str | None]
# partnerships, loans, a convention older than the article: no article can be named
NONE: Basis = (None, None, None, "indetermine", "R11")
EPCC: Basis = ("CGCT L1431-1", "2006-06-23", "2016-08-10", "externe", "R14")
SPL: Basis = ("CGCT L1531-1", "2015-09-12", "2017-03-02", "externe", "R14")
INDIVIDUAL: Basis = ("loi 84-53", "1984-01-27", "2022-03-01", "deduit", "R9")

# by the line that presents the cooperation; §4.4.2 begins at l. 464
COOPERATIONS: list[tuple[int, Basis]] = [
    (453, NONE),
    (454, ("CGCT L5731-1", "2015-03-22", "2020-04-01", "externe", "R14")),
    (455, NONE),
    (459, EPCC),
    (459, EPCC),
    (460, SPL),
    (461, SPL),
    (462, NONE),
    (470, NONE),
    (472, NONE),
    (473, INDIVIDUAL),
    (474, NONE),
    (476, NONE),
    (477, NONE),
    # signed in 2011, without a day: D5211-16 was born within that year
    (478, ("CGCT L5211-4-1", "2010-12-18", "2014-01-29", "externe", "R14")),
    (478, ("CGCT D5211-16", None, None, "externe", "R14")),
    (479, NONE),
    (483, NONE),
    (486, NONE),
    (487, ("CMP 8", "2011-08-27", "2016-04-01", "deduit", "R8")),
    (488, NONE),
    # « mis en œuvre au 1er janvier 2012 »: the version then in force, whatever the date asked
    (489, ("CGCT L5211-4-2", "2010-12-18", "2012-03-02", "deduit", "R2")),
]
COLUMNS = ("article", "version_debut", "version_fin", "mode", "regle")


def found(asked: Ask, day: str | None = None) -> list[tuple[int, tuple[object, ...]]]:
    """Each row with the last line of §4.4 that it leads to."""
    return [
        (
            int(re.findall(r"§4\.4\.\d, l\. (\d+)", str(row["passage"]))[-1]),
            tuple(row[name] for name in COLUMNS),
        )
        for row in asked("fondements-des-cooperations", day)
    ]


def test_each_cooperation_rests_on_what_the_law_says(asked: Ask) -> None:
    assert found(asked) == COOPERATIONS


@pytest.mark.parametrize(
    ("day", "line", "bases"),
    [
        ("2016-03-31", 487, [("CMP 8", "2011-08-27", "2016-04-01", "deduit", "R8")]),
        (
            "2016-04-01",
            487,
            [("ordonnance 2015-899", "2016-04-01", "2019-04-01", "externe", "R8")],
        ),
        (
            "2019-04-01",
            487,
            [
                ("CCP L2113-6", "2019-04-01", None, "externe", "R8"),
                ("CCP L2113-7", "2019-04-01", None, "externe", "R8"),
            ],
        ),
        ("2022-02-28", 473, [INDIVIDUAL]),
        ("2022-03-01", 473, [("CGFP L512-6", "2022-03-01", None, "externe", "R9")]),
        ("2022-03-01", 489, [("CGCT L5211-4-2", "2010-12-18", "2012-03-02", "deduit", "R2")]),
        # before the code of 2006 none of the three is in force: no article, and none of their rows
        ("2003-01-01", 487, [(None, None, None, "indetermine", None)]),
    ],
)
def test_what_it_rests_on_follows_the_law(
    asked: Ask, day: str, line: int, bases: list[Basis]
) -> None:
    assert [basis for at, basis in found(asked, day) if at == line] == bases


def test_a_cooperation_is_never_lost_nor_repeated(asked: Ask) -> None:
    for day in ("1990-01-01", "2003-01-01", "2030-01-01"):
        lines = [at for at, _ in found(asked, day)]
        repeated = {at for at in lines if lines.count(at) > 1}
        assert set(lines) == {at for at, _ in COOPERATIONS}, day
        assert repeated <= {459, 478, 487}, day
