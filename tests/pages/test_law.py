"""The page of an article asks what depends on it only where something does."""

from __future__ import annotations

from mutugraph.engine.answers import Table
from mutugraph.operations.ask import ask
from mutugraph.questions.catalogue import Catalogue

# the properties by which `impact` and `agents-par-article` come from a schéma to an article
LEADING = """PREFIX mut: <https://w3id.org/mutugraph/def/mutualisation/>
SELECT DISTINCT ?texte
WHERE {
  VALUES ?classe { mut:Disposition mut:TexteJuridique }
  ?fait mut:disposition|mut:vise|mut:mentionne|mut:texteApplicable ?texte .
  ?fait mut:duSchema|mut:deLActe ?porteur .
  ?texte a ?classe .
}"""


def test_what_a_fact_of_a_schema_leads_to_is_known(catalogue: Catalogue) -> None:
    known = {row[0] for row in catalogue.internal("page-textes-employes").rows}
    leading = catalogue.engine.query(LEADING)
    assert isinstance(leading, Table)
    assert len(leading) > 10
    assert {row[0] for row in leading.rows} <= known


def test_nothing_rests_on_an_article_that_no_fact_leads_to(catalogue: Catalogue) -> None:
    known = {row[0] for row in catalogue.internal("page-textes-employes").rows}
    rows = [row for row in catalogue.internal("page-textes").dicts() if row["article"]]
    others = [row["article_nom"] for row in rows if row["article"] not in known]
    assert len(others) > 100
    for name in others[::20]:
        assert ask(catalogue, "impact", {"article": getattr(name, "value", "")}).rows == ()
        assert (
            ask(catalogue, "agents-par-article", {"article": getattr(name, "value", "")}).rows == ()
        )
