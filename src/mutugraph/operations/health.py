"""What of a workspace cannot be used, while the rest of it lives: `/sante`, `doctor`, `serve`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mutugraph.control.deviations import FILE, read_deviations
from mutugraph.control.steps import Rulebook
from mutugraph.errors import MutugraphError
from mutugraph.questions.catalogue import Catalogue


def faults(catalogue: Catalogue) -> tuple[MutugraphError, ...]:
    """One error for each file of questions, queries, shapes, rules or lists that is no such thing.

    Data, ontology and rules of derivation are not looked at: a store has been built from them.
    """
    return (*catalogue.faults, *_of_the_control(catalogue))


def _of_the_control(catalogue: Catalogue) -> Iterator[MutugraphError]:
    workspace = catalogue.workspace
    book = Rulebook(workspace)
    path = workspace.root / "data" / "ttl" / FILE
    readers: tuple[Callable[[], object], ...] = (
        lambda: book.shapes,
        lambda: book.quality,
        lambda: read_deviations(path, workspace.name(path)),
    )
    for read in readers:
        try:
            read()
        except MutugraphError as error:
            yield error
