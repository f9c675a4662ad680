"""Reads the values of options that are one of a few words, or a number; or a file's format."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from mutugraph.errors import ParameterInvalid, QueryFormatUnknown, UsageError
from mutugraph.messages import message

if TYPE_CHECKING:
    from mutugraph.workbook.book import Book


def one_of(asked: str, known: Collection[str]) -> str:
    """The format asked for. Raises `QueryFormatUnknown`."""
    if asked.lower() not in known:
        raise QueryFormatUnknown(format=asked, known=tuple(known))
    return asked.lower()


def file_format(
    asked: str,
    output: str,
    known: Collection[str],
    default: str,
    extensions: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The format asked for, else the one that the file's extension names, else the default.

    Raises `QueryFormatUnknown`, for an extension too: nobody could open what is in such a file.
    """
    extension = PurePath(output).suffix.lower().removeprefix(".")
    for plain in ("text", "table"):
        if extension == "txt" and plain in known:
            extension = plain
    return one_of(asked or extensions.get(extension, extension) or default, known)


def whole_number(name: str, text: str, least: int, most: int) -> int:
    """A number within bounds. Raises `ParameterInvalid`."""
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise ParameterInvalid(name=name, value=text, expected=f"{least} … {most}")
    return int(text)


def book_writer(output: str) -> Callable[[Book], bytes]:
    """What writes a workbook in the format of a file's name. Raises `UsageError`."""
    from mutugraph.workbook.writing import WRITERS

    writer = WRITERS.get(PurePath(output).suffix.lower())
    if writer is None:
        raise UsageError(argument=f"-o {output}".strip(), detail=message("classeur_extension"))
    return writer
