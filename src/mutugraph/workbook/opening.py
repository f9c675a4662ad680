"""A spreadsheet as cells, read in a process that is confined: a tiny file may ask for everything.

One cell at the far corner of a sheet makes the library ask for 500 GB and abort. The process that
reads is told a path and answers in JSON; run as `python -m` it is that process.
"""

from __future__ import annotations

import datetime
import json
import resource
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from mutugraph.archive import BROKEN
from mutugraph.engine.forking import environment
from mutugraph.engine.sandbox import confine
from mutugraph.errors import BookTooLarge, BookUnreadable
from mutugraph.workbook.showing import Sight, sights

MAX_ROWS = 50_000
MAX_COLUMNS = 1_000
MAX_UNPACKED = 256 * 1024 * 1024
_MEMORY = 1024 * 1024 * 1024
_LONGEST_S = 60

Raw = str | float | bool | datetime.date | None


@dataclass(frozen=True)
class Opened:
    """A sheet: its name, its rows, its merged cells (the first of each, and the last).

    `wrong` are the cells, by row and rank from 0, whose formula has no value but what they show.
    """

    name: str
    rows: Sequence[Sequence[Raw]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]
    wrong: Sequence[tuple[int, int]]


def opened(path: Path, *, confined: bool = False) -> tuple[Opened, ...]:
    """The sheets of a file; `confined` where this process is already.

    Raises `BookUnreadable`, `BookTooLarge`.
    """
    answer = _read(path) if confined else _asked(path)
    match answer.get("error"):
        case None:
            return tuple(
                Opened(**one | {"rows": [[_value(v) for v in row] for row in one["rows"]]})
                for one in answer["sheets"]
            )
        case "classeur_rangees":
            raise BookTooLarge(path=f"{path.name}, {answer['sheet']}", limit=answer["limit"])
        case "classeur_deplie":
            raise BookTooLarge(path=path.name, limit=answer["limit"])
        case code:
            raise BookUnreadable(path=path.name, detail=code)


def _asked(path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", __name__, str(path)]
    try:
        run = subprocess.run(  # noqa: S603 - our own module
            command, capture_output=True, timeout=_LONGEST_S, check=False, env=environment()
        )
    except subprocess.TimeoutExpired:
        return {"error": "classeur_lourd"}
    if run.returncode != 0:
        return {"error": "classeur_lourd"}
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def _read(path: Path) -> dict[str, Any]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415

    try:
        if refused := _refused(path):
            return refused
        file = CalamineWorkbook.from_path(str(path))
        with zipfile.ZipFile(path) as archive:
            seen = {one.sheet: one for one in sights(archive, MAX_ROWS, MAX_COLUMNS)}
        sheets = []
        for name in file.sheet_names:
            sheet = file.get_sheet_by_name(name)
            last_row, last_column = sheet.end or (0, 0)
            if last_row >= MAX_ROWS or last_column >= MAX_COLUMNS:
                limit = f"{MAX_ROWS} lignes et {MAX_COLUMNS} colonnes"
                return {"error": "classeur_rangees", "sheet": name, "limit": limit}
            rows = [[_told(v) for v in row] for row in sheet.to_python(skip_empty_area=False)]
            merged = sheet.merged_cell_ranges or []
            sheets.append({"name": name, "rows": rows, "merged": merged, "wrong": []})
            if name in seen:
                _show(sheets[-1], seen[name])
    except PasswordError:
        return {"error": "classeur_chiffre"}
    except (CalamineError, ParseError, RuntimeError, *BROKEN):
        return {"error": "classeur_casse"}
    return {"sheets": sheets}


def _refused(path: Path) -> dict[str, Any] | None:
    """What is seen before the file is read: no archive, a password, too much once unpacked."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        return {"error": "classeur_vide"}
    if start.startswith(b"\xd0\xcf\x11\xe0"):  # [MS-CFB]: an encrypted xlsx, or an old xls
        return {"error": "classeur_chiffre"}
    if not start.startswith(b"PK\x03\x04"):
        return {"error": "classeur_casse" if b"\0" in start else "classeur_texte"}
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > MAX_UNPACKED:
        return {"error": "classeur_deplie", "limit": f"{MAX_UNPACKED >> 20} Mo"}
    return None


def _show(sheet: dict[str, Any], sight: Sight) -> None:
    """Puts what cells show in the place of what was read of them."""
    rows: list[list[object]] = sheet["rows"]
    for cell in sight.cells:
        rows += [[] for _ in range(cell.row + 1 - len(rows))]
        row = rows[cell.row]
        row += [None] * (cell.rank + 1 - len(row))
        row[cell.rank] = cell.text
    sheet["wrong"] = [(one.row, one.rank) for one in sight.cells if one.wrong]
    sheet["merged"] = [*sheet["merged"], *sight.merged]


def _told(value: object) -> object:
    """A cell in JSON: a date is an array, so that it is no text."""
    match value:
        case datetime.datetime():
            return [value.date().isoformat()]
        case datetime.date():
            return [value.isoformat()]
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)


def _value(told: Any) -> Raw:  # noqa: ANN401 - JSON
    if isinstance(told, list):
        return datetime.date.fromisoformat(told[0])
    value: Raw = told
    return value


def _answer() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_LONGEST_S, _LONGEST_S))
    path = Path(sys.argv[1])
    confine(_MEMORY, read=[path.resolve()])
    json.dump(_read(path), sys.stdout)


if __name__ == "__main__":
    _answer()
