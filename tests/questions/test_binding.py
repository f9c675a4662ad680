from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store

from mutugraph.questions.binding import bind, slots_in

TEXT = "SELECT ?x ?y { VALUES ?x { UNDEF } VALUES ?y { UNDEF } }"


def test_the_slots_are_known_in_the_order_of_the_text() -> None:
    assert slots_in(TEXT) == ["x", "y"]


def test_without_terms_the_text_is_left_as_it_is() -> None:
    assert bind(TEXT, {}) == TEXT
    assert bind(TEXT, {"x": (), "z": (Literal("a"),)}) == TEXT


def test_only_the_slot_that_is_named_is_filled() -> None:
    bound = bind(TEXT, {"y": (NamedNode("http://a"), NamedNode("http://b"))})
    assert bound == "SELECT ?x ?y { VALUES ?x { UNDEF } VALUES ?y { <http://a> <http://b> } }"


PAIR = "SELECT ?x ?y { VALUES (?x ?y) { (UNDEF UNDEF) } VALUES ?x { UNDEF } }"


def test_the_values_of_one_slot_go_together_row_by_row() -> None:
    assert slots_in(PAIR) == ["x", "y"]
    assert bind(PAIR, {}) == PAIR
    one, other = NamedNode("http://a"), NamedNode("http://b")
    bound = bind(PAIR, {"x": (one, other), "y": (Literal("1"), None)})
    assert bound == (
        'SELECT ?x ?y { VALUES (?x ?y) { (<http://a> "1") (<http://b> UNDEF) } '
        "VALUES ?x { <http://a> <http://b> } }"
    )


@given(st.text().filter(lambda text: text.isprintable() or "\n" in text))
def test_no_text_escapes_from_its_slot(text: str) -> None:
    surrogates = any(0xD800 <= ord(c) <= 0xDFFF for c in text)
    if surrogates or "\0" in text:
        return
    rows = list(Store().query(bind(TEXT, {"x": (Literal(text),)})))  # type: ignore[arg-type]
    assert [row["x"] for row in rows] == [Literal(text)]
