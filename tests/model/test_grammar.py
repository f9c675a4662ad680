from __future__ import annotations

import re

import pytest

from mutugraph.model.grammar import Noun, body
from mutugraph.model.reading import read_model
from mutugraph.workspace import Workspace


@pytest.mark.parametrize(
    ("noun", "the", "a", "of", "of_the"),
    [
        (Noun("rang"), "le rang", "un rang", "de rang", "du rang"),
        (Noun("date", True), "la date", "une date", "de date", "de la date"),
        (Noun("année", True), "l'année", "une année", "d'année", "de l'année"),
        (Noun("état"), "l'état", "un état", "d'état", "de l'état"),
        (Noun("œuvre", True), "l'œuvre", "une œuvre", "d'œuvre", "de l'œuvre"),
        (Noun("habitant"), "l'habitant", "un habitant", "d'habitant", "de l'habitant"),
    ],
)
def test_articles_agree_and_lose_their_vowel_before_another(
    noun: Noun, the: str, a: str, of: str, of_the: str
) -> None:
    assert (noun.the, noun.a, noun.of, noun.of_the) == (the, a, of, of_the)


@pytest.mark.parametrize(
    ("name", "the", "of"),
    [
        ("CA du Cotentin", "la CA du Cotentin", "de la CA du Cotentin"),
        ("Eurométropole de Metz", "l'Eurométropole de Metz", "de l'Eurométropole de Metz"),
        ("Grand Lac", "le Grand Lac", "du Grand Lac"),
        ("Metz Métropole", "Metz Métropole", "de Metz Métropole"),
        ("Orléans Métropole", "Orléans Métropole", "d'Orléans Métropole"),
    ],
)
def test_an_epci_has_the_article_of_its_common_noun(name: str, the: str, of: str) -> None:
    assert body(name) == (the, of)


def test_no_noun_of_the_model_begins_with_an_h_that_may_be_aspirated(
    repository: Workspace,
) -> None:
    nouns = read_model(repository).model.nouns.values()
    assert [noun.text for noun in nouns if noun.text.lower().startswith("h")] == []


def test_every_class_and_property_that_is_described_has_a_noun_in_the_singular(
    repository: Workspace,
) -> None:
    model = read_model(repository).model
    used = {one.iri for c in model.classes.values() for one in c.properties}
    assert used <= model.nouns.keys()
    plural = re.compile(r"^(?!sens\b)[^ ]*[^su ]s\b")
    assert [n.text for iri, n in model.nouns.items() if iri in used and plural.match(n.text)] == []
