"""What cells show and the library that reads them does not tell: read in the XML of the file.

It reads an error and a formula that was never computed as an empty cell, which would remove a
value; a percentage as its hundredth; and it says of no ods which cells are merged.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from posixpath import join, normpath
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from mutugraph.sources.formats.zipped import local_name
from mutugraph.workbook.book import cell_place

Extent = tuple[tuple[int, int], tuple[int, int]]
_CONTENT, _BOOK, _LINKS, _STYLES = (
    "content.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
)
_TELLS_ODS = re.compile(rb'formula=|"percentage"|"error"|-spanned=')
_TELLS_XLSX = re.compile(rb'\bt="e"|<(?:\w+:)?f[ />]')
_ERROR = re.compile(r"#[^\s#]+|Err:\d{3}")  # of a formula, in every language
_PERCENT = {9, 10}  # ECMA-376 part 1, §18.8.30
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows; `wrong` for an error, and for a formula without a value, told itself."""

    row: int
    rank: int
    text: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class Sight:
    """What a sheet shows, from row 0 and rank 0, and its merged cells where the file is an ods."""

    sheet: str
    cells: tuple[Shown, ...]
    merged: tuple[Extent, ...] = ()


def sights(archive: zipfile.ZipFile, rows: int, ranks: int) -> Iterator[Sight]:
    """What the sheets of a workbook show, within so many rows and columns.

    A file without any of it is not parsed. Raises `ElementTree.ParseError`, `KeyError` for a part
    that is missing.
    """
    if _CONTENT not in archive.namelist():
        yield from _of_xlsx(archive)
    elif _TELLS_ODS.search(raw := archive.read(_CONTENT)):
        for table in _elements(raw, "table"):
            yield _of_table(table, rows, ranks)


def _of_xlsx(archive: zipfile.ZipFile) -> Iterator[Sight]:
    percent = _percent_styles(archive)
    links = {one.get("Id"): one.get("Target") for one in _parts(archive, _LINKS, "Relationship")}
    for sheet in _parts(archive, _BOOK, "sheet"):
        link = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
        target = links.get(link) or ""
        part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        if part not in archive.namelist():
            continue
        raw = archive.read(part)
        if percent or _TELLS_XLSX.search(raw):
            yield Sight(sheet.get("name", ""), tuple(_of_cells(raw, percent)))


def _of_cells(raw: bytes, percent: frozenset[int]) -> Iterator[Shown]:
    for cell in _elements(raw, "c"):
        formula, value = cell.find("{*}f"), cell.findtext("{*}v")
        number, rank = cell_place(cell.get("r", "A1"))
        kind = cell.get("t", "n")
        if kind == "e":
            yield Shown(number - 1, rank, value or "#", wrong=True)
        elif formula is not None and not value and kind == "n":
            yield Shown(number - 1, rank, f"={formula.text or ''}", wrong=True)
        elif value and kind == "n" and int(cell.get("s", "0")) in percent:
            yield Shown(number - 1, rank, _percentage(value), wrong=False)


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The ranks of the styles of cells that show a number as a percentage."""
    if _STYLES not in archive.namelist():
        return frozenset()
    root = ElementTree.fromstring(archive.read(_STYLES))  # noqa: S314 - this process is confined
    own = {
        int(one.get("numFmtId", "0"))
        for one in root.iterfind("{*}numFmts/{*}numFmt")
        if "%" in _QUOTED.sub("", one.get("formatCode", ""))
    }
    formats = [int(one.get("numFmtId", "0")) for one in root.iterfind("{*}cellXfs/{*}xf")]
    return frozenset(rank for rank, one in enumerate(formats) if one in own | _PERCENT)


def _of_table(table: Element, rows: int, ranks: int) -> Sight:
    cells: list[Shown] = []
    merged: list[Extent] = []
    number = 0
    for row in _below(table, "table-row"):
        rank = 0
        again = _count(row, "number-rows-repeated", rows - number)
        for cell in row:
            beside = _count(cell, "number-columns-repeated", ranks - rank)
            if told := _of_cell(cell):
                places = (
                    (n, r)
                    for n in range(number, number + again)
                    for r in range(rank, rank + beside)
                )
                cells += [Shown(n, r, *told) for n, r in places]
            across = _count(cell, "number-columns-spanned", ranks)
            down = _count(cell, "number-rows-spanned", rows)
            if max(across, down) > 1:
                merged.append(((number, rank), (number + down - 1, rank + across - 1)))
            rank += beside
        number += again
    return Sight(_attribute(table, "name"), tuple(cells), tuple(merged))


def _of_cell(cell: Element) -> tuple[str, bool] | None:
    kinds = {value for name, value in cell.attrib.items() if name.endswith("}value-type")}
    formula = _attribute(cell, "formula")
    lines = ["".join(one.itertext()) for one in cell.iterfind("{*}p")]
    text = "\n".join(lines)
    if "error" in kinds or (formula and _ERROR.fullmatch(text)):
        return text or "#", True
    if formula and not kinds and not lines:
        return f"={formula.partition('=')[2]}", True
    if "percentage" in kinds:
        return _percentage(_attribute(cell, "value")), False
    return None


def _below(element: Element, name: str) -> Iterator[Element]:
    """The elements of a name, in groups or not; not those inside one another."""
    for child in element:
        if local_name(child) == name:
            yield child
        else:
            yield from _below(child, name)


def _attribute(element: Element, name: str) -> str:
    return next((v for k, v in element.attrib.items() if k.endswith(f"}}{name}")), "")


def _count(element: Element, name: str, most: int) -> int:
    """A number of times, one where nothing says it, none over the bound."""
    value = _attribute(element, name)
    return min(int(value) if value.isdecimal() else 1, max(most, 0))


def _percentage(value: str) -> str:
    """« 25 % » from 0.25, as a spreadsheet keeps it: a double."""
    try:
        number = Decimal(repr(float(value))) * 100
    except (ValueError, InvalidOperation):
        return value
    return f"{number.normalize():f} %".replace(".", ",") if number else "0 %"


def _parts(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[Element]:
    return _elements(archive.read(part), name) if part in archive.namelist() else iter(())


def _elements(raw: bytes, name: str) -> Iterator[Element]:
    """The elements of a name, whole; what they hold is given up afterwards."""
    for _, element in ElementTree.iterparse(io.BytesIO(raw)):  # noqa: S314 - confined
        if local_name(element) == name:
            yield element
            element.clear()
