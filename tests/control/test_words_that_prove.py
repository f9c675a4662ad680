"""The rules that compare what a label states with the words quoted for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from mutugraph.control.quality import read_quality_rules
from mutugraph.workspace import Workspace

SPACE = Workspace(Path(__file__).parents[2])
RULES = {q.rule.code: q.file.text for q in read_quality_rules(SPACE)}
HEAD = "".join(f"PREFIX {k}: <{v}>\n" for k, v in SPACE.namespaces.prefixes.items())
HEAD = f"BASE <{SPACE.namespaces.ids}>\n{HEAD}"
ACTOR = "mut:exerceParInstance <1/bureau> ; a mut:Attribution"
OTHER = '<1/bureau> skos:prefLabel "Bureau communautaire"@fr .'


def _found(code: str, label: str, words: str, more: str = "a mut:Enonce") -> int:
    store = Store()
    data = (
        f'{HEAD}<1/e> {more} ; skos:prefLabel "{label}"@fr ; mut:duSchema <1/schema> ;\n'
        f'    mut:etabliPar <1/p> .\n<1/p> mut:mots "{words}" ; skos:prefLabel "l. 1" .\n{OTHER}'
    )
    store.load(data.encode(), format=RdfFormat.TURTLE)
    answer = store.query(RULES[code], prefixes=dict(SPACE.namespaces.prefixes))
    return len(list(answer))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "label", "words", "more"),
    [
        ("MUT524", "Avis sous trois mois", "le silence vaut avis", "a mut:Enonce"),
        ("MUT524", "Dotation de 10 000 €", "une dotation de 1000 €", "a mut:Enonce"),
        ("MUT525", "Ne réduit pas la qualité", "réduction de la qualité", "a mut:Enonce"),
        ("MUT526", "Réunion", "réunion du comité", 'a mut:Evenement ; mut:debut "2014-11"'),
        ("MUT526", "Réunion", "en décembre 2014", 'a mut:Evenement ; mut:debut "2014-11"'),
        ("MUT527", "Le service doit durer", "le service durera", "a mut:Enonce"),
        ("MUT528", "Participation", "participation éventuelle", "a mut:Enonce"),
        ("MUT528", "Participation", "participation", "a mut:Enonce ; mut:incertain true"),
        ("MUT528", "Participer", "participation éventuelle", "a mut:Obligation"),
        ("MUT529", "Tables et bancs", "tables, bancs...", "a mut:Enonce"),
        (
            "MUT529",
            "Actes juridiques ou comptables",
            "juridiques et/ ou comptables",
            "a mut:Enonce",
        ),
        ("MUT530", "Donne un avis", "émet un avis", ACTOR),
    ],
)
def test_what_the_words_do_not_hold_is_found(code: str, label: str, words: str, more: str) -> None:
    assert _found(code, label, words, more) == 1


@pytest.mark.parametrize(
    ("code", "label", "words", "more"),
    [
        ("MUT528", "Reprendre les avis éventuels", "les avis éventuels", "a mut:Obligation"),
        ("MUT524", "Avis sous trois mois", "dans les 3 mois", "a mut:Enonce"),
        (
            "MUT524",
            "Dotation de 10 000 €, au 31 décembre 2013",
            "10000 €, 31/12/13",
            "a mut:Enonce",
        ),
        ("MUT524", "Plan de la fiche 3, aux Deux Rives", "plan", "a mut:Enonce"),
        ("MUT524", "Deuxième principe", "un principe", "a mut:Enonce ; mut:ordre 2"),
        ("MUT525", "Porteur non imprimé", "service commun", "a mut:Enonce"),
        ("MUT525", "Sans limite", "hors de toute limite", "a mut:Enonce"),
        (
            "MUT526",
            "Réunion",
            "5 nov. et 9 novembre 2014",
            'a mut:Evenement ; mut:debut "2014-11-09"',
        ),
        ("MUT527", "Le service doit durer", "nécessité de durer", "a mut:Enonce"),
        ("MUT528", "Le retrait", "le retrait de l'État", "a mut:Enonce"),
        ("MUT528", "Participation", "serait ouverte", "a mut:Enonce ; mut:incertain true"),
        ("MUT529", "Tables, bancs…", "tables, bancs...", "a mut:Enonce"),
        ("MUT530", "Donne un avis", "le Bureau émet un avis", ACTOR),
    ],
)
def test_what_the_words_hold_in_another_spelling_is_no_finding(
    code: str, label: str, words: str, more: str
) -> None:
    assert _found(code, label, words, more) == 0


@pytest.mark.parametrize(
    ("code", "label", "words"),
    [
        ("MUT528", "Mutualisation du conseil", "la mutualisation porterait sur le conseil"),
        ("MUT529", "Veiller aux stocks", "évolution des stocks..."),
    ],
)
def test_an_element_of_a_sheet_is_compared_and_reported_under_its_schema(
    code: str, label: str, words: str
) -> None:
    store = Store()
    data = (
        f'{HEAD}<1/e> a mut:Mission ; skos:prefLabel "{label}"@fr ; mut:dansFiche <1/fiche> ;\n'
        f"    mut:etabliPar <1/p> .\n<1/fiche> mut:duSchema <1/schema> .\n"
        f'<1/p> mut:mots "{words}" ; skos:prefLabel "fiche 1, l. 1" .'
    )
    store.load(data.encode(), format=RdfFormat.TURTLE)
    answer = store.query(RULES[code], prefixes=dict(SPACE.namespaces.prefixes))
    found = [str(row["schema"].value) for row in answer]  # type: ignore[union-attr]
    assert found == [f"{SPACE.namespaces.ids}1/schema"]
