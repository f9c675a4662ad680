"""The catalogue: what many pages ask is asked of the engine once."""

from __future__ import annotations

from mutugraph.engine.answers import Answer
from mutugraph.engine.protocol import UNION, Engine, Graphs
from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue


class Counting:
    """An engine that notes what it is asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.serialize = engine.serialize
        self.asked: list[str] = []

    def query(self, text: str, *, graphs: Graphs = UNION) -> Answer:
        """The answer of the engine behind."""
        self.asked.append(text)
        return self._engine.query(text, graphs=graphs)


def test_the_same_question_is_asked_of_the_engine_once_and_another_value_anew(
    catalogue: Catalogue,
) -> None:
    counting = Counting(catalogue.engine)
    mine = Catalogue(catalogue.workspace, counting)
    first = ask(mine, "fiche", {"action": "1"})
    before = len(counting.asked)
    assert ask(mine, "fiche", {"action": "1"}) == first
    assert len(counting.asked) == before
    assert ask(mine, "fiche", {"action": "2"}).rows != first.rows
    assert len(counting.asked) > before


def test_the_longest_questions_are_asked_once_too(catalogue: Catalogue) -> None:
    counting = Counting(catalogue.engine)
    mine = Catalogue(catalogue.workspace, counting)
    longest = sorted(mine.questions.values(), key=lambda question: len(question.text))[-5:]
    for question in longest:
        example = {name: str(value) for name, value in question.example.items()}
        first = ask(mine, question.id, example)
        before = len(counting.asked)
        assert ask(mine, question.id, example) == first
        assert counting.asked[before:] == []


def test_what_is_forgotten_near_the_ceiling_is_asked_again(catalogue: Catalogue) -> None:
    counting = Counting(catalogue.engine)
    mine = Catalogue(catalogue.workspace, counting)
    first = ask(mine, "fiche", {"action": "1"})
    mine.forget()
    counting.asked.clear()
    assert ask(mine, "fiche", {"action": "1"}) == first
    assert counting.asked


def test_what_is_made_of_the_store_once_is_the_same_object(catalogue: Catalogue) -> None:
    mine = Catalogue(catalogue.workspace, catalogue.engine)
    assert mine.once("list", lambda: [1]) is mine.once("list", lambda: [2])
