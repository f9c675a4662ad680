from __future__ import annotations

import pytest

from mutugraph.errors import TurtleComments, TurtleLiteralChanged, TurtleTooEntangled
from mutugraph.namespaces import Namespaces
from mutugraph.turtle import format_text


def test_formatting_twice_changes_nothing(namespaces: Namespaces) -> None:
    once = format_text(
        '@prefix ex: <urn:x:> .\nex:b ex:p 1 . ex:a ex:q "é"@fr ; a ex:C .', namespaces
    )
    assert format_text(once, namespaces) == once
    assert once.startswith("PREFIX ex: <urn:x:>\n\nex:a\n    a ex:C ;\n")


def test_a_file_with_comments_is_refused_with_their_lines(namespaces: Namespaces) -> None:
    text = '# one\n<urn:a#b> <urn:p> "# none" . # two\n'
    with pytest.raises(TurtleComments) as caught:
        format_text(text, namespaces, name="a.ttl")
    assert caught.value.facts["lines"] == (1, 2)


def test_a_language_tag_in_capitals_is_refused_with_its_line(namespaces: Namespaces) -> None:
    with pytest.raises(TurtleLiteralChanged) as caught:
        format_text('<urn:a> <urn:p> "x"@fr ,\n "y"@FR .', namespaces)
    assert caught.value.facts["lines"] == (2,)


def test_entangled_blank_nodes_are_refused(namespaces: Namespaces) -> None:
    ring = "".join(f"_:n{i} <urn:p> _:n{(i + 1) % 100} ." for i in range(100))
    with pytest.raises(TurtleTooEntangled):
        format_text(ring, namespaces)


@pytest.mark.parametrize(
    "value", ["007", "0.80", "+5", "1E3", '"1.0"^^xsd:double', '"1"^^xsd:boolean']
)
def test_a_number_is_kept_as_written(namespaces: Namespaces, value: str) -> None:
    text = f"PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n<urn:a> <urn:p> {value} ."
    lexical = value.partition("^")[0].strip('"')
    assert lexical in format_text(text, namespaces)
