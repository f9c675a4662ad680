"""The XML of a zipped document: read within bounds, without entities."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from mutugraph.archive import BROKEN
from mutugraph.errors import DocumentUnreadable

MOST_BYTES = 64 * 2**20  # of one part once unpacked; the longest schémas have two


def is_zip(raw: bytes) -> bool:
    """Whether bytes begin as a zip archive does, whole or not."""
    return raw.startswith(b"PK\x03\x04")


def members(raw: bytes, name: str) -> frozenset[str]:
    """The names of the parts of an archive. Raises `DocumentUnreadable` for a broken one."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return frozenset(archive.namelist())
    except BROKEN as error:
        raise DocumentUnreadable(path=name, detail="document_tronque") from error


def part(raw: bytes, member: str, name: str) -> Element:
    """The root of an XML part. Raises `DocumentUnreadable`: encrypted, truncated, too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive, archive.open(member) as file:
            content = file.read(MOST_BYTES + 1)
    except BROKEN as error:
        raise DocumentUnreadable(path=name, detail="document_tronque") from error
    except RuntimeError as error:  # what zipfile raises for a password
        raise DocumentUnreadable(path=name, detail="document_chiffre") from error
    if len(content) > MOST_BYTES:
        raise DocumentUnreadable(path=name, detail="document_gros")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:  # no office program writes one
        raise DocumentUnreadable(path=name, detail="document_tronque")
    try:
        return ElementTree.fromstring(content)  # noqa: S314 - bounded, and without a DTD
    except ElementTree.ParseError as error:
        raise DocumentUnreadable(path=name, detail="document_tronque") from error


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]
