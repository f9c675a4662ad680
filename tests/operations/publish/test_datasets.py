"""Every schéma is a dataset of the catalogue: nothing of it is written by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from mutugraph.engine.derive import read_rules, run_rules
from mutugraph.engine.embedded import with_union
from mutugraph.operations.publish.files import Files
from mutugraph.terms import RDF_TYPE
from mutugraph.turtle import read
from mutugraph.workspace import Workspace

from .test_catalogue import DCAT, faults

Described = Callable[..., dict[str, set[str]]]
SCHEMA, EPCI, SIREN = "999999999/schema/2021-2026", "epci/999999999", "999999999"


@pytest.fixture(scope="module")
def templates(repository: Workspace) -> tuple[Quad, ...]:
    """What the repository says of every dataset."""
    files = [*repository.ontology_files, *repository.files("data/ttl/jeux", "ttl")]
    return tuple(q for p in files for q in read(p, name=str(p), graph=repository.graph(p)).quads)


@pytest.fixture
def described(repository: Workspace, templates: tuple[Quad, ...]) -> Described:
    """What is derived of the dataset of a schéma, by property, given some of its facts."""
    ns = repository.namespaces
    rules = tuple(r for r in read_rules(repository) if r.id.startswith("catalogue-"))

    def derive(
        name: str, start: str = "2021", end: str = "2026", part: str = "", **said: str
    ) -> dict[str, set[str]]:
        schema, epci = ns.id(SCHEMA), ns.id(EPCI)
        dataset = NamedNode(f"{ns.base}jeu/{SIREN}/2021-2026")
        facts = [
            Quad(schema, RDF_TYPE, ns.term("mut:Schema")),
            Quad(schema, ns.term("dct:identifier"), Literal("2021-2026")),
            Quad(schema, ns.term("mut:epci"), epci),
            Quad(schema, ns.term("mut:debut"), Literal(start)),
            Quad(schema, ns.term("mut:fin"), Literal(end)),
            Quad(epci, ns.term("mut:siren"), Literal(SIREN)),
            Quad(epci, ns.term("skos:prefLabel"), Literal(name, language="fr")),
        ]
        facts += [
            Quad(dataset, ns.term(f"dct:{key}"), Literal(text, language="fr"))
            for key, text in said.items()
        ]
        store = Store()
        store.extend(with_union((*templates, *facts)))
        run_rules(store, repository, rules)
        found: dict[str, set[str]] = {}
        node = NamedNode(dataset.value + part)
        for quad in store.quads_for_pattern(node, None, None, None):
            key = quad.predicate.value.replace("#", "/").rpartition("/")[2]
            found.setdefault(key, set()).add(getattr(quad.object, "value", ""))
        return found

    return derive


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Metz Métropole", "de Metz Métropole"),
        ("Communauté de communes des Trois Rivières", "de la Communauté de communes des Trois"),
        ("Métropole du Grand Paris", "de la Métropole du Grand Paris"),
        ("Angers Loire Métropole", "d'Angers Loire Métropole"),
        ("Évreux Portes de Normandie", "d'Évreux Portes de Normandie"),
        ("Grand Reims", "du Grand Reims"),
        ("Le Grand Chalon", "du Grand Chalon"),
        ("Les Sorgues du Comtat", "des Sorgues du Comtat"),
        ("La Rochelle", "de La Rochelle"),
    ],
)
def test_the_title_names_the_epci_as_french_does(
    described: Described, name: str, said: str
) -> None:
    (title,) = described(name)["title"]
    assert f"Schéma de mutualisation des services {said}" in title
    assert title.endswith(", édition 2021-2026")


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2021", "2026", "2021-01-01", "2026-12-31"),
        ("2021-07", "2024-02", "2021-07-01", "2024-02-29"),
        ("2021-07", "2023-02", "2021-07-01", "2023-02-28"),
        ("2021-07", "2023-06", "2021-07-01", "2023-06-30"),
        ("2021-07-14", "2023-07-13", "2021-07-14", "2023-07-13"),
    ],
)
def test_a_period_is_whole_at_the_precision_that_is_printed(
    described: Described, start: str, end: str, first: str, last: str
) -> None:
    period = described("Metz", start, end, part="/periode")
    assert (period["startDate"], period["endDate"]) == ({first}, {last})
    assert period["prefLabel"] == {f"{start} à {end}"}


def test_what_is_written_of_a_dataset_replaces_what_the_template_says(described: Described) -> None:
    assert described("Metz", description="Écrit par quelqu'un.")["description"] == {
        "Écrit par quelqu'un."
    }
    (made,) = described("Metz")["description"]
    assert len(made) > 100
    assert "{" not in made


def test_a_schema_that_nothing_describes_is_a_dataset_like_the_others(
    files: Files, small_files: Files, shared: object
) -> None:
    (own,), (other,) = files.editions, small_files.editions
    assert other.siren == "900000001"
    assert small_files.missing == ()

    def shape(files: Files, dataset: NamedNode) -> set[str]:
        return {str(t.predicate) for t in files.described if t.subject == dataset}

    assert shape(small_files, other.dataset) == shape(files, own.dataset)
    assert faults(small_files.described, DCAT, shared) == ""  # type: ignore[arg-type]
    assert not any("{" in str(t.object) for t in small_files.described)
