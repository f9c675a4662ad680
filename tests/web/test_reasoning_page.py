"""The page of a reasoning: what founds is not mixed with what does not, nothing is said twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import httpx
import pytest

from mutugraph.operations.why import why
from mutugraph.pages.rendering import continued
from mutugraph.questions.catalogue import Catalogue

HTML = {"accept": "text/html"}
DAYS = ("2015-11-26", "2024-01-01")
RULE = ' class="compte"><summary>Ce que la règle'
REFUSED = "<h2>Ne fonde rien à cette date</h2>"
Call = Callable[..., httpx.Response]


def services(call: Call) -> list[str]:
    page = call("GET", "/services", headers=HTML).text
    return sorted(set(re.findall(r'href="/services/([\w-]+)"', page)))


@pytest.mark.parametrize("day", DAYS)
def test_only_what_founds_that_day_looks_like_a_basis(
    call: Call, catalogue: Catalogue, day: str
) -> None:
    refused = 0
    for slug in services(call):
        page = call("GET", f"/services/{slug}/pourquoi?date={day}", headers=HTML).text
        founding, _, rest = page.partition(REFUSED)
        bases = why(catalogue, slug, None, day).bases
        holding = [b for b in bases if b.holds or b.read is None]
        assert founding.count('<article class="base"><h3>') == len(holding)
        assert "<h3>" not in rest
        refused += rest.count('<article class="base">')
        assert rest.count('<article class="base">') == len(bases) - len(holding)
    assert refused


@pytest.mark.parametrize("day", DAYS)
def test_a_page_states_each_rule_once_and_no_code_is_a_word(call: Call, day: str) -> None:
    for slug in services(call):
        page = call("GET", f"/services/{slug}/pourquoi?date={day}", headers=HTML).text
        stated = Counter(re.findall(rf"<li>([^<]{{60,}})<details{RULE}", page))
        assert stated
        assert set(stated.values()) == {1}
        assert not re.search(r"\b(epci|etp|cgct)\b", re.sub(r'="[^"]*"', "", page))


@pytest.mark.parametrize(
    ("label", "within"),
    [
        ("Inapplicable à l'EPCI", "inapplicable à l'EPCI"),
        ("EPCI", "EPCI"),
        ("ETP transférés", "ETP transférés"),
        ("L. 5211-4-2", "L. 5211-4-2"),
        ("Élus en fonction", "élus en fonction"),
        ("", ""),
    ],
)
def test_a_label_within_a_sentence_keeps_its_acronyms(label: str, within: str) -> None:
    assert continued(label) == within
