"""The catalogue of questions as data: JSON, SHACL executables."""

from __future__ import annotations

import json

from pyoxigraph import Store

from mutugraph.operations.publish.files import Files
from mutugraph.operations.publish.questions import questions_triples


def test_each_question_is_described_with_its_parameters_and_columns(files: Files) -> None:
    document = json.loads(files.all["questions.json"])
    assert [q["id"] for q in document["questions"]] == list(files.catalogue.questions)
    for question in document["questions"]:
        assert question["question"].endswith("?")
        assert question["parametres"][0]["nom"] == "epci"
        assert all(column["libelle"] for column in question["colonnes"])


def test_each_executable_of_shacl_is_a_query_that_runs_as_it_stands(files: Files) -> None:
    term = files.holdings.namespaces.term
    texts = [
        t.object.value  # type: ignore[union-attr]
        for t in questions_triples(files.catalogue)
        if t.predicate == term("sh:select")
    ]
    assert len(texts) == len(files.catalogue.questions)
    for text in texts:
        Store().query(text)


def test_the_datasets_answer_their_question(files: Files) -> None:
    from mutugraph.operations.ask import ask

    answered = ask(files.catalogue, "jeux-de-donnees")
    names = [column.name for column in answered.question.columns]
    assert names == ["jeu", "version", "format", "licence", "url"]
    base = files.holdings.namespaces.base
    assert {str(row[4]).removeprefix(base) for row in answered.rows} <= set(files.all)
    assert len(answered.rows) > 20
