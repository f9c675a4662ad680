"""Every version of the graph is a row of the facts, and every dated row is a version."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from law import expected
from law.conftest import Ask
from mutugraph.law.provisions import Provision
from mutugraph.law.reading import read_law
from mutugraph.questions.catalogue import Catalogue

KINDS = {"L": "loi", "D": "décret", "O": "ordonnance"}
# how the facts call what the graph calls otherwise: what begins the reference, then the label
CALLED = (
    (r"CGI-1609-nonies-C-V-1bis$", "CGI 1609 nonies C, V, 1° bis"),
    (r"CGI-1609-nonies-C$", "CGI 1609 nonies C"),
    (r"CGI-1379-0-bis$", "CGI 1379-0 bis"),
    (r"CMP2006-(\d+)$", r"CMP \1"),
    (r"CMP2006$", "CMP"),
    (r"CURB-R(.*)$", r"C. urb. R*\1"),
    (r"CURB-(.*)$", r"C. urb. \1"),
    (r"(CCP|CGCT|CGFP)-(.*)$", r"\1 \2"),
    (r"(CCP|CGCT|CGFP)$", r"\1"),
)


@dataclass(frozen=True)
class Fact:
    """A dated row of the facts."""

    label: str
    start: str
    end: str
    verified: bool


def called(reference: str) -> str | None:
    for pattern, label in CALLED:
        if re.match(pattern, reference):
            return re.sub(pattern, label, reference)
    text = re.match(r"([LDO])(\d+-\d+)(?:-(\d+))?$", reference)
    if text is None:
        return None
    article = f" art. {text[3]}" if text[3] else ""
    return f"{KINDS[text[1]]} {text[2]}{article}"


@pytest.fixture(scope="session")
def facts(shared: Path) -> dict[tuple[str, str], Fact]:
    """The dated rows; of two for one version the verified one counts."""
    found: dict[tuple[str, str], Fact] = {}
    ends: dict[str, str] = {}
    path = shared / "facts" / "legal_facts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            label = called(row["ref_id"])
            if label is None:
                continue
            if not row["valid_from"]:
                ends |= {label: row["valid_to"]} if row["valid_to"] else {}
                continue
            fact = Fact(label, row["valid_from"], row["valid_to"], row["status"] == "VERIFIED")
            known = found.get((label, fact.start))
            if known is None or not known.verified:
                found[label, fact.start] = fact
    # an end that another row gives, to the text or to the law that the article is of
    for (label, start), fact in found.items():
        end = fact.end or ends.get(label, "") or ends.get(label.partition(" art. ")[0], "")
        last = max(s for name, s in found if name == label) == start
        found[label, start] = Fact(label, start, end if last else fact.end, fact.verified)
    _prevail(found, shared / "facts" / "legal_facts_2.csv")
    return found


def _prevail(found: dict[tuple[str, str], Fact], path: Path) -> None:
    """The rows of November 2026, which prevail: a version within one of theirs was none."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["kind"] == "article" and r["valid_from"]]
    rows = [r for r in rows if "élimination" not in r["label"]]  # an identifier, by elimination
    for row in rows:
        label = called(row["ref_id"])
        assert label is not None, row["ref_id"]
        start, end = row["valid_from"], row["valid_to"]
        within = [k for k in found if k[0] == label and end and start < k[1] < end]
        for key in [*within, ("CGCT D5211-16", "2000-04-09")]:  # of R5211-16, another rule
            found.pop(key, None)
        known = found.get((label, start))
        verified = row["status"] == "VERIFIED" or (known is not None and known.verified)
        kept = known.end if known is not None else ""
        found[label, start] = Fact(label, start, end or kept, verified)


def in_force(facts: dict[tuple[str, str], Fact], label: str, day: str) -> tuple[str | None, ...]:
    """The version of the facts that day: one without an end that is followed holds one day."""
    line = sorted((f for f in facts.values() if f.label == label), key=lambda f: f.start)
    for fact, after in zip(line, [*line[1:], None], strict=True):
        end = fact.end or ("" if after is None else eve_of(fact.start, 1))
        if fact.start <= day and (not end or day < end):
            return fact.start, fact.end or None
    return None, None


def eve_of(day: str, days: int = -1) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def provisions(catalogue: Catalogue) -> Iterator[Provision]:
    return iter(read_law(catalogue).provisions.values())


def test_each_version_is_a_row_of_the_facts_or_a_text_that_was_handed_over(
    catalogue: Catalogue, facts: dict[tuple[str, str], Fact], starts: dict[str, list[str]]
) -> None:
    stated = {
        Fact(p.label, v.start.isoformat(), v.end.isoformat() if v.end else "", v.verified)
        for p in provisions(catalogue)
        for v in p.versions
    }
    read = {ended(fact, starts) for fact in facts.values()}
    assert read - stated == set()
    older = stated - read
    assert older
    assert [fact for fact in older if fact.start not in starts.get(slug_of(fact.label), ())] == []


def slug_of(label: str) -> str:
    number = re.sub(r"^(CGCT|CGI|CCP|CGFP|C\. urb\.) ", "", label)
    return number.lower().replace("*", "").replace(" ", "-")


def ended(fact: Fact, starts: dict[str, list[str]]) -> Fact:
    """The same, ended by a text that begins before the end that an older copy gave it."""
    within = [s for s in starts.get(slug_of(fact.label), ()) if fact.start < s < fact.end]
    return replace(fact, end=within[0]) if within else fact


@pytest.mark.parametrize("label", ["CGCT L5211-4-2", "CGI 1609 nonies C", "CGCT L5216-5"])
def test_a_service_rests_on_the_version_of_the_day_of_change_and_of_its_eve(
    asked: Ask, facts: dict[tuple[str, str], Fact], label: str
) -> None:
    # since 2014 the body is the one of 2015, until 2018 it is a communauté d'agglomération
    starts = [f.start for f in facts.values() if f.label == label and f.start > "2014-01-01"]
    for day in sorted({*starts, *map(eve_of, starts), *expected.DATES}):
        rows = [r for r in asked("articles-par-service", day, action="12") if r["article"] == label]
        if label == "CGCT L5216-5" and day >= "2018-01-01":
            assert rows == [], day
            continue
        assert rows, day
        versions = {(row["version_debut"], row["version_fin"]) for row in rows}
        assert versions == {in_force(facts, label, day)}, day
