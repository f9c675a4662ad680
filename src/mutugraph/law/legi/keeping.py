"""The texts that a user keeps of LEGI, in a folder of his workspace that git never sees.

`legi/` holds one file an article under `textes/`, and `etat.json`, the state noted last: which
versions there were, with a hash of each text. The folder is replaced whole, or not at all.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mutugraph.atomic import folder_aside
from mutugraph.errors import FileUnreadable, FileUnwritable
from mutugraph.law.legi.wordings import Bounds, Wording, digest

if TYPE_CHECKING:
    from mutugraph.law.legi.chronicles import Chronicle

FOLDER = "legi"
_TEXTS, _STATE = "textes", "etat.json"
_PATH = re.compile(r"droit/((?:[\w-]+/)*[\w-]+)\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """One version as it was kept; `end` is exclusive, dates None where LEGI gives none."""

    id: str
    start: date | None
    end: date | None
    state: str
    authors: tuple[str, ...]
    nota: str
    paragraphs: tuple[str, ...]
    source: str

    def covers(self, day: date) -> bool:
        """Whether it is the wording of a day."""
        return self.start is not None and self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Noted:
    """One version as the state noted last has it."""

    id: str
    start: date | None
    end: date | None
    state: str
    digest: str


@dataclass(frozen=True, slots=True)
class State:
    """The state noted last: the day up to which it goes, the versions by label of article."""

    day: date | None
    articles: Mapping[str, tuple[Noted, ...]]


class KeptTexts:
    """The texts in one workspace, read when they are asked for."""

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER

    @property
    def stamp(self) -> int:
        """What changes when the texts do; 0 where there are none."""
        with suppress(OSError):
            return (self.folder / _STATE).stat().st_mtime_ns
        return 0

    def article(self, path: str) -> tuple[KeptVersion, ...]:
        """The versions of an article (`droit/cgct/l5211-4-2`), in order; none where not kept.

        Raises `FileUnreadable`.
        """
        found = _PATH.match(path)
        if found is None:
            return ()
        return _versions(self._read(Path(_TEXTS) / f"{found[1]}.json"))

    def state(self) -> State | None:
        """The state noted last, if one was. Raises `FileUnreadable`."""
        told = self._read(Path(_STATE))
        if not isinstance(told, dict):
            return None
        articles = {
            label: tuple(
                Noted(v["id"], _day(v["debut"]), _day(v["fin"]), v["etat"], v["empreinte"])
                for v in versions
            )
            for label, versions in told["articles"].items()
        }
        return State(_day(told["jour"]), articles)

    def replace(
        self,
        day: date | None,
        found: Iterable[tuple[str, str, Chronicle, tuple[Bounds, ...]]],
        *,
        texts: bool,
    ) -> None:
        """Notes the state of articles (path, label, chronicle, versions) and, with `texts`, those.

        What is kept of other articles stays. Raises `FileUnwritable`.
        """
        before = self.state()
        noted = {
            k: [_as_json(v) for v in vs] for k, vs in (before.articles if before else {}).items()
        }
        try:
            aside = folder_aside(self.folder)
            if (self.folder / _TEXTS).is_dir():
                shutil.copytree(self.folder / _TEXTS, aside / _TEXTS)
            for path, label, chronicle, versions in found:
                noted[label] = [_noted(v, chronicle.wordings.get(v.id)) for v in versions]
                where = _PATH.match(path)
                if texts and where is not None:
                    file = aside / _TEXTS / f"{where[1]}.json"
                    file.parent.mkdir(parents=True, exist_ok=True)
                    kept = {v.id: v for v in self.article(path)}
                    told = [
                        _kept(v, chronicle.wordings.get(v.id), kept.get(v.id)) for v in versions
                    ]
                    file.write_text(_json(told), encoding="utf-8")
            (aside / ".gitignore").write_text("*\n", encoding="utf-8")
            state = {"jour": _iso(day), "articles": noted}
            (aside / _STATE).write_text(_json(state), encoding="utf-8")
            self._swap(aside)
        except OSError as error:
            raise FileUnwritable(
                path=str(self.folder), detail=error.strerror or str(error)
            ) from error

    def _swap(self, aside: Path) -> None:
        gone = folder_aside(self.folder)
        if self.folder.exists():
            self.folder.rename(gone / FOLDER)
        aside.rename(self.folder)
        shutil.rmtree(gone, ignore_errors=True)

    def _read(self, path: Path) -> object:
        file = self.folder / path
        try:
            return json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as error:
            raise FileUnreadable(path=str(file), detail=str(error)) from error


def _versions(told: object) -> tuple[KeptVersion, ...]:
    return tuple(
        KeptVersion(
            v["id"],
            _day(v["debut"]),
            _day(v["fin"]),
            v["etat"],
            tuple(v["auteurs"]),
            v["nota"],
            tuple(v["alineas"]),
            v["source"],
        )
        for v in (told if isinstance(told, list) else ())
    )


def _kept(version: Bounds, wording: Wording | None, before: KeptVersion | None) -> object:
    from mutugraph.law.legi.contents import made_by  # noqa: PLC0415 - who reads needs no more

    if wording is not None:
        authors = [author.label for author in made_by(wording)]
        nota, paragraphs, source = wording.nota, wording.paragraphs, str(wording.place)
    elif before is not None:
        authors, nota = list(before.authors), before.nota
        paragraphs, source = before.paragraphs, before.source
    else:
        authors, nota, paragraphs, source = [], "", (), ""
    return {
        "id": version.id,
        "debut": _iso(version.start),
        "fin": _iso(version.end),
        "etat": version.state,
        "auteurs": authors,
        "nota": nota,
        "alineas": list(paragraphs),
        "source": source,
    }


def _noted(version: Bounds, wording: Wording | None) -> object:
    read = wording is not None and bool(wording.paragraphs)
    mark = digest(wording.paragraphs) if read and wording is not None else ""
    return _as_json(Noted(version.id, version.start, version.end, version.state, mark))


def _as_json(noted: Noted) -> object:
    return {
        "id": noted.id,
        "debut": _iso(noted.start),
        "fin": _iso(noted.end),
        "etat": noted.state,
        "empreinte": noted.digest,
    }


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
