"""The sentence of an answer: counts that agree with their words, parts that are left out."""

import dataclasses

import pytest

from mutugraph.questions.model import Answered, Column, ColumnType, Question
from mutugraph.questions.sentence import sentence, unknown_names

COLUMNS = (
    Column("service", ColumnType.ENTITE, "Service"),
    Column("mode", ColumnType.CODE, "Mode"),
    Column("conforme", ColumnType.BOOLEEN, "Conforme"),
)
QUESTION = Question("q", "t", "Quoi ?", "", (), COLUMNS, {}, "", "queries/t/q.rq")
ROWS = (("Finances", "cite", True), ("Finances", "deduit", False), ("Habitat", "deduit", None))


def told(template: str, rows: tuple[tuple[str, str, bool | None], ...] = ROWS) -> str | None:
    question = dataclasses.replace(QUESTION, sentence=template)
    return sentence(Answered(question, {}, None, "r", rows, ()))


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


def test_what_counts_no_column_is_found_before_it_answers() -> None:
    assert unknown_names("{service:a|b} [{mode=x:c|d}]", ("service", "mode")) == ()
    assert unknown_names("{servise:a|b}", ("service",)) == ("servise",)
    assert unknown_names("{servise@mode=x:a|b}", ("service", "mode")) == ("servise",)
    assert unknown_names("{service}", ("service",)) == ("{", "}")
