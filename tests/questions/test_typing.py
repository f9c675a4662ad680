from decimal import Decimal

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from mutugraph.errors import AnswerMistyped
from mutugraph.questions.model import Column, ColumnType, Value
from mutugraph.questions.typing import typed


def cell(text: str | None, kind: ColumnType) -> Value:
    return typed(None if text is None else Literal(text), Column("c", kind, "C"))


@pytest.mark.parametrize("kind", list(ColumnType))
def test_what_is_not_bound_is_absent_in_every_type(kind: ColumnType) -> None:
    assert cell(None, kind) is None


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("14", ColumnType.ENTIER, 14),
        ("14.0", ColumnType.ENTIER, 14),
        ("14.0", ColumnType.NOMBRE, 14),
        ("0.80", ColumnType.NOMBRE, Decimal("0.8")),
        ("1", ColumnType.BOOLEEN, True),  # how Virtuoso writes it
        ("false", ColumnType.BOOLEEN, False),
        ("10,2,1,2", ColumnType.ACTIONS, "1,2,10"),
        ("b ; a;b", ColumnType.LISTE, "a ; b"),
        ("§2, l. 10 ; fiche 1, l. 9", ColumnType.LISTE, "fiche 1, l. 9 ; §2, l. 10"),
        ("", ColumnType.LISTE, None),
        ("", ColumnType.TEXTE, ""),
        ("court", ColumnType.CODE, "court"),
    ],
)
def test_a_cell_has_the_type_of_its_column(text: str, kind: ColumnType, value: Value) -> None:
    found = cell(text, kind)
    assert found == value
    assert type(found) is type(value)


def test_an_address_is_shown_as_it_is() -> None:
    column = Column("c", ColumnType.IRI, "C")
    assert typed(NamedNode("http://a"), column) == "http://a"
    assert typed(BlankNode("b"), column) == "_:b"


@pytest.mark.parametrize("kind", [ColumnType.ENTIER, ColumnType.NOMBRE])
def test_a_cell_that_is_not_what_is_promised_is_told(kind: ColumnType) -> None:
    with pytest.raises(AnswerMistyped) as raised:
        cell("beaucoup", kind)
    assert raised.value.facts["column"] == "c"
