"""Every version of the articles handed over as texts: its first day, its end, its clauses.

The first days are the names of the files, the clauses are read by their phrases; nothing of the
text is in the repository.
"""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest

from law.conftest import CodeText
from mutugraph.law.legi.clauses import holds, phrases
from mutugraph.law.provisions import Provision
from mutugraph.law.reading import read_law
from mutugraph.questions.catalogue import Catalogue


@pytest.fixture(scope="module")
def articles(catalogue: Catalogue) -> dict[str, list[Provision]]:
    """The articles of the graph by their numbers, as the files are named."""
    found: dict[str, list[Provision]] = {}
    for provision in read_law(catalogue).provisions.values():
        slug = provision.number.lower().replace("*", "").replace(" ", "-")
        if provision.versions:
            found.setdefault(slug, []).append(provision)
    return found


def days(shared: Path) -> dict[str, list[str]]:
    """By article, the days on which a text begins; a file that only moved begins none."""
    texts = shared / "droit" / "textes"
    moved = set()
    for path in texts.glob("*/chronology.csv"):
        with path.open(encoding="utf-8") as file:
            moved |= {(r["article"], r["date"]) for r in csv.DictReader(file) if r["op"] == "R"}
    found: dict[str, list[str]] = {}
    for path in texts.glob("*/*__*.txt"):
        slug, _, day = path.stem.partition("__")
        if (slug, day) not in moved:
            found.setdefault(slug, []).append(day)
    return found


def test_every_text_is_a_version_of_the_graph(
    articles: dict[str, list[Provision]], shared: Path
) -> None:
    told = days(shared)
    assert len(told) > 110
    lost = [
        f"{slug} {day}"
        for slug, starts in told.items()
        for day in starts
        if not any(str(v.start) == day for p in articles.get(slug, ()) for v in p.versions)
    ]
    assert lost == []


def test_versions_follow_each_other_and_each_that_was_replayed_has_its_text(
    articles: dict[str, list[Provision]], code_text: CodeText
) -> None:
    without = []
    for slug, provisions in articles.items():
        for provision in provisions:
            known = sorted(provision.versions, key=lambda v: v.start)
            for version, following in pairwise(known):
                assert version.end is None or version.end <= following.start, version.label
            whole = "-v-" not in slug and "," not in provision.number
            without += [
                version.label
                for version in known
                if whole and version.replayed and code_text(slug, str(version.start)) is None
            ]
    assert without == []


def test_a_version_states_a_clause_where_its_text_holds_the_phrase_and_nowhere_else(
    catalogue: Catalogue, articles: dict[str, list[Provision]], code_text: CodeText
) -> None:
    codes = {
        str(getattr(name, "value", "")): str(getattr(code, "value", ""))
        for name, code in catalogue.internal("legi-clauses").rows
    }
    told = set(phrases())
    wrong, read = [], 0
    for slug, provisions in articles.items():
        for provision in provisions:
            stated = {codes[label] for v in provision.versions for label in v.clauses}
            for version in provision.versions:
                text = code_text(slug, str(version.start))
                if text is None:
                    continue
                for code in stated & told:
                    read += 1
                    mine = code in {codes[label] for label in version.clauses}
                    body = text.partition("NOTA:")[0]  # a note is not the article
                    if holds(code, (body,)) != mine:
                        wrong.append((version.label, code, mine))
    assert wrong == []
    assert read > 200
