"""All that a workspace states: its files, and what the reference lists say beside them."""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import Quad

from mutugraph.model.files import read_file
from mutugraph.reference.code import code_facts, read_code
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
    lists, code = read_national(workspace), read_code(workspace)
    national = national_facts(lists, workspace, quads) if lists else ()
    articles = code_facts(code, workspace, quads) if code else ()
    return [*quads, *national, *articles]
