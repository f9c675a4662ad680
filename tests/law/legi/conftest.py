"""What the graph knows of the law, and a stock of LEGI that agrees with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from legi_source import STOCK, Made, archive, article_of, files_of
from mutugraph.law.legi.chronicles import chronicles
from mutugraph.law.legi.known import Known, known_law
from mutugraph.law.legi.order import ordered
from mutugraph.law.legi.replaying import replay
from mutugraph.operations.legi import Checked
from mutugraph.operations.legi.check import Replayed, judged
from mutugraph.questions.catalogue import Catalogue

Check = Callable[..., Checked]
Articles = dict[str, tuple[Made, ...]]


@pytest.fixture(scope="session")
def known(catalogue: Catalogue) -> Known:
    return known_law(catalogue)


@pytest.fixture(scope="session")
def agreeing(known: Known) -> Articles:
    """By label, the articles with versions, as LEGI would have them if the graph were right."""
    described = (a for a in known.articles if a.versions and a.versions[0].node != a.node)
    return {a.label: article_of(known, a) for a in described}


@pytest.fixture(scope="session")
def stock(tmp_path_factory: pytest.TempPathFactory, agreeing: Articles) -> Path:
    return archive(tmp_path_factory.mktemp("legi") / STOCK, files_of(agreeing.values()))


@pytest.fixture(scope="session")
def check(catalogue: Catalogue, known: Known) -> Check:
    """What `check_legi` finds in a source, the graph's law read once."""

    def run(source: Path) -> Checked:
        copy = replay(ordered([source]), known.watch)
        return judged(catalogue, Replayed(known, copy, chronicles(copy)), {})

    return run
