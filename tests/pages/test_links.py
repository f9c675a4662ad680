"""The pages to which entities lead are there."""

from __future__ import annotations

from pyoxigraph import NamedNode

from mutugraph.engine.answers import Table
from mutugraph.pages.links import Links
from mutugraph.pages.reading import Reader
from mutugraph.questions.catalogue import Catalogue

TEXTS = "/textes/"


def test_what_the_law_holds_leads_to_the_page_of_a_text_only_where_there_is_one(
    catalogue: Catalogue,
) -> None:
    space = catalogue.workspace.namespaces
    links, reader = Links(space), Reader(catalogue)
    start = f"{space.ids}droit/"
    answer = catalogue.engine.query(
        f'SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{start}")) }}'
    )
    assert isinstance(answer, Table)
    named = {node.value for (node,) in answer.rows if isinstance(node, NamedNode)}
    pages = {links.page(iri).partition("?")[0] for iri in named if "#" not in iri}
    texts = {NamedNode(start + page.removeprefix(TEXTS)) for page in pages if TEXTS in page}
    assert len(texts) > 100
    assert [text for text in texts if not reader.rows("page-texte", texte=text)] == []
