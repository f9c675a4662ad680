"""What of a text no quotation touches, by what it is."""

from __future__ import annotations

import pytest

from mutugraph.sources.coverage import coverage
from mutugraph.sources.recognition import Nature, recognize, sentences
from mutugraph.sources.text import Place, SourceText


def place(text: SourceText, words: str) -> Place:
    start = text.text.index(words)
    return text.place(start, start + len(words))


@pytest.mark.parametrize(
    ("words", "nature"),
    [
        ("L. 5211-4-2", Nature.LAW),
        ("article L5211-39-1", Nature.LAW),
        ("article 1609 nonies C", Nature.LAW),
        ("R.2111-1", Nature.LAW),
        ("loi n° 2010-1563", Nature.LAW),
        ("Loi du 16 décembre 2010", Nature.LAW),
        ("décret n°2017-1412", Nature.LAW),
        ("Loi NOTRE", Nature.LAW),
        ("12 500 €", Nature.AMOUNT),
        ("2,4 M€", Nature.AMOUNT),
        ("1,5 million d’euros", Nature.AMOUNT),
        ("300\u202f000 euros", Nature.AMOUNT),
        ("36 agents", Nature.STAFF),
        ("8,5 ETP", Nature.STAFF),
        ("26 novembre 2015", Nature.DATE),
        ("1er janvier 2016", Nature.DATE),
        ("Juin 2021", Nature.DATE),
        ("01/01/2017", Nature.DATE),
        ("ville de METZ", Nature.NAME),
        ("Saint‑Julien lès Metz", Nature.NAME),
    ],
)
def test_what_a_fact_usually_rests_on_is_recognized_whole(words: str, nature: Nature) -> None:
    text = SourceText(f"Il y a ceci : {words}, et rien de plus.")
    names = ["Ville de Metz", "Saint-Julien-lès-Metz", "Metz"]
    found = recognize(text, {Nature.NAME: names, Nature.LAW: ["loi NOTRe"]})
    assert [(text.text[s.start : s.end], s.nature) for s in found] == [(words, nature)]


@pytest.mark.parametrize(
    "words", ["trois agents", "en 2016", "le 36 rue", "la loi", "un article", "200 m", "mai"]
)
def test_what_only_looks_like_it_is_not(words: str) -> None:
    assert recognize(SourceText(f"Il y a {words} ici."), {Nature.NAME: ["Metz"]}) == ()


def test_a_sentence_ends_with_its_line_its_cell_its_bullet_or_a_full_stop() -> None:
    text = SourceText(
        "Une phrase de cinq mots. Et une autre de six mots ; suite\nVille de Metz\t36 agents "
        "de la ville\n▪ Un point de cinq mots ▪ Deux mots"
    )
    assert [text.text[s.start : s.end] for s in sentences(text)] == [
        "Une phrase de cinq mots.",
        "Et une autre de six mots ; suite",
        "36 agents de la ville",
        "Un point de cinq mots",
    ]


def test_what_a_quotation_touches_is_covered_and_the_rest_is_told_strongest_first() -> None:
    text = SourceText(
        "La Ville de Metz compte 36 agents et paie 200 €.\n"
        "Le comité de Metz se réunit le 3 mars 2016.\n"
        "L'article L5211-4-2 fonde le service commun.\n"
    )
    found = coverage(
        text, [place(text, "36 agents"), place(text, "3 mars")], {Nature.NAME: ["Metz"]}
    )
    assert [(left.nature, left.words, left.place.first_line) for left in found.left] == [
        (Nature.LAW, "article L5211-4-2", 3),
        (Nature.AMOUNT, "200 €", 1),
        (Nature.SENTENCE, "L'article L5211-4-2 fonde le service commun.", 3),
    ]
    assert (found.covered[Nature.NAME], found.total[Nature.NAME]) == (2, 2)
    assert found.share == pytest.approx(2 / 3)


def test_a_text_without_sentences_has_no_share() -> None:
    assert coverage(SourceText("Metz"), [], {}).share is None
