"""The step « passages »: the words of each passage are at their place in the source document."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from mutugraph.control.built_in import built_in_finding
from mutugraph.control.controlled import Controlled
from mutugraph.control.findings import Finding
from mutugraph.errors import FileUnreadable
from mutugraph.messages import message

_PLACED = ("positionDebut", "positionFin", "mots")
_READ = (
    *(f"mut:{name}" for name in (*_PLACED, "ligneDebut", "ligneFin", "dansSection", "deDocument")),
    "spdx:checksum",
    "spdx:checksumValue",
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage: its IRI and document, its first and last offset, its words, the lines it says."""

    iri: str
    document: str
    start: int
    end: int
    exact: str
    lines: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A passage whose words are not at its place; `found` are the offsets where they are."""

    quoted: Quoted
    found: tuple[int, ...]


def quoted_passages(controlled: Controlled) -> Iterator[Quoted]:
    """The passages of the documents, in the order of their offsets."""
    facts = _facts(controlled)
    found: list[Quoted] = []
    for subject, values in facts.items():
        section = facts.get(values.get("dansSection", [""])[0], {})
        if all(key in values for key in _PLACED) and "deDocument" in section:
            start, end, exact = (values[key][0] for key in _PLACED)
            said = [values[key][0] for key in ("ligneDebut", "ligneFin") if key in values]
            lines = (int(said[0]), int(said[-1])) if said else None
            document = section["deDocument"][0]
            found.append(Quoted(subject, document, int(start), int(end), exact, lines))
    yield from sorted(found, key=lambda q: (q.document, q.start, q.iri))


def misplaced(quoted: Quoted, text: str) -> Misplaced | None:
    """What is wrong with a passage of a text; offsets are Unicode code points, end exclusive."""
    if text[quoted.start : quoted.end] == quoted.exact:
        return None
    found: list[int] = []
    at = text.find(quoted.exact)
    while at >= 0 and quoted.exact and len(found) < 3:  # noqa: PLR2004 - enough to tell the user
        found.append(at)
        at = text.find(quoted.exact, at + 1)
    return Misplaced(quoted, tuple(found))


def lines_of(quoted: Quoted, starts: list[int]) -> tuple[int, int]:
    """The first and last line of a passage, from 1; `starts` are the offsets of the lines."""
    last = max(quoted.end - 1, quoted.start)
    return bisect_right(starts, quoted.start), bisect_right(starts, last)


def source_file(controlled: Controlled, folders: tuple[Path, ...]) -> Path | None:
    """The source document that the data name, if it is in one of these folders."""
    name_property = controlled.namespaces.term("schema:name")
    for quad in controlled.quads:
        if quad.predicate == name_property and isinstance(quad.object, Literal):
            name = Path(quad.object.value).name
            found = next((f / name for f in folders if (f / name).is_file()), None)
            if found:
                return found
    return None


def passage_findings(controlled: Controlled, source: Path | None) -> Iterator[Finding]:
    """Passages that are not at their place; nothing where the document is not at hand."""
    if source is None:
        return
    try:
        raw = source.read_bytes()
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable(path=str(source), detail=str(error)) from error
    yield from _checksum(controlled, hashlib.sha256(raw).hexdigest())
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for quoted in quoted_passages(controlled):
        wrong = misplaced(quoted, text)
        if wrong is None:
            yield from _lines(controlled, quoted, lines_of(quoted, starts))
            continue
        elsewhere = message("passage_ailleurs", positions=", ".join(map(str, wrong.found)))
        file, line = controlled.place(quoted.iri)
        yield built_in_finding(
            "MUT510",
            subject=quoted.iri,
            label=controlled.label(quoted.iri),
            value=quoted.exact,
            file=file,
            line=line,
            passage=controlled.passage(quoted.iri),
            debut=quoted.start,
            fin=quoted.end,
            ailleurs=elsewhere if wrong.found else "",
        )


def _lines(controlled: Controlled, quoted: Quoted, real: tuple[int, int]) -> Iterator[Finding]:
    if quoted.lines is None or quoted.lines == real:
        return
    file, line = controlled.place(quoted.iri)
    yield built_in_finding(
        "MUT512",
        subject=quoted.iri,
        label=controlled.label(quoted.iri),
        value="-".join(map(str, quoted.lines)),
        file=file,
        line=line,
        passage=controlled.passage(quoted.iri),
        debut=real[0],
        fin=real[1],
    )


def _checksum(controlled: Controlled, found: str) -> Iterator[Finding]:
    facts = _facts(controlled)
    for subject, values in facts.items():
        for pinned in (facts.get(c, {}) for c in values.get("checksum", ())):
            if pinned.get("checksumValue", [found])[0] != found:
                file, line = controlled.place(subject)
                label = controlled.label(subject)
                yield built_in_finding(
                    "MUT511", subject=subject, label=label, value=found, file=file, line=line
                )


def _facts(controlled: Controlled) -> dict[str, dict[str, list[str]]]:
    wanted = {controlled.namespaces.term(name): name.partition(":")[2] for name in _READ}
    facts: dict[str, dict[str, list[str]]] = {}
    for quad in controlled.quads:
        name = wanted.get(quad.predicate)
        if name and isinstance(quad.subject, NamedNode):
            value = quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""
            facts.setdefault(quad.subject.value, {}).setdefault(name, []).append(value)
    return facts
