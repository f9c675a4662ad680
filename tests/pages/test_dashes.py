"""A dash says nothing to who does not see it: the words « non imprimé » stand with each."""

import re
from pathlib import Path

import pytest

from mutugraph.pages.rendering import TEMPLATES, environment

ALONE = re.compile(r"[\"'>]\s*[–—]\s*[\"'<]")
MACROS = "macros.html"


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_prints_a_dash_alone(path: Path) -> None:
    found = ALONE.findall(path.read_text(encoding="utf-8"))
    assert len(found) == (path.name == MACROS), found


def test_the_word_stands_with_the_dash_and_the_dash_is_not_read() -> None:
    shown = environment().from_string(f'{{% import "{MACROS}" as m %}}{{{{ m.rien() }}}}').render()
    assert '<span aria-hidden="true">–</span>' in shown
    assert '<span class="cache">non imprimé</span>' in shown
