"""What each of the twenty services rests on, by reasoning from the source and docs/law.md, not
from the output: the synoptic table (l. 563-582), the sheets' calendars and fundings, the dates of
the facts.
"""

from __future__ import annotations

Row = tuple[int, str, str | None, str | None, str | None, str, str]

# l. 563-579: service commun at the short term; l. 580-582: at the medium term only
SHORT, LATE = range(1, 18), (18, 19, 20)
# « Travail en commun par convention », l. 580-581
CONVENTIONS = (18, 19)
# funding « attributions de compensation »: all but 18 and 19, « à définir » (l. 791, 802)
FUNDED = (*SHORT, 20)
# calendars that name the platform: not 12 (l. 732) nor 16 (l. 770); 13 with a question mark
PLATFORM = (*range(1, 12), 13, 14, 15, 17, 18, 19, 20)
# « transfert de compétence (Loi LAMY) », l. 732
ORDERED_TRANSFER = 12

TABLE_LINE = {n: 562 + n for n in range(1, 21)}
FUNDING_LINE = dict(
    zip(
        FUNDED,
        (625, 634, 644, 653, 663, 673, 683, 693, 703, 713, 723, 733, 743, 752, 761, 771, 781, 813),
        strict=True,
    )
)
# « modalités juridiques » stands on the same line as the funding
ARRANGEMENT_LINE = {**FUNDING_LINE, 18: 791, 19: 802}
CALENDAR_LINE = {
    **{1: 624, 2: 633, 3: 643, 4: 652, 5: 662, 6: 672, 7: 682, 8: 692, 9: 702, 10: 712},
    **{11: 722, 12: 732, 13: 742, 14: 751, 15: 760, 16: 770, 17: 780, 18: 790, 19: 801, 20: 812},
}

# version in force: first day, end (exclusive); none where the facts leave a gap
COMMON = {
    "2014-06-01": ("2014-01-29", "2015-08-09"),
    "2015-11-26": ("2015-08-09", "2018-12-31"),
    "2018-12-31": ("2018-12-31", "2019-08-08"),
    "2020-06-01": ("2019-08-08", "2022-02-23"),
}
# bounds at 1 January (docs/law.md §6)
COMPENSATION = {
    "2014-06-01": ("2014-02-23", "2015-01-01"),
    "2015-11-26": ("2015-08-09", "2016-01-01"),
    "2018-12-31": ("2018-01-01", "2019-01-01"),
    "2020-06-01": ("2020-01-01", "2022-01-01"),
}
AGGLOMERATION = ("CGCT L5216-7-1", "2002-02-28", None, "deduit")
METROPOLIS = ("CGCT L5217-7", "2018-01-01", None, "externe")
SERVICES_TO_COMMUNES = {
    "2014-06-01": AGGLOMERATION,
    "2015-11-26": AGGLOMERATION,
    "2018-12-31": METROPOLIS,
    "2020-06-01": METROPOLIS,
}
# docs/law.md §6: the versions of L5216-5 one after the other
POWERS: dict[str, tuple[str | None, str | None] | None] = {
    "2014-06-01": ("2014-03-27", "2015-03-22"),
    "2015-11-26": ("2015-08-09", "2016-12-30"),
    "2018-12-31": None,
    "2020-06-01": None,
}
DATES = tuple(COMMON)


def bases(date: str) -> set[Row]:
    """Every (action, phase, article, version, mode, rule) of a date."""
    found: set[Row] = set()
    for action in (*SHORT, *LATE):
        phase = "court" if action in SHORT else "moyen"
        common, compensation = COMMON[date], COMPENSATION[date]
        found.add((action, phase, "CGCT L5211-4-2", *common, "deduit", "R2"))
        if action in FUNDED:
            found.add((action, phase, "CGCT L5211-4-2", *common, "deduit", "R3"))
            found.add((action, phase, "CGI 1609 nonies C", *compensation, "externe", "R4"))
    for action in PLATFORM:
        article, start, end, mode = SERVICES_TO_COMMUNES[date]
        found.add((action, "moyen", article, start, end, mode, "R7"))
    found.add((ORDERED_TRANSFER, "court", "loi LAMY", None, None, "cite", "R10"))
    powers = POWERS[date]
    if powers is not None:
        found.add((ORDERED_TRANSFER, "court", "CGCT L5216-5", *powers, "externe", "R10"))
    for action in CONVENTIONS:
        found.add((action, "court", None, None, None, "indetermine", "R11"))
    return found
