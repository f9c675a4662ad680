"""The report in a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from mutugraph.control.findings import Finding, Status
from mutugraph.control.verdict import Report
from mutugraph.messages import message
from mutugraph.pages.reports.words import (
    Group,
    groups,
    headline,
    place,
    seconds,
    severity_word,
    status_word,
)

SHOWN = 12
WIDTH = 100
_KEPT = "\u00a0"  # within guillemets a line does not break


def as_text(report: Report) -> bytes:
    """The verdict first, then each rule with its findings; accepted ones are only counted."""
    head = headline(report)
    lines = [f"{head}{seconds(report.seconds):>{max(2, WIDTH - len(head))}}"]
    for group in groups(report):
        if group.status is not Status.ACCEPTED:
            lines += ["", *_group(group)]
    return ("\n".join(lines) + "\n").encode()


def _group(group: Group) -> Iterator[str]:
    head = f"{severity_word(group.severity).upper():<11} {group.code}  {group.title}"
    yield f"{head}{status_word(group.status):>{max(2, WIDTH - len(head))}}"
    for finding in group.findings[:SHOWN]:
        yield from _finding(finding)
    more = len(group.findings) - SHOWN
    if more > 0:
        yield "  " + message("rapport_suite", nombre=more)
    if group.status is not Status.RESOLVED:
        for number, correction in enumerate(dict.fromkeys(_corrections(group))):
            explain = message("rapport_explain", code=group.code) if number == 0 else ""
            yield from _wrapped(f"→ {correction} {explain}".rstrip(), "  ", "    ")


def _finding(finding: Finding) -> Iterator[str]:
    yield from _wrapped(finding.message, "  ", "    ")
    where = " · ".join(part for part in (place(finding), finding.passage) if part)
    if where:
        yield f"    {where}"


def _corrections(group: Group) -> Iterator[str]:
    shown = {finding.correction for finding in group.findings[:SHOWN] if finding.correction}
    yield from sorted(shown)


def _wrapped(text: str, first: str, others: str) -> list[str]:
    lines = textwrap.wrap(
        text.replace("« ", f"«{_KEPT}").replace(" »", f"{_KEPT}»"),
        WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_KEPT, " ") for line in lines]
