"""Typography does not hinder; the words decide."""

from __future__ import annotations

import pytest

from mutugraph.sources.location import cut_within, locate, nearest
from mutugraph.sources.text import SourceText

TEXT = SourceText(
    "L’élaboration du schéma\n"
    "Ville de Metz\t36\t8,2\n"
    "la mutua\xadlisation des ser-\nvices, 12\xa0500 €\n"
    "les porte-\nMonnaies ; l' action « d’abord » ŒUVRE\n"
    "le service commun, le service commun\n"
)


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("L’élaboration du schéma", "L’élaboration du schéma"),
        ("l'ELABORATION  du\nschema", "L’élaboration du schéma"),
        ("l\u2019e\u0301laboration", "L’élaboration"),
        ("mutualisation", "mutua\xadlisation"),
        ("des services", "des ser-\nvices"),
        ("12 500 €", "12\xa0500 €"),
        ("ville de metz 36", "Ville de Metz\t36"),
        ("l'action \"d'abord\"", "l' action « d’abord »"),
        ("oeuvre", "ŒUVRE"),
        ("porte‑monnaies", "porte-\nMonnaies"),
    ],
)
def test_typography_does_not_matter_and_the_words_are_the_documents(
    asked: str, printed: str
) -> None:
    assert [TEXT.at(place) for place in locate(TEXT, asked)] == [printed]


@pytest.mark.parametrize(
    "asked", ["élaborations du schéma", "ville Metz", "12 501 €", "le commun", "", " ", "…"]
)
def test_other_words_are_not_found(asked: str) -> None:
    assert locate(TEXT, asked) == ()


def test_words_that_stand_twice_are_found_twice_with_their_lines() -> None:
    found = locate(TEXT, "service commun")
    assert [place.first_line for place in found] == [7, 7]
    assert found[0].end < found[1].start


def test_words_over_a_line_feed_have_two_lines() -> None:
    (place,) = locate(TEXT, "schéma ville")
    assert (place.first_line, place.last_line) == (1, 2)


NARROW = SourceText("Comité/Conférenc\ne des Maires\nLongeville21 Vaux 7\n")


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("Conférence des maires", "Conférenc\ne des Maires"),
        ("Longeville 21", "Longeville21"),
        ("Longeville", "Longeville"),
        ("21", "21"),
    ],
)
def test_a_narrow_cell_may_cut_a_word_or_set_it_against_a_figure(asked: str, printed: str) -> None:
    assert [NARROW.at(place) for place in locate(NARROW, asked)] == [printed]


@pytest.mark.parametrize("asked", ["Vaux7", "Long eville", "geville", "Longeville 2"])
def test_a_narrow_cell_makes_no_other_words(asked: str) -> None:
    assert locate(NARROW, asked) == ()


@pytest.mark.parametrize("asked", ["laboration", "élabo", "2\xa0500", "3"])
def test_words_cut_within_a_word_are_no_place_and_are_told(asked: str) -> None:
    assert locate(TEXT, asked) == ()
    assert cut_within(TEXT, asked)


def test_the_nearest_says_what_differs() -> None:
    near = nearest(TEXT, "élaboration de schémas")
    assert near
    assert near.place.first_line == 1
    assert [(d.asked, d.printed) for d in near.differences] == [("de schémas", "du schéma")]


def test_what_is_like_nothing_has_no_nearest() -> None:
    assert nearest(TEXT, "tout autre chose ici") is None
    assert nearest(SourceText(""), "mots") is None


def test_an_offset_counts_code_points_and_a_line_ends_at_a_line_feed_only() -> None:
    text = SourceText("😀 a\r\u2028b\nmot")
    (place,) = locate(text, "mot")
    assert (place.start, place.end, place.first_line) == (7, 10, 2)
