"""The day that a user asks."""

import datetime

import pytest

from mutugraph.errors import ParameterInvalid
from mutugraph.questions.days import day_asked


@pytest.mark.parametrize("text", ["aujourd-hui", "aujourd'hui", "Aujourd’hui"])
def test_today_is_the_present_day(text: str) -> None:
    before = datetime.date.today()
    found = day_asked(text)
    assert before.isoformat() <= found <= datetime.date.today().isoformat()


def test_a_day_is_given_as_it_is() -> None:
    assert day_asked("2016-02-29") == "2016-02-29"


@pytest.mark.parametrize(
    "text", ["", "2015", "2015-02-29", "26/11/2015", "2015-11-26T00:00", "hier"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ParameterInvalid) as raised:
        day_asked(text)
    assert raised.value.facts["value"] == text
