"""The document's full text is shown only when it is the pinned one, without anybody's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from mutugraph.pages.rendering import printed
from mutugraph.pages.source_text import masked, source_lines
from mutugraph.questions.catalogue import Catalogue


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Le conseil décide.", "Le conseil décide."),
        ("Rapporteur : Mme DURAND", "Rapporteur : Mme [nom masqué]"),
        ("M. Jean DURAND, puis Jean DURAND", "M. [nom masqué], puis [nom masqué]"),
        ("Mme DURAND\nL'adjointe\nAnne DURAND", "Mme [nom masqué]\nL'adjointe\n[nom masqué]"),
        ("M. le Maire de METZ", "M. le Maire de METZ"),
    ],
)
def test_the_name_after_a_civility_is_masked_everywhere(text: str, shown: str) -> None:
    assert masked(text) == shown


def test_without_a_document_nothing_is_shown(catalogue: Catalogue) -> None:
    assert source_lines(catalogue, None) == ()


def test_another_document_is_not_shown(catalogue: Catalogue, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("another text", encoding="utf-8")
    assert source_lines(catalogue, other) == ()


def test_the_pinned_document_keeps_its_lines_and_loses_its_names(
    catalogue: Catalogue, shared: Path
) -> None:
    path = next((shared / "source").glob("*.txt"))
    lines = source_lines(catalogue, path)
    printed = path.read_text(encoding="utf-8").split("\n")
    assert len(lines) == len(printed)
    assert sum(a != b for a, b in zip(lines, printed, strict=True)) == 3


@pytest.mark.parametrize(
    ("text", "quoted", "shown"),
    [
        ("Le conseil décide.", ("conseil",), "Le <mark>conseil</mark> décide."),
        ("Le conseil décide.", ("maire",), "Le conseil décide."),
        ("Le conseil décide.", ("Le conseil", "conseil décide"), "<mark>Le conseil décide</mark>."),
        (
            "- *Un service* commun",
            ("*Un service* com",),
            "<em><mark>Un service</mark></em><mark> com",
        ),
        ("a < b & c", ("< b &",), "a <mark>&lt; b &amp;</mark> c"),
        ("<b>x</b> y", ("x</b> y",), "<mark>x y</mark>"),
    ],
)
def test_quoted_words_are_marked_in_their_line(
    text: str, quoted: tuple[str, ...], shown: str
) -> None:
    assert str(printed(text, quoted)).startswith(shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- *Services communs* : ils", "<em>Services communs</em> : ils"),
        ("### 2.3 La mutualisation", "2.3 La mutualisation"),
        ("1^{er} octobre", "1<sup>er</sup> octobre"),
        (
            'Missions ? <ul style="list-style-type: none"> ■ Paie ■ Formation',
            "Missions ?<br>■ Paie",
        ),
        ("a < b & <script>alert(1)</script>", "a &lt; b &amp; alert(1)"),
        ("<<b>script>", "&lt;script&gt;"),
        ("3 * 4 * 5", "3 * 4 * 5"),
    ],
)
def test_a_line_is_drawn_as_printed_and_never_runs(text: str, shown: str) -> None:
    assert str(printed(text)).startswith(shown)
