"""What a server reads after its start, so that no visitor waits for it."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from mutugraph.engine.answers import Answer
from mutugraph.engine.embedded import EmbeddedEngine
from mutugraph.engine.protocol import UNION, Graphs
from mutugraph.questions.catalogue import Catalogue
from mutugraph.web.app import create_app
from mutugraph.web.pages import read_ahead


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the engine is asked from now on."""
    texts: list[str] = []
    query = EmbeddedEngine.query

    def noted(self: EmbeddedEngine, text: str, *, graphs: Graphs = UNION) -> Answer:
        texts.append(text)
        return query(self, text, graphs=graphs)

    monkeypatch.setattr(EmbeddedEngine, "query", noted)
    return texts


def test_a_start_does_not_read_the_names_of_everything(
    catalogue: Catalogue, asked: list[str]
) -> None:
    create_app(catalogue.workspace, catalogue.engine)
    assert asked
    assert catalogue.internal_text("noms") not in asked


@pytest.mark.parametrize(
    ("address", "known"),
    [("/services/finances", 3), ("/textes/cgct/l5216-5", 3)],
)
def test_the_first_page_of_a_kind_finds_read_what_it_shares_with_the_others(
    catalogue: Catalogue, asked: list[str], address: str, known: int
) -> None:
    needed = []
    for ahead in (False, True):
        app = create_app(catalogue.workspace, catalogue.engine)
        if ahead:
            read_ahead(app.state.site)
        asked.clear()
        page = TestClient(app, base_url="http://localhost").get(address)
        assert page.status_code == 200
        needed.append(len(asked))
    assert needed[1] <= needed[0] - known
