import sys
import unicodedata
from functools import cache

import pytest

from mutugraph.typography import keyboard


@cache  # not when the tests are collected, which every process does
def every_sign() -> list[str]:
    return [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]


@pytest.mark.parametrize(("kind", "plain"), [("Pd", "-"), ("Zs", " "), ("Cf", "")])
def test_every_hyphen_space_and_invisible_sign_of_unicode_is_that_of_the_keyboard(
    kind: str, plain: str
) -> None:
    signs = [c for c in every_sign() if unicodedata.category(c) == kind]
    assert len(signs) > 10
    assert [c for c in signs if keyboard(f"a{c}b") != f"a{plain}b"] == []


def test_a_single_quotation_mark_is_an_apostrophe() -> None:
    names = {c: unicodedata.name(c, "") for c in every_sign()}
    marks = {c: name for c, name in names.items() if "QUOTATION MARK" in name}
    single = {
        c
        for c, name in marks.items()
        if "SINGLE" in name and "ANGLE" not in name and "ORNAMENT" not in name
    }
    assert {c for c in marks if keyboard(c) == "'"} == single


@pytest.mark.parametrize("sign", ["'", "`", "\u00b4", "\u02bc", "\u2032", "\uff07"])
def test_what_people_type_for_an_apostrophe_is_one(sign: str) -> None:
    assert keyboard(f"l{sign}eau") == "l'eau"


def test_a_decomposed_accent_is_composed() -> None:
    assert keyboard("Cha\u0302tel") == "Châtel"


@pytest.mark.parametrize("text", ["Châtel-Saint-Germain", "L. 5211-4-2", "m²", "n° 3", "", "« a »"])
def test_what_a_keyboard_writes_stays(text: str) -> None:
    assert keyboard(text) == text
