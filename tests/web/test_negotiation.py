"""`Accept` as RFC 9110 §12.5.1 reads it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutugraph.web.negotiation import choose

OFFERED = ("text/html", "text/turtle", "application/ld+json")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("text/*;q=0.5, application/ld+json", "application/ld+json"),
        ("text/turtle;q=0.2, text/html;q=0.1", "text/turtle"),
        ("text/html;q=0, */*", "text/turtle"),
        ("image/png", None),
        ("not a media type", "text/html"),
        ("text/turtle;q=abc", None),
    ],
)
def test_the_client_s_preference_decides(accept: str | None, chosen: str | None) -> None:
    assert choose(accept, OFFERED) == chosen


@given(st.text(max_size=200))
def test_any_header_gives_an_offered_type_or_none(accept: str) -> None:
    assert choose(accept, OFFERED) in (*OFFERED, None)
