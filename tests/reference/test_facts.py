from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from mutugraph.namespaces import Namespaces
from mutugraph.reference.facts import national_facts
from mutugraph.reference.national import read_national
from mutugraph.workspace import Workspace
from reference.writing import write_lists

EPCI = [
    "900000001,CC des Trois Rivières,CC,FA,2020,2022,140",
    "900000001,CA des Trois Rivières,CA,FPU,2023,2026,150",
    "900000002,CC du Plateau,CC,FPU,2020,2024,90",
    "900000003,CC neuve,CC,FPU,2025,2026,90",
]
MEMBERS = [
    "900000001,99901,900000011,Rivebelle,2020,2026",
    "900000001,99902,900000012,Valcombe,2022,2026",
    "900000001,99903,900000013,Montclair,2020,2021",
    "900000001,99904,900000014,Bourgneuf,2024,2026",
    "900000002,99902,900000012,Valcombe,2020,2021",
    "900000002,99903,900000013,Montclair,2022,2024",
    "900000003,99903,900000013,Montclair,2025,2026",
]
STATED = (
    "<epci/900000001> a mut:EPCI ; mut:siren '900000001' ; skos:prefLabel 'Trois Rivières'@fr ."
)
Told = Callable[..., set[tuple[str, str, str]]]


@pytest.fixture
def told(repository: Workspace, tmp_path: Path) -> Told:
    """What the lists say beside some statements: subject, property, value; short names."""
    write_lists(tmp_path, EPCI, MEMBERS)
    (tmp_path / "ontology").symlink_to(repository.root / "ontology")
    workspace = Workspace(tmp_path)
    names = workspace.namespaces

    def of(stated: str = STATED) -> set[tuple[str, str, str]]:
        head = f"BASE <{names.ids}>\n{names.sparql_prologue()}"
        quads = [Quad(*q) for q in parse(head + stated, format=RdfFormat.TURTLE)]
        lists = read_national(workspace)
        assert lists is not None
        facts = national_facts(lists, workspace, quads)
        assert {q.graph_name for q in facts} <= {names.graph("national")}
        return {
            (_short(q.subject, names), _local(q.predicate), _short(q.object, names)) for q in facts
        }

    return of


def _local(node: NamedNode) -> str:
    return node.value.replace("#", "/").rpartition("/")[2]


def _short(term: object, names: Namespaces) -> str:
    return str(getattr(term, "value", term)).removeprefix(names.ids)


def _of(facts: set[tuple[str, str, str]], subject: str) -> dict[str, str]:
    return {p: o for s, p, o in facts if s == subject}


def test_category_and_regime_are_dated_by_the_lists(told: Told) -> None:
    facts = told()
    before = _of(facts, "epci/900000001/national/categorie/2020-01-01")
    after = _of(facts, "epci/900000001/national/regime-fiscal/2023-01-01")
    assert before["categorie"] == "categorie-epci/communaute-de-communes"
    assert (before["depuis"], before["jusqua"]) == ("2020-01-01", "2023-01-01")
    assert after["regimeFiscal"] == "regime-fiscal/fiscalite-professionnelle-unique"
    assert after["depuis"] == "2023-01-01"
    assert "jusqua" not in after  # the last list has it still
    assert after["statut"] == "statut/verifie"
    assert "etalab" in after["source"]


def test_a_member_of_the_first_list_may_have_joined_before(told: Told) -> None:
    first = _of(told(), "epci/900000001/national/membre/99901/2020-01-01")
    assert first["communeMembre"] == "commune/99901"
    assert first["premierConstat"] == "2020-01-01"
    assert not {"depuis", "jusqua", "motifDEntree", "motifDeSortie"} & first.keys()


def test_a_reason_is_what_the_lists_prove(told: Told) -> None:
    facts = told(STATED + STATED.replace("00001", "00002") + STATED.replace("00001", "00003"))
    reasons = {
        (s.partition("national/membre/")[2], p, o.rpartition("/")[2])
        for s, p, o in facts
        if p.startswith("motif")
    }
    assert reasons == {
        ("99902/2022-01-01", "motifDEntree", "adhesion"),
        ("99902/2020-01-01", "motifDeSortie", "retrait"),
        ("99903/2020-01-01", "motifDeSortie", "retrait"),
        ("99903/2022-01-01", "motifDEntree", "adhesion"),
        ("99903/2022-01-01", "motifDeSortie", "fin-de-l-epci"),
        ("99903/2025-01-01", "motifDEntree", "creation"),
    }


def test_nothing_is_guessed_of_a_commune_that_no_list_had_before(told: Told) -> None:
    new = _of(told(), "epci/900000001/national/membre/99904/2024-01-01")
    assert new["depuis"] == "2024-01-01"
    assert "motifDEntree" not in new


def test_only_the_epci_that_the_graph_knows_are_told(told: Told) -> None:
    assert told("<epci/900000009> a mut:EPCI ; mut:siren '900000009' .") == set()
    assert {s.split("/")[1] for s, _, _ in told() if s.startswith("epci/")} == {"900000001"}


STATUS = """
<epci/900000001> mut:aPourStatut <epci/900000001/statut/1> .
<epci/900000001/statut/1> mut:categorie <categorie-epci/communaute-de-communes> ;
  mut:depuis "2014"^^xsd:gYear ; mut:jusqua "2023-01-01"^^xsd:date ; mut:statut <statut/verifie> .
"""


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (STATUS, False),
        (STATUS.replace("statut/verifie", "statut/a-verifier"), True),
        (STATUS.replace("2014", "2021"), True),
        (STATUS.replace("2023-01-01", "2022-06-01"), True),
        (STATUS.replace("communaute-de-communes", "metropole"), True),
    ],
)
def test_what_a_verified_fact_says_for_the_whole_time_is_not_said_twice(
    told: Told, status: str, said: bool
) -> None:
    facts = told(STATED + status)
    assert bool(_of(facts, "epci/900000001/national/categorie/2020-01-01")) is said
    assert _of(facts, "epci/900000001/national/categorie/2023-01-01")


def test_a_commune_that_a_file_describes_is_not_described_again(told: Told) -> None:
    facts = told(f"{STATED} <commune/99901> a mut:Commune .")
    assert not _of(facts, "commune/99901")
    assert _of(facts, "commune/99902")["codeInsee"] == "99902"
