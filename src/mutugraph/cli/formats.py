"""Reads the values of options that are one of a few words, or a number."""

from __future__ import annotations

from collections.abc import Sequence

from mutugraph.errors import ParameterInvalid, QueryFormatUnknown


def one_of(asked: str, known: Sequence[str]) -> str:
    """The format asked for. Raises `QueryFormatUnknown`."""
    if asked.lower() not in known:
        raise QueryFormatUnknown(format=asked, known=tuple(known))
    return asked.lower()


def whole_number(name: str, text: str, least: int, most: int) -> int:
    """A number within bounds. Raises `ParameterInvalid`."""
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise ParameterInvalid(name=name, value=text, expected=f"{least} … {most}")
    return int(text)
