"""What every question says of its answer, whatever is asked: words that a person would say."""

import re
from collections import Counter

import pytest

from mutugraph.iris import slug
from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import ParameterType, Question
from mutugraph.questions.sentence import sentence
from questions.test_every_question import PATHS

DAYS = ("1900-01-01", "2010-12-01", "2017-06-01", "2999-12-31")
SAID_TWICE = re.compile(r"(\b\d+) [^,:()]+(?: :|, dont) \1 [^,]+$")


def every_sentence(catalogue: Catalogue, id: str) -> list[str]:
    """Of a question asked whole, at four days, and of a rare, a common and a middling choice."""
    question = catalogue.question(id)
    asked: list[tuple[dict[str, str], str | None]] = [({}, None)]
    asked += [({}, day) for day in DAYS if question.dated]
    asked += [({name: value}, None) for name, value in choices(catalogue, question)]
    answers = (ask(catalogue, id, params, day) for params, day in asked)
    return [sentence(a) or str(a.question.when_empty) for a in answers]


def choices(catalogue: Catalogue, question: Question) -> list[tuple[str, str]]:
    names = [column.name for column in question.columns]
    rows = ask(catalogue, question.id).rows
    found = []
    for parameter in question.own:
        if parameter.name not in names or parameter.type is ParameterType.DATE:
            continue
        index = names.index(parameter.name)
        common = [value for value, _ in Counter(row[index] for row in rows).most_common() if value]
        kept = {common[0], common[len(common) // 2], common[-1]} if common else set()
        typed = parameter.type in (ParameterType.ARTICLE, ParameterType.ACTION)
        found += [(parameter.name, str(v) if typed else slug(str(v))) for v in kept]
    return found


@pytest.mark.parametrize("id", sorted(PATHS))
def test_no_sentence_counts_nothing_or_says_a_number_twice(catalogue: Catalogue, id: str) -> None:
    for said in every_sentence(catalogue, id):
        assert said != "None", "an empty answer needs words of its own (when_empty)"
        assert not re.search(r"(?<![\d\u202f,])0 ", said)
        assert not SAID_TWICE.search(said)
        assert "Aucune ligne" not in said


@pytest.mark.parametrize("id", sorted(PATHS))
def test_each_question_has_words_for_an_answer_and_for_none(catalogue: Catalogue, id: str) -> None:
    question = catalogue.question(id)
    assert question.sentences
    assert question.when_empty
    assert not question.when_empty.endswith(".")  # the page adds the day, and the stop


def test_a_list_of_kinds_says_them_all(catalogue: Catalogue) -> None:
    said = str(sentence(ask(catalogue, "impact")))
    whole, *parts = (int(number) for number in re.findall(r"\d+", said))
    assert whole == sum(parts)


def test_what_rests_on_no_article_is_not_said_to_rest_on_one(catalogue: Catalogue) -> None:
    answered = ask(catalogue, "fondements-des-cooperations")
    names = [column.name for column in answered.question.columns]
    article = names.index("article")
    kept = {row[0] for row in answered.rows if row[article] is not None}
    left = {row[0] for row in answered.rows if row[article] is None}
    said = str(sentence(answered))
    assert said.startswith(f"{len(kept)} coopérations reposent")
    assert said.endswith(f"{len(left)} coopérations sans article que l'on puisse nommer")
