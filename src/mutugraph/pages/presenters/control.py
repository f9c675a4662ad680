"""The control: its report on the data served, its rules, its report on a file that is dropped."""

from __future__ import annotations

from mutugraph.control.findings import Status
from mutugraph.control.rules import Rule
from mutugraph.control.verdict import Report
from mutugraph.errors import UnknownName
from mutugraph.law.explaining import rules_of
from mutugraph.pages.reports.words import (
    groups,
    headline,
    place,
    seconds,
    severity_word,
    status_word,
)
from mutugraph.pages.visit import View, Visit
from mutugraph.terms import natural_key

NEAREST = 5
PATIENCE = 0.2


def report_view(report: Report) -> View:
    """A report as a page shows it: by rule, new first, accepted apart."""
    every = tuple(groups(report))
    return {
        "report": report,
        "headline": headline(report),
        "groups": tuple(g for g in every if g.status is not Status.ACCEPTED),
        "accepted": tuple(g for g in every if g.status is Status.ACCEPTED),
        "place": place,
        "seconds": seconds,
        "severity_word": severity_word,
        "status_word": status_word,
        "file": None,
    }


def control(visit: Visit) -> View:
    """The report on the revision served; another revision's is not kept. Raises `UnknownName`."""
    asked = visit.segments.get("id")
    if asked is not None and asked != visit.site.revision:
        raise UnknownName(kind="controle", name=asked, nearest=(visit.site.revision,))
    about = visit.frame.judged
    visit.site.control.report(about)
    visit.site.control.wait(PATIENCE, about)
    report = visit.site.control.report(about)
    return report_view(report) if report else {"report": None, "file": None}


def rules(visit: Visit) -> View:
    """Every rule: those that deduce legal bases, then those of the control, by family."""
    families: dict[str, list[Rule]] = {}
    for code, rule in sorted(visit.site.control.rules().items()):
        families.setdefault(code[:4], []).append(rule)
    legal = sorted(rules_of(visit.site.catalogue), key=lambda rule: natural_key(rule.code))
    return {"families": families, "legal": legal, "severity_word": severity_word}


def rule(visit: Visit) -> View:
    """One rule in three parts. Raises `UnknownName`."""
    code = visit.segments["code"].upper()
    known = visit.site.control.rules()
    if code not in known:
        near = sorted(known, key=lambda other: (other[:4] != code[:4], other))[:NEAREST]
        raise UnknownName(kind="regle", name=visit.segments["code"], nearest=tuple(near))
    report = visit.site.control.known(visit.frame.judged)
    found = tuple(f for f in report.findings if f.code == code) if report else ()
    return {"rule": known[code], "findings": found, "place": place, "severity_word": severity_word}
