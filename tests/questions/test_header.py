"""A wrong header never answers: each fault is told with its file and line."""

import tempfile
from pathlib import Path

import pytest

from mutugraph.errors import HeaderInvalid
from mutugraph.headers import Headed, read_headed
from mutugraph.questions.header import question_of
from mutugraph.questions.model import ColumnType, ParameterType

RIGHT = """\
#+ summary: Combien ?
#+ description: Une question.
#+ params:
#+   - {name: action, type: action, slot: p_action, label: Action}
#+ returns:
#+   - {name: action, type: entier, label: Action}
#+   - {name: service, type: entite}
#+   - {name: service_iri, type: iri}
#+ example: {action: 1}
SELECT ?action ?service ?service_iri
WHERE {
  VALUES ?schema { UNDEF }
  VALUES ?p_action { UNDEF }
}
ORDER BY ?action
"""


def read(text: str) -> Headed:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "essai.rq"
        path.write_text(text, encoding="utf-8")
        return read_headed(path, "queries/essais/essai.rq")


def test_a_right_header_is_a_question() -> None:
    question = question_of(read(RIGHT))
    assert (question.id, question.theme, question.summary) == ("essai", "essais", "Combien ?")
    assert [p.type for p in question.own] == [ParameterType.ACTION]
    assert [p.name for p in question.parameters] == ["epci", "schema", "action"]
    assert [c.name for c in question.columns] == ["action", "service"]
    assert question.returns[2].type is ColumnType.IRI
    assert question.example == {"action": "1"}
    assert not question.dated


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("#+ summary: Combien ?\n", "", 1),
        ("#+ summary: Combien ?", "#+ summary: [", 3),  # where YAML sees that it is not closed
        ("#+ returns:", "#+ retours:", 1),
        ("type: action, slot", "type: nombre_entier, slot", 3),
        ("name: action, type: entier, label", "nom: action, type: entier, label", 5),
        ("SELECT ?action ?service", "SELECT ?service ?action", 5),
        ("VALUES ?p_action { UNDEF }", "", 3),
        ("VALUES ?p_action { UNDEF }", "VALUES ?p_action {UNDEF}", 3),
        ("VALUES ?schema { UNDEF }", "", 3),
        ("VALUES ?schema { UNDEF }", "VALUES (?schema ?date) { (UNDEF UNDEF) }", 3),
        ("ORDER BY ?action\n", "", 1),
        ("#+   - {name: service_iri, type: iri}\n", "", 5),
        ("#+ example: {action: 1}", "#+ example: {acton: 1}", 9),
        ("#+ example: {action: 1}", "#+ example: 1", 9),
        ("#+ example: {action: 1}", "#+ sentence: '{actoin:a|b}'\n#+ example: {action: 1}", 9),
        ("#+ params:", "#+ params: 3\n#+ autres:", 3),
    ],
)
def test_a_wrong_header_is_told_at_its_line(old: str, new: str, line: int) -> None:
    assert old in RIGHT
    with pytest.raises(HeaderInvalid) as raised:
        question_of(read(RIGHT.replace(old, new)))
    assert raised.value.facts["path"] == "queries/essais/essai.rq"
    assert raised.value.facts["line"] == line


@pytest.mark.parametrize("text", ["", "SELECT * { }", "#+ un mot", "#+ - a"])
def test_a_file_without_a_header_is_told(text: str) -> None:
    with pytest.raises(HeaderInvalid):
        read(text)


def test_a_dated_question_takes_its_day_with_its_schema() -> None:
    dated = RIGHT.replace(
        "#+ returns", "#+   - {name: date, type: date, slot: date, label: Date}\n#+ returns"
    )
    with pytest.raises(HeaderInvalid):
        question_of(read(dated))
    pair = dated.replace("VALUES ?schema { UNDEF }", "VALUES (?schema ?date) { (UNDEF UNDEF) }")
    assert question_of(read(pair)).dated


def test_a_question_may_have_no_parameter_of_its_own() -> None:
    bare = "".join(
        line
        for line in RIGHT.splitlines(keepends=True)
        if "p_action" not in line and "params" not in line
    ).replace("{action: 1}", "{}")
    assert [p.name for p in question_of(read(bare)).parameters] == ["epci", "schema"]
