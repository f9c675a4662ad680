"""Up to which day each version was replayed on LEGI; what was not is said, and only that."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from mutugraph.law.provisions import not_replayed, version_at
from mutugraph.law.reading import read_law
from mutugraph.operations.ask import ask
from mutugraph.operations.visas import visas
from mutugraph.operations.why import why
from mutugraph.pages import proofs
from mutugraph.questions.catalogue import Catalogue

RESERVE = "À rejouer contre la base LEGI"


def test_what_was_replayed_up_to_the_day_bears_no_reserve(catalogue: Catalogue) -> None:
    told = proofs.told(why(catalogue, "ressources-humaines", None, "2020-06-01"))
    assert RESERVE not in told
    assert "jusqu'au 6 décembre 2023" in told


def test_after_the_last_replayed_day_the_reserve_names_the_articles(catalogue: Catalogue) -> None:
    told = proofs.told(why(catalogue, "ressources-humaines", None, "2024-06-01"))
    (reserve,) = [line for line in told.splitlines() if line.startswith(RESERVE)]
    assert "CGCT L5211-4-2" in reserve
    codes = [str(r.code) for r in visas(catalogue, "ressources-humaines").reservations]
    later = visas(catalogue, "ressources-humaines", date="2024-06-01").reservations
    assert "legi" not in codes
    assert "legi" in [str(r.code) for r in later]


@pytest.mark.parametrize(
    ("article", "identifier"),
    [
        # the identifier of the article is not that of its first version (docs/law.md)
        ("CGCT L5211-39-1", "LEGIARTI000023245210"),
        ("CGCT L5211-4-2", "LEGIARTI000023245155"),
    ],
)
def test_an_article_and_its_versions_have_identifiers_of_their_own(
    catalogue: Catalogue, article: str, identifier: str
) -> None:
    table = catalogue.engine.query(
        "SELECT ?cid ?id WHERE { ?a skos:prefLabel ?l ; mut:identifiantChronique ?cid ."
        f" FILTER(STR(?l) = '{article}') ?v mut:versionDe ?a ; eli:id_local ?id }}"
    )
    rows = {tuple(getattr(cell, "value", "") for cell in row) for row in table.rows}  # type: ignore[union-attr]
    assert {cid for cid, _ in rows} == {identifier}
    assert identifier not in {version for _, version in rows}


def test_a_number_taken_up_again_is_not_one_article(catalogue: Catalogue) -> None:
    law = {p.label: p for p in read_law(catalogue).provisions.values()}
    cost, aid = law["CGCT D5211-16"], law["CGCT R5211-16"]
    assert str(cost.born) == "2011-05-13"
    assert str(aid.ends) == "2005-12-29"
    assert not_replayed([aid], cost.versions[0].start) == ()


# what a clause reads like in the text of a version
PHRASES = {
    "Fiche d'impact pour les agents": r"fiche d'impact",
    "Délégation de signature au chef du service commun": r"délégation de signature",
    "Imputation possible sur l'attribution de compensation": r"attribution de compensation",
    "Création hors des compétences transférées": r"[Ee]n dehors des compétences transférées",
    "Agents à temps plein transférés de plein droit": r"transférés de plein droit",
    "Agents mis à disposition de plein droit": r"de plein droit[^.]*mis à disposition",
    "Coefficient de mutualisation": r"coefficient de mutualisation",
    "Avis du comité social territorial": r"comités? socia(l|ux) territoria(l|ux)",
    "Avis du comité technique": r"comités? techniques?",
    "Missions du centre de gestion exclues": r"à l'exception des missions",
    "Gestion par une commune réservée aux métropoles et communautés urbaines": (
        r"dans une métropole ou une communauté urbaine"
    ),
}
OTHER_WORDS = {  # 2010 and 2012: « sont de plein droit mis à la disposition »
    "Agents mis à disposition de plein droit": r"de plein droit[^.]* (mis|disposition)",
}


@pytest.mark.parametrize("article", ["L5211-4-1", "L5211-4-2"])
def test_each_clause_is_in_the_text_of_the_versions_that_are_said_to_contain_it(
    catalogue: Catalogue, shared: Path, article: str
) -> None:
    law = {p.label: p for p in read_law(catalogue).provisions.values()}
    seen = set()
    for version in law[f"CGCT {article}"].versions:
        path = shared / "droit" / "textes" / "cgct" / f"{article.lower()}__{version.start}.txt"
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        for clause, phrase in PHRASES.items():
            pattern = OTHER_WORDS.get(clause, phrase)
            if clause in version.clauses:
                seen.add(clause)
                assert re.search(pattern, text), (version.label, clause)
            elif clause in {"Coefficient de mutualisation", "Fiche d'impact pour les agents"}:
                assert not re.search(phrase, text), (version.label, clause)
    assert len(seen) > 3


def test_the_tax_regime_of_a_communaute_d_agglomeration_is_in_the_text(
    catalogue: Catalogue, shared: Path
) -> None:
    law = {p.label: p for p in read_law(catalogue).provisions.values()}
    article = law["CGI 1379-0 bis"]
    texts = shared / "droit" / "textes" / "plus"
    for version in article.versions:
        text = (texts / f"1379-0-bis__{version.start}.txt").read_text(encoding="utf-8")
        first = text.partition("\nII")[0]
        assert "communautés d'agglomération" in first and "métropoles" in first, version.label
    held = version_at(article, article.versions[-1].start)
    assert held is not None and held.replayed is not None


@pytest.mark.parametrize("day", ["2015-11-26", "2023-12-06", "2023-12-07"])
def test_what_was_replayed_and_what_was_not_are_told_apart(catalogue: Catalogue, day: str) -> None:
    law = read_law(catalogue)
    answered = ask(catalogue, "articles-rejoues", {}, day)
    names = [column.name for column in answered.question.columns]
    found = [dict(zip(names, row, strict=True)) for row in answered.rows]
    by_label = {p.label: p for p in law.provisions.values()}
    told = {str(row["article"]) for row in found if row["rejoue"] is False}
    read = [by_label[str(row["article"])] for row in found]
    assert told == {p.label for p in not_replayed(read, date.fromisoformat(day))}
    assert ("CGCT L5211-4-2" in told) == (day > "2023-12-06")
