"""Kinds in their order, sentences from rows, and figures that are others than they were."""

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind, kinds, registry
from diz_portal.changes.registry import counted
from tests.changes.dated import days_ago, noon, said


@pytest.fixture
def kind(monkeypatch):
    """Registers kinds that are found in a list, in place of all others."""
    monkeypatch.setattr(registry, "_kinds", {})
    monkeypatch.setattr(registry, "_finders", {})

    def register(name, order, *found, asked=None):
        one = Kind(
            name=name,
            title=f"Many {name}",
            room="Projects",
            says=counted(f"1 {name} came", f"{{}} {name} came"),
            order=order,
        )

        def find(question):
            if asked is not None:
                asked.append(question)
            for change in found:
                if change.recorded_at < question.known:
                    yield replace(change, kind=name)

        changes.register(one, find=find)
        return one

    return register


def a_change(says, days=1, **more):
    values = {"kind": "", "on": days_ago(days), "recorded_at": noon(days), "says": says}
    return Change(**{**values, "url": "/", **more})


def asked_for(**more):
    return changes.sentences(None, since=days_ago(7), until=days_ago(0), **more)


def test_sentences_come_in_the_order_of_their_kinds_and_rows_in_that_of_their_days(kind):
    kind("geese", 20, a_change("Late goose", 1), a_change("Early goose", 3))
    kind("ducks", 10, a_change("One duck"))

    found = asked_for()

    assert said(found) == ["1 ducks came", "2 geese came"]
    assert [row.says for row in found[1].rows] == ["Early goose", "Late goose"]
    assert found[1].kind.title == "Many geese"


def test_where_nothing_happened_nothing_is_said(kind):
    kind("geese", 20)

    assert asked_for() == []
    assert changes.between(None, since=days_ago(7), until=days_ago(0)) == {}


def test_what_is_left_out_is_not_asked_for(kind):
    asked = []
    kind("geese", 20, a_change("Goose"), asked=asked)
    kind("ducks", 10, a_change("Duck"))

    assert said(asked_for(without={"geese"})) == ["1 ducks came"]
    assert asked == []


def test_kinds_that_are_found_together_are_asked_for_once(monkeypatch, kind):
    asked = []

    def find(question):
        asked.append(question)
        yield a_change("Goose", kind="geese")
        yield a_change("Duck", kind="ducks")

    one, other = (
        Kind(name, name, "Projects", counted(f"1 {name}", f"{{}} {name}"), 1)
        for name in ("geese", "ducks")
    )
    changes.register(one, other, find=find)

    assert said(asked_for()) == ["1 ducks", "1 geese"]
    assert len(asked) == 1


def test_a_figure_that_is_another_says_what_it_was_and_since_when(kind):
    told = a_change("Elm went live", 20)
    added = a_change("Oak went live", 20, recorded_at=noon(3))
    corrected = a_change("Ash went live", 20, recorded_at=noon(2), corrects="Ordered")
    kind("geese", 20, told, added, corrected)

    (one,) = changes.restated(None, since=days_ago(30), until=days_ago(10), as_known_at=noon(9))

    assert (one.was, one.now) == (1, 3)
    assert one.says.startswith("Many geese: was 1, now 3: correction of ")
    assert ", and recorded on " in one.says
    assert {row.says for row in one.new} == {"Oak went live", "Ash went live"}


def test_what_is_as_it_was_is_not_restated(kind):
    kind("geese", 20, a_change("Elm went live", 20))

    assert changes.restated(None, since=days_ago(30), until=days_ago(10), as_known_at=noon(9)) == []


def test_every_kind_has_a_name_an_order_and_a_room_of_its_own_words():
    found = kinds()

    assert len({one.name for one in found}) == len(found) >= 30
    assert len({one.order for one in found}) == len(found)
    assert all(one.title and one.room for one in found)


def test_a_day_begins_and_ends_with_the_clock_on_the_wall():
    for day, hours in ((date(2026, 10, 25), 25), (date(2026, 3, 29), 23)):
        asked = Asked(None, day, day)

        assert asked.ends.astimezone(UTC) - asked.starts.astimezone(UTC) == timedelta(hours=hours)
