from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pyoxigraph import NamedNode

from mutugraph.law.provisions import (
    Law,
    Provision,
    State,
    Status,
    Succession,
    Version,
    state_at,
    version_at,
)

ONE, TWO = NamedNode("urn:one"), NamedNode("urn:two")
CATEGORY, OTHER = NamedNode("urn:category"), NamedNode("urn:other")


def version(start: str, end: str | None = None, optional: bool = False) -> Version:
    first, last = date.fromisoformat(start), date.fromisoformat(end) if end else None
    return Version(NamedNode(f"urn:{start}"), start, first, last, True, optional)


def provision(*versions: Version, **known: object) -> Provision:
    return replace(Provision(ONE, "one", versions=versions), **known)  # type: ignore[arg-type]


def on(text: str) -> date:
    return date.fromisoformat(text)


def test_a_provision_without_a_version_is_established_on_no_day() -> None:
    assert version_at(provision(), on("2015-11-26")) is None
    assert state_at(provision(), on("2015-11-26")) is State.UNKNOWN


def test_a_version_begins_on_its_first_day_and_is_over_on_its_end() -> None:
    known = provision(version("2014-01-29", "2015-08-09"), version("2015-08-09", "2018-12-31"))
    assert version_at(known, on("2014-01-28")) is None
    assert version_at(known, on("2014-01-29")) == known.versions[0]
    assert version_at(known, on("2015-08-08")) == known.versions[0]
    assert version_at(known, on("2015-08-09")) == known.versions[1]
    assert version_at(known, on("2018-12-31")) is None


def test_the_last_version_without_a_known_end_goes_on() -> None:
    known = provision(version("2010-12-18"))
    assert version_at(known, on("2030-01-01")) == known.versions[0]


def test_a_version_without_a_known_end_that_is_followed_is_established_on_its_first_day_only() -> (
    None
):
    known = provision(version("2014-03-27"), version("2015-08-09"))
    assert version_at(known, on("2014-03-27")) == known.versions[0]
    assert version_at(known, on("2014-03-28")) is None
    assert version_at(known, on("2015-08-08")) is None
    assert state_at(known, on("2015-08-08")) is State.UNKNOWN
    assert version_at(known, on("2015-08-09")) == known.versions[1]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2010-12-17", State.NOT_YET),
        ("2010-12-18", State.IN_FORCE),
        ("2016-03-31", State.IN_FORCE),
        ("2016-04-01", State.REPEALED),
    ],
)
def test_it_is_in_force_from_its_birth_to_the_eve_of_its_end(day: str, state: State) -> None:
    known = provision(
        version("2010-12-18", "2016-04-01"), born=on("2010-12-18"), ends=on("2016-04-01")
    )
    assert state_at(known, on(day)) is state


def test_an_end_by_codification_is_no_repeal_and_keeps_its_successor() -> None:
    follows = Succession(TWO, "codification")
    old = provision(version("1984-01-27", "2022-03-01"), ends=on("2022-03-01"))
    old = replace(old, successions=(follows,))
    new = replace(provision(version("2022-03-01"), born=on("2022-03-01")), node=TWO)
    law = Law({ONE: old, TWO: new})
    assert state_at(old, on("2022-03-01")) is State.CODIFIED
    assert law.successors(old, on("2022-02-28")) == ()
    assert law.successors(old, on("2022-03-01")) == (new,)


def test_successors_are_followed_through_the_chain_and_a_loop_ends() -> None:
    there = Succession(TWO, "abrogation")
    back = Succession(ONE, "abrogation")
    one = provision(successions=(there,))
    two = replace(one, node=TWO, successions=(back,), ends=on("2019-04-01"))
    assert Law({ONE: one, TWO: two}).successors(one, on("2020-01-01")) == ()


def test_in_force_is_not_applicable_to_a_body_of_another_category_at_that_date() -> None:
    known = provision(version("2002-02-28"), categories=frozenset({CATEGORY}))
    before = Status(ONE, "", None, on("2018-01-01"), True, category=CATEGORY)
    after = Status(TWO, "", on("2018-01-01"), None, True, category=OTHER)
    assert state_at(known, on("2017-12-31"), (before, after)) is State.IN_FORCE
    assert state_at(known, on("2018-01-01"), (before, after)) is State.INAPPLICABLE
    assert state_at(known, on("2018-01-01")) is State.IN_FORCE  # nothing known of the body


def test_what_no_known_version_has_put_in_force_yet_is_not_said_inapplicable() -> None:
    known = provision(version("2014-01-29"), categories=frozenset({CATEGORY}))
    held = Status(TWO, "", on("2014-01-01"), None, True, category=OTHER)
    assert state_at(known, on("2014-01-28"), (held,)) is State.UNKNOWN
    assert state_at(known, on("2014-01-29"), (held,)) is State.INAPPLICABLE


def test_a_version_may_leave_free_what_the_former_imposed() -> None:
    known = provision(version("2014-03-01", "2019-12-29"), version("2019-12-29", None, True))
    assert state_at(known, on("2019-12-28")) is State.IN_FORCE
    assert state_at(known, on("2019-12-29")) is State.OPTIONAL


def test_at_most_one_version_is_established_on_any_day() -> None:
    known = provision(
        version("2014-01-01"), version("2015-01-01", "2016-01-01"), version("2017-01-01")
    )
    day = on("2013-12-30")
    while day < on("2018-01-01"):
        found = version_at(known, day)
        assert found is None or found.start <= day
        assert found is None or found.end is None or day < found.end
        day += timedelta(days=30)
