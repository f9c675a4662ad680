"""The sentence of an answer: counts that agree with their words, parts that are left out."""

import dataclasses

import pytest
from pyoxigraph import NamedNode

from mutugraph.questions.model import Answered, Column, ColumnType, Question
from mutugraph.questions.sentence import named, sentence, unknown_names

COLUMNS = (
    Column("service", ColumnType.ENTITE, "Service"),
    Column("mode", ColumnType.CODE, "Mode"),
    Column("conforme", ColumnType.BOOLEEN, "Conforme"),
)
QUESTION = Question("q", "t", "Quoi ?", "", (), COLUMNS, {}, "", "queries/t/q.rq")
ROWS = (("Finances", "cite", True), ("Finances", "deduit", False), ("Habitat", "deduit", None))


Rows = tuple[tuple[str, str, bool | None], ...]


def answered(*templates: str, rows: Rows = ROWS, **asked: str) -> Answered:
    question = dataclasses.replace(QUESTION, sentences=templates)
    return Answered(question, asked, None, "r", rows, ())


def told(template: str, rows: Rows = ROWS, **asked: str) -> str | None:
    return sentence(answered(template, rows=rows, **asked))


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{service:service repose|services reposent}", "2 services reposent"),
        ("{lignes:lien|liens}", "3 liens"),
        ("{mode=cite:cité|cités}", "1 cité"),
        ("{mode=externe:externe|externes}", "0 externe"),
        ("{conforme=true:conforme|conformes}", "1 conforme"),
        ("{service@mode=deduit:service|services}", "2 services"),
        ("{service@mode=cite:service|services}", "1 service"),
        ("{mode@service=finances:mode|modes}", "2 modes"),
        ("{lignes:lien|liens}[, {mode=externe:externe|externes}]", "3 liens"),
        ("{lignes:lien|liens}[, dont {mode=deduit:déduit|déduits}]", "3 liens, dont 2 déduits"),
        ("{mode!=cite:autre|autres}", "2 autres"),
        ("{conforme=*:lu|lus}", "2 lus"),
        (
            "{lignes:lien|liens}[ : {mode=cite:cité|cités}, {mode=externe:externe|externes}, "
            "{mode=deduit:déduit|déduits}]",
            "3 liens : 1 cité et 2 déduits",
        ),
    ],
)
def test_a_count_agrees_with_its_words(template: str, said: str) -> None:
    assert told(template) == said


def test_what_several_rows_name_counts_once() -> None:
    rows = (*ROWS, ("Habitat", "deduit", True))
    assert told("{service@mode=deduit:service|services}", rows) == "2 services"
    assert told("{mode=deduit:lien|liens}", rows) == "3 liens"


def test_nothing_is_said_of_nothing() -> None:
    assert told("{lignes:lien|liens}", ()) is None
    assert sentence(Answered(QUESTION, {}, None, "r", ROWS, ())) is None


DEDUCED = ROWS[1:]
WAYS = "{lignes:lien|liens}[ : {mode=cite:cité|cités}, {mode=deduit:déduit|déduits}]"
NOUNS = "{lignes:lien|liens}[ ({mode=cite:citation|citations}, {mode=deduit:déduction|déductions})]"


def test_what_is_true_of_all_is_not_counted_twice() -> None:
    assert told(WAYS, DEDUCED) == "2 liens déduits"
    assert told(NOUNS, DEDUCED) == "2 liens (déductions)"
    assert told(WAYS, ROWS[:1]) == "1 lien cité"


def test_one_value_alone_is_named_in_place_of_its_count() -> None:
    template = "{service:service repose|services reposent|* repose} par {lignes:lien|liens|un lien}"
    assert told(template, ROWS[:2]) == "Finances repose par 2 liens"
    assert told(template, ROWS[2:]) == "Habitat repose par un lien"
    assert told(template) == "2 services reposent par 3 liens"
    assert named(answered(template, rows=ROWS[:2])) == {"service"}
    assert named(answered(template)) == set()


def test_a_value_is_named_among_the_rows_that_are_counted() -> None:
    template = "{service@mode=cite:service est cité|services sont cités|* est cité}"
    assert told(template) == "Finances est cité"
    assert named(answered(template)) == {"service"}


def test_what_was_asked_is_not_counted() -> None:
    where = "{lignes:lien|liens}[ de {service:service|services}]"
    assert told(where, ROWS[:2]) == "2 liens de 1 service"
    assert told(where, ROWS[:2], service="finances") == "2 liens"
    assert told(NOUNS, DEDUCED, mode="deduit") == "2 liens"
    assert told(where, ROWS[:2], epci="metz-metropole") == "2 liens de 1 service"


def test_of_several_sentences_the_first_that_counts_something_is_said() -> None:
    several = ("{mode=externe:externe|externes}", "aucun externe, {lignes:lien|liens}")
    assert sentence(answered(*several)) == "aucun externe, 3 liens"
    assert sentence(answered(*several, rows=(("Habitat", "externe", None),))) == "1 externe"


def test_two_things_of_one_name_are_two() -> None:
    rows = (("Finances", "cite", True), ("Finances", "cite", True))
    ids = tuple({"service": NamedNode(f"https://example.org/{n}")} for n in (1, 2))
    one = dataclasses.replace(answered("{service:service|services|*}", rows=rows), entities=ids)
    assert sentence(one) == "2 services"


def test_what_counts_no_column_is_found_before_it_answers() -> None:
    assert unknown_names("{service:a|b} [{mode=x:c|d}]", ("service", "mode")) == ()
    assert unknown_names("{servise:a|b}", ("service",)) == ("servise",)
    assert unknown_names("{servise@mode=x:a|b}", ("service", "mode")) == ("servise",)
    assert unknown_names("{service}", ("service",)) == ("{", "}")
