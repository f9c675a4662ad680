"""All that a workspace states: its files, and what the national lists say of the EPCI in them."""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import Quad

from mutugraph.model.files import read_file
from mutugraph.reference.facts import national_facts
from mutugraph.reference.national import read_national
from mutugraph.workspace import Workspace


def stated_quads(
    workspace: Workspace, progress: Callable[[str], None] = lambda _: None
) -> list[Quad]:
    """The quads of the ontology, the data and the lists, each in its named graph, as written.

    `progress` is told the name of each file. Raises the errors of reading Turtle, `ListInvalid`.
    """
    quads: list[Quad] = []
    for path in (*workspace.ontology_files, *workspace.data_files):
        progress(workspace.name(path))
        quads += read_file(workspace, path).quads
    lists = read_national(workspace)
    return [*quads, *national_facts(lists, workspace, quads)] if lists else quads
