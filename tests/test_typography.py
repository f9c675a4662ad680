import sys
import unicodedata

import pytest

from mutugraph.typography import keyboard

EVERY_SIGN = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
OF = {
    kind: [c for c in EVERY_SIGN if unicodedata.category(c) == kind] for kind in ("Pd", "Zs", "Cf")
}


@pytest.mark.parametrize(("kind", "plain"), [("Pd", "-"), ("Zs", " "), ("Cf", "")])
def test_every_hyphen_space_and_invisible_sign_of_unicode_is_that_of_the_keyboard(
    kind: str, plain: str
) -> None:
    assert len(OF[kind]) > 10
    assert [c for c in OF[kind] if keyboard(f"a{c}b") != f"a{plain}b"] == []


@pytest.mark.parametrize(
    "sign", [c for c in EVERY_SIGN if "QUOTATION MARK" in unicodedata.name(c, "")]
)
def test_a_single_quotation_mark_is_an_apostrophe(sign: str) -> None:
    name = unicodedata.name(sign)
    single = "SINGLE" in name and "ANGLE" not in name and "ORNAMENT" not in name
    assert (keyboard(sign) == "'") == single


@pytest.mark.parametrize("sign", ["'", "`", "\u00b4", "\u02bc", "\u2032", "\uff07"])
def test_what_people_type_for_an_apostrophe_is_one(sign: str) -> None:
    assert keyboard(f"l{sign}eau") == "l'eau"


def test_a_decomposed_accent_is_composed() -> None:
    assert keyboard("Cha\u0302tel") == "Châtel"


@pytest.mark.parametrize("text", ["Châtel-Saint-Germain", "L. 5211-4-2", "m²", "n° 3", "", "« a »"])
def test_what_a_keyboard_writes_stays(text: str) -> None:
    assert keyboard(text) == text
