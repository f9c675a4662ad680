"""The questions asked of the repository's data."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue
from mutugraph.questions.model import Value

Row = tuple[Value, ...]
Rows = Callable[..., list[Row]]


@pytest.fixture(scope="session")
def rows(catalogue: Catalogue) -> Rows:
    """The rows of a question."""

    def of(id: str, **params: str) -> list[Row]:
        return list(ask(catalogue, id, params).rows)

    return of
