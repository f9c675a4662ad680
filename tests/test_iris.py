import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutugraph.errors import IriInvalid
from mutugraph.iris import iri, mint, slug
from mutugraph.namespaces import Namespaces


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("habitat", "habitat"),
        ("Projets urbains, zones d'aménagement", "projets-urbains-zones-d-amenagement"),
        ("Projets urbains, zones d\u2019aménagement", "projets-urbains-zones-d-amenagement"),
        ("Saint-Julien-lès-Metz", "saint-julien-les-metz"),
        ("Maîtrise d'œuvre", "maitrise-d-oeuvre"),
        ("  La   Maxe ", "la-maxe"),
        ("Achats/marchés", "achats-marches"),
    ],
)
def test_a_label_becomes_its_slug(label: str, expected: str) -> None:
    assert slug(label) == expected


def test_a_label_without_letters_has_no_slug() -> None:
    with pytest.raises(IriInvalid):
        slug("…")


@given(st.text())
def test_a_slug_is_its_own_slug_and_has_only_safe_characters(text: str) -> None:
    try:
        made = slug(text)
    except IriInvalid:
        return
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)
    assert slug(made) == made


def test_an_entity_is_minted_under_its_segments(namespaces: Namespaces) -> None:
    assert mint(namespaces, "commune", "57463").value == namespaces.ids + "commune/57463"


@pytest.mark.parametrize("segment", ["", "a b", "a//b", "..", "é", "a\n"])
def test_a_segment_that_is_no_slug_is_refused(namespaces: Namespaces, segment: str) -> None:
    with pytest.raises(IriInvalid):
        mint(namespaces, "commune", segment)


def test_a_text_that_is_no_iri_is_refused() -> None:
    with pytest.raises(IriInvalid):
        iri("not an iri")
