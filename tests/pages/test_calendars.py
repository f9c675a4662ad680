"""Days as a calendar, read again by a real reader of iCalendar."""

from __future__ import annotations

from datetime import date

import pytest
from icalendar import Calendar

from mutugraph.errors import QueryFormatUnknown
from mutugraph.operations.ask import ask
from mutugraph.pages.exports import export, formats_of
from mutugraph.questions.catalogue import Catalogue
from schemas import LAKES

CHOSEN = {"epci": LAKES, "schema": "2021-2026"}
DAY = "2022-11-21"


def _events(many: Catalogue, id: str, date: str | None) -> list[tuple[str, date]]:
    read = Calendar.from_ical(export(ask(many, id, CHOSEN, date), "ics"))
    events = read.walk("VEVENT")
    assert len({str(event["uid"]) for event in events}) == len(events)
    return [(str(event["summary"]), event.decoded("dtstart")) for event in events]


def test_each_due_date_is_a_whole_day(many: Catalogue) -> None:
    assert _events(many, "echeances", DAY) == [
        ("Avis des communes sur le projet de schéma", date(2021, 2, 28)),
        ("Rapport de la CLECT sur les charges transférées", date(2022, 10, 1)),
        ("Approbation du rapport de la CLECT par les communes", date(2022, 11, 20)),
    ]


def test_a_row_with_several_dates_has_an_event_for_each(many: Catalogue) -> None:
    found = _events(many, "avis", DAY)
    assert [pair for pair in found if pair[0].startswith("Rivage")] == [
        ("Rivage : Transmis le", date(2020, 11, 30)),
        ("Rivage : Limite", date(2021, 2, 28)),
        ("Rivage : Rendu le", date(2021, 1, 20)),
    ]


def test_an_event_says_by_which_article_and_keeps_its_name_when_its_state_changes(
    many: Catalogue,
) -> None:
    def clect(day: str) -> tuple[str, str]:
        read = Calendar.from_ical(export(ask(many, "echeances", CHOSEN, day), "ics"))
        (event,) = [e for e in read.walk("VEVENT") if str(e["summary"]).startswith("Rapport de la")]
        return str(event["uid"]), str(event["description"])

    (before, told), (after, met) = clect("2022-06-01"), clect(DAY)
    assert before == after
    assert "Article : CGI 1609 nonies C" in told
    assert told.endswith("État : À venir")
    assert met.endswith("État : Tenue")


def test_the_same_answer_is_the_same_bytes(many: Catalogue) -> None:
    answered = ask(many, "echeances", CHOSEN, DAY)
    assert export(answered, "ics") == export(answered, "ics")


def test_an_answer_without_days_is_no_calendar(many: Catalogue) -> None:
    answered = ask(many, "soldes", CHOSEN)
    assert "ics" not in formats_of(answered.question)
    with pytest.raises(QueryFormatUnknown):
        export(answered, "ics")
