"""Whatever a shape finds wrong with a property has its sentence, with nothing left to fill in."""

from __future__ import annotations

import pytest

from mutugraph.control.controlled import Controlled
from mutugraph.control.core import Result
from mutugraph.control.reading import read_paths
from mutugraph.control.results import sentence
from mutugraph.control.rulebook import Rulebook
from mutugraph.control.shapes import Shapes
from mutugraph.workspace import Workspace

from .conftest import FIXTURE

COMPONENTS = (
    *("MinCount", "MaxCount", "HasValue", "UniqueLang", "Class", "Datatype", "NodeKind", "Pattern"),
    *("MinLength", "MinInclusive", "MaxInclusive", "In", "LanguageIn", "Closed"),
)


@pytest.fixture(scope="module")
def controlled(repository: Workspace) -> Controlled:
    return read_paths(repository, [FIXTURE])


@pytest.fixture(scope="module")
def shapes(repository: Workspace) -> Shapes:
    return Rulebook(repository).shapes


@pytest.mark.parametrize("component", COMPONENTS)
def test_each_way_to_be_wrong_is_told(
    component: str, controlled: Controlled, shapes: Shapes
) -> None:
    model = shapes.model
    for kind, one in sorted(model.classes.items()):
        focus = next((s for s, own in controlled.types.items() if kind in own), None)
        for line in one.properties if focus else ():
            result = Result(
                focus or "", line.shape, f"{component}ConstraintComponent", line.iri, ""
            )
            told, mend = sentence(controlled, model, shapes.by_iri[line.shape], result)
            assert told
            assert "{" not in told + mend
