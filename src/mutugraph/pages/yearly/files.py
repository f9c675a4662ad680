"""The yearly report as a file: odt, docx, html, md."""

from __future__ import annotations

from collections.abc import Iterator

from mutugraph.messages import message
from mutugraph.pages.drawings.curve import HEIGHT, WIDTH, places, png
from mutugraph.pages.rendering import environment, number
from mutugraph.pages.word_files import (
    BODY,
    HEADING,
    SUBTITLE,
    TITLE,
    Block,
    Grid,
    Paragraph,
    Picture,
    word_file,
)
from mutugraph.pages.yearly.parts import Curve, Sheet, YearlyReport

FORMATS = ("odt", "docx", "html", "md")


def report_file(report: YearlyReport, form: str) -> bytes:
    """The bytes of the report; `form` is one of `FORMATS`."""
    match form:
        case "md":
            return _markdown(report).encode()
        case "html":
            template = environment().get_template("communication-seule.html")
            return template.render(report=report, dessin=drawing, valeurs=values_of).encode()
        case _:
            return word_file(list(_blocks(report)), form)


def drawing(curve: Curve) -> dict[str, object]:
    """The places of a curve in its frame, for the templates."""
    return {"places": places(curve.points), "width": WIDTH, "height": HEIGHT}


def values_of(curve: Curve) -> str:
    """What a curve shows, in words: the picture's alternative."""
    told = ", ".join(f"{number(value)} en {year}" for year, value in curve.points)
    return message("rapport_courbe", titre=curve.title, unite=curve.unit, valeurs=told)


def _blocks(report: YearlyReport) -> Iterator[Paragraph]:
    yield Block(TITLE, report.title)
    yield Block(SUBTITLE, report.subtitle)
    for section in report.sections:
        yield Block(HEADING, section.title)
        yield from (Block(BODY, sentence) for sentence in section.sentences)
        for curve in section.curves:
            yield Picture(png(curve.points), values_of(curve), WIDTH, HEIGHT)
        for sheet in section.sheets:
            yield Block(BODY, sheet.caption)
            yield Grid(sheet.caption, sheet.heads, sheet.rows)
        for phrase in section.missing:
            yield Block(BODY, message("rapport_manque", phrase=phrase))
    yield Block(BODY, report.origin)


def _markdown(report: YearlyReport) -> str:
    parts = [f"# {report.title}", report.subtitle]
    for section in report.sections:
        parts += [f"## {section.title}", *section.sentences]
        parts += [values_of(curve) + "." for curve in section.curves]
        parts += [_table(sheet) for sheet in section.sheets]
        parts += [f"*{message('rapport_manque', phrase=phrase)}*" for phrase in section.missing]
    return "\n\n".join((*parts, report.origin)) + "\n"


def _table(sheet: Sheet) -> str:
    rows = (sheet.heads, tuple("---" for _ in sheet.heads), *sheet.rows)
    lines = ("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)
    return f"**{sheet.caption}**\n\n" + "\n".join(lines)
