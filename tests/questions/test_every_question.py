"""What holds for every question, so that adding one is adding one file."""

import re
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Store

from mutugraph.errors import MutugraphError
from mutugraph.headers import read_headed
from mutugraph.operations.ask import ask
from mutugraph.pages.exports import EXPORT_FORMATS, export
from mutugraph.questions.binding import slots_in
from mutugraph.questions.catalogue import INTERNAL, QUALITY, Catalogue
from mutugraph.questions.header import question_of
from mutugraph.questions.model import ColumnType, Question
from mutugraph.questions.sentence import sentence
from mutugraph.workspace import Workspace
from promise import QUESTIONS, table

ROOT = Path(__file__).parent.parent.parent
WORKSPACE = Workspace(ROOT)
PATHS = {
    path.stem: path for path in WORKSPACE.query_files if path.parent.name not in (INTERNAL, QUALITY)
}
EMPTY = {"faits-sans-passage"}  # an answer with a row is a fault of the data
# what came of the repository's own schéma is not known; the fictitious ones answer
ELSEWHERE = {
    "adhesions",
    "avancement",
    "cles",
    "consultations",
    "continuite",
    "flux",
    "matrice-adhesions",
    "soldes",
    "valeurs-d-indicateurs",
    "validations",
}
PROMISED = {row.name: row for row in table(QUESTIONS)}
PREFIX = re.compile(r"^PREFIX (\w+): <([^>]+)>$", re.MULTILINE)
NOT_EXISTS = re.compile(r"NOT\s+EXISTS\s*\{([^{}]*)\}", re.IGNORECASE)
TERM = re.compile(r"<[^<>\s]*>|\"[^\"]*\"")


@cache
def question(id: str) -> Question:
    return question_of(read_headed(PATHS[id], WORKSPACE.name(PATHS[id])))


def test_two_files_do_not_state_the_same_question() -> None:
    files = [p for p in WORKSPACE.query_files if p.parent.name not in (INTERNAL, QUALITY)]
    assert len(files) == len(PATHS)


@pytest.mark.parametrize("id", sorted(PATHS))
def test_its_header_agrees_with_its_text(id: str) -> None:
    found = question(id)
    assert found.summary.endswith("?")
    assert not any(found.summary == question(other).summary for other in PATHS if other != id)
    assert "schema" in slots_in(found.text)


@pytest.mark.parametrize("id", sorted(PROMISED))
def test_a_promised_question_is_there_or_said_to_come(id: str) -> None:
    assert (id not in PATHS) == PROMISED[id].to_come, "docs/interfaces.md §3"


@pytest.mark.parametrize("id", sorted(PROMISED.keys() & PATHS.keys()))
def test_it_has_the_parameters_and_columns_that_are_promised(id: str) -> None:
    parameters, columns = PROMISED[id].words(0), PROMISED[id].words(1)
    found = question(id)
    assert [column.name for column in found.columns] == columns
    assert {parameter.name for parameter in found.parameters} >= set(parameters)


@pytest.mark.parametrize(
    "path", [*WORKSPACE.query_files, *WORKSPACE.rule_files], ids=WORKSPACE.name
)
def test_every_query_is_sparql_as_it_stands(path: Path) -> None:
    Store().query(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("id", sorted(PATHS))
def test_it_uses_the_declared_prefixes_and_all_that_it_declares(id: str) -> None:
    text = PATHS[id].read_text(encoding="utf-8")
    declared = dict(PREFIX.findall(text))
    known = WORKSPACE.namespaces.prefixes
    assert {p: n for p, n in declared.items() if known.get(p) != n} == {}
    body = TERM.sub("", PREFIX.sub("", re.sub(r"^#.*$", "", text, flags=re.MULTILINE)))
    assert [p for p in declared if not re.search(rf"\b{p}:", body)] == []


@pytest.mark.parametrize(
    "path",
    [*WORKSPACE.query_files, *WORKSPACE.rule_files],
    ids=WORKSPACE.name,
)
def test_no_query_has_the_slow_form_of_absence(path: Path) -> None:
    """`FILTER NOT EXISTS` with two patterns or more is quadratic in pyoxigraph: `MINUS` is not."""
    text = re.sub(r"^#.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for inner in NOT_EXISTS.findall(TERM.sub("x", text)):
        assert len([part for part in re.split(r"[.;]\s", inner + " ") if part.strip()]) <= 1, inner
    assert not re.search(r"NOT\s+EXISTS\s*\{[^{}]*\{", text, re.IGNORECASE)


@pytest.mark.parametrize("id", sorted(PATHS))
def test_its_example_has_an_answer_in_every_format(
    catalogue: Catalogue, many: Catalogue, id: str
) -> None:
    asked = many if id in ELSEWHERE else catalogue
    wanted = {"schema": "toutes"} if id in ELSEWHERE else {}
    date = "2019-06-30" if id == "matrice-adhesions" else None
    answered = ask(asked, id, {**asked.questions[id].example, **wanted}, date)
    assert len(answered) or id in EMPTY
    assert (sentence(answered) is None) == (not len(answered))
    for format in EXPORT_FORMATS:
        assert export(answered, format, iris=True)


@pytest.mark.parametrize("id", sorted(PATHS))
def test_it_answers_without_parameters_the_same_way_each_time(
    catalogue: Catalogue, id: str
) -> None:
    first, again = ask(catalogue, id), ask(catalogue, id)
    assert first.rows == again.rows
    rows = [
        (row, tuple(sorted((name, node.value) for name, node in behind.items())))
        for row, behind in zip(first.rows, first.entities, strict=True)
    ]
    assert len(set(rows)) == len(rows), "the same row twice"


@pytest.mark.parametrize("id", sorted(PATHS))
def test_it_is_asked_of_one_epci_by_slug_label_or_siren(catalogue: Catalogue, id: str) -> None:
    everything = ask(catalogue, id).rows
    for name in catalogue.names.of("epci"):
        siren = name.entity.value.rpartition("/")[2]
        for text in (siren, name.label):
            rows = ask(catalogue, id, {"epci": text}).rows
            assert set(rows) <= set(everything)


@pytest.mark.parametrize("id", sorted(PATHS))
def test_every_entity_has_a_label(catalogue: Catalogue, id: str) -> None:
    answered = ask(catalogue, id)
    entities = [c.name for c in answered.question.columns if c.type is ColumnType.ENTITE]
    names = [c.name for c in answered.question.columns]
    for row, behind in zip(answered.rows, answered.entities, strict=True):
        values = dict(zip(names, row, strict=True))
        for name in entities:
            assert values[name] is not None or name not in behind, (name, row)


@pytest.mark.parametrize("id", sorted(PATHS))
def test_an_unknown_parameter_is_refused(catalogue: Catalogue, id: str) -> None:
    with pytest.raises(MutugraphError):
        ask(catalogue, id, {"rien": "1"})
