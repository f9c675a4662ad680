"""The control's report in each format: for people, for programs, for CI."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mutugraph.control.verdict import Report
from mutugraph.pages.reports.github import as_github
from mutugraph.pages.reports.json import as_json
from mutugraph.pages.reports.junit import as_junit
from mutugraph.pages.reports.sarif import as_sarif
from mutugraph.pages.reports.text import as_text


def as_html(report: Report) -> bytes:
    """The report as a page; what makes pages is not needed for another format, and is large."""
    from mutugraph.pages.reports.page import as_html as as_page  # noqa: PLC0415

    return as_page(report)


REPORT_FORMATS: Mapping[str, Callable[[Report], bytes]] = {
    "text": as_text,
    "json": as_json,
    "html": as_html,
    "sarif": as_sarif,
    "junit": as_junit,
    "github": as_github,
}
__all__ = ["REPORT_FORMATS"]
