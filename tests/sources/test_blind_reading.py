"""The readings: the facts of the blind one are in the document, and the tables count the lists."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

READINGS = Path(__file__).parents[2] / "docs" / "readings"
VERDICTS = ("found", "badly proved", "wrong sense", "not found", "left out")


@pytest.fixture(scope="module")
def facts() -> list[dict[str, str]]:
    with (READINGS / "lecture-1.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_words_of_a_fact_are_printed_at_its_line(
    facts: list[dict[str, str]], shared: Path
) -> None:
    lines = next((shared / "source").glob("*.txt")).read_text(encoding="utf-8").split("\n")
    elsewhere = [
        fact["number"]
        for fact in facts
        if len(fact["words"].split()) > 10 or fact["words"] not in lines[int(fact["line"]) - 1]
    ]
    assert elsewhere == []


@pytest.mark.parametrize("name", ["part", "kind"])
def test_the_tables_count_the_facts(facts: list[dict[str, str]], name: str) -> None:
    assert_table_counts("lecture-1.md", facts, name, VERDICTS)


def test_the_table_of_the_third_reading_counts_its_facts() -> None:
    with (READINGS / "lecture-3.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["entity"] for row in rows}) == len(rows)
    assert_table_counts("lecture-3.md", rows, "class", ("right", "words", "label"))


def assert_table_counts(
    page: str, facts: list[dict[str, str]], name: str, verdicts: tuple[str, ...]
) -> None:
    counted = Counter((fact[name], fact["verdict"]) for fact in facts)
    rows = {group: [counted[group, verdict] for verdict in verdicts] for group, _ in counted}
    text = (READINGS / page).read_text(encoding="utf-8")
    table = re.search(rf"^\| {name} \|.*\n\|---.*\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert table
    cells = [[cell.strip() for cell in row.split("|")[1:-1]] for row in table[1].splitlines()]
    printed = {group: [int(n) for n in numbers] for group, _, *numbers in cells}
    total = printed.pop("**total**")
    assert printed == rows
    assert total == [sum(column) for column in zip(*rows.values(), strict=True)]
    assert [int(all_) for _, all_, *_ in cells] == [*map(sum, printed.values()), sum(total)]
