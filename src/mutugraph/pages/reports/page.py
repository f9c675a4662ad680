"""The report as one HTML file that stands alone: no other file, no script, a print style."""

from __future__ import annotations

from mutugraph.control.findings import Status
from mutugraph.control.verdict import Report
from mutugraph.pages.rendering import environment
from mutugraph.pages.reports.words import (
    groups,
    headline,
    place,
    seconds,
    severity_word,
    status_word,
)


def as_html(report: Report) -> bytes:
    """A page of its own, in French, readable without the site."""
    every = list(groups(report))
    made = (
        environment()
        .get_template("rapport.html")
        .render(
            report=report,
            headline=headline(report),
            groups=[group for group in every if group.status is not Status.ACCEPTED],
            accepted=[group for group in every if group.status is Status.ACCEPTED],
            place=place,
            seconds=seconds,
            severity_word=severity_word,
            status_word=status_word,
        )
    )
    return made.encode()
