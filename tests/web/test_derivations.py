"""A rule that deduces legal bases has its page: what it says, when it holds, what it founds."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx

from mutugraph.law.explaining import rules_of
from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue

HTML = {"accept": "text/html"}
Call = Callable[..., httpx.Response]


def test_every_rule_of_the_law_has_a_page_with_what_it_founds(
    call: Call, catalogue: Catalogue
) -> None:
    answered = ask(catalogue, "articles-par-service")
    index = [column.name for column in answered.question.columns].index("regle")
    founded = [str(row[index]) for row in answered.rows]
    every = call("GET", "/regles", headers=HTML).text
    rules = rules_of(catalogue)
    assert set(founded) <= {rule.code for rule in rules}
    for rule in rules:
        path = f"/fondements/regles/{rule.code}"
        assert f'href="{path}"' in every
        page = call("GET", path, headers=HTML)
        assert page.status_code == 200
        table = page.text.partition("<tbody>")[2]
        assert len(re.findall("<tr><t[dh]", table)) == founded.count(rule.code)


def test_the_conditions_of_a_rule_are_told_in_words(call: Call) -> None:
    page = call("GET", "/fondements/regles/R2", headers=HTML).text
    assert "Régime fiscal : tous" in page
    assert "regime : " not in page
    assert "Aucun des liens qu'elle établit n'a été validé" in page


def test_an_unknown_rule_names_those_that_there_are(call: Call) -> None:
    answer = call("GET", "/fondements/regles/R99", headers=HTML)
    assert answer.status_code == 404
    assert "R2" in answer.text
