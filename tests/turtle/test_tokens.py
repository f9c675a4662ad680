from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutugraph.turtle import Places
from mutugraph.turtle.tokens import tokens

LAYOUTS = [
    "BASE <https://b.example/>\n<a>\n  <p> 1 .\n<c>\n  <p> 2 .",
    "@base <https://b.example/> .\n@prefix x: <https://b.example/> . x:a <p> "
    '"<c> <p> . # not here" ,\n"""\n<c>""" . x:c x:p 2 .',
    "PREFIX : <https://b.example/>\n# <c> .\n:a :p [ :q 0.5 . ] , ( 1 ) .\n:c\n :p 2 .",
]


@pytest.mark.parametrize(
    ("text", "lines"), list(zip(LAYOUTS, [(2, 4), (2, 4), (3, 4)], strict=True))
)
def test_subjects_are_found_in_any_layout(text: str, lines: tuple[int, int]) -> None:
    places = Places.of(text)
    assert (places.line("https://b.example/a"), places.line("https://b.example/c")) == lines


def test_a_predicate_has_a_line_of_its_own_and_falls_back_on_its_subject() -> None:
    places = Places.of("<urn:a>\n  a <urn:T> ;\n  <urn:p> 1 ,\n  2 ;\n  <urn:q> 3 .")
    assert places.line("urn:a", "urn:q") == 5
    assert places.line("urn:a", "urn:absent") == 1
    assert places.line("urn:b") is None


@given(st.text(alphabet="<>\"'#.;,[]() a:\\\n@^1"))
def test_any_text_is_scanned_and_every_line_is_one_of_its_own(text: str) -> None:
    assert all(1 <= token.line <= text.count("\n") + 1 for token in tokens(text))
    Places.of(text)


@pytest.mark.parametrize("piece", ['"', "'''", "<", "\\", ".", "a.", "[", "#\n"])
@pytest.mark.timeout(60)  # a scan that is not linear takes minutes
def test_scanning_ends_on_what_makes_scanners_go_back(piece: str) -> None:
    Places.of(piece * 60_000)
