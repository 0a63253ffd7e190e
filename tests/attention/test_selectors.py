from datetime import date, timedelta

import pytest
from django.urls import reverse

from diz_portal.attention import Item, Urgency, counting, selectors
from tests.factories.partners import contributor_of

TODAY = date(2026, 11, 23)


def item(key, days, **fields):
    due = TODAY + timedelta(days=days)
    values = {"title": key, "about": "Fibre", "when": "", "url": "/", "due_on": due}
    return Item(key=key, urgency=Urgency.by_date(due, TODAY), **(values | fields))


@pytest.mark.parametrize(
    ("days", "urgency"),
    [(-1, Urgency.OVERDUE), (0, Urgency.WEEK), (7, Urgency.WEEK), (8, Urgency.LATER)],
)
def test_by_date_says_what_it_costs_to_wait(days, urgency):
    assert Urgency.by_date(TODAY + timedelta(days=days), TODAY) is urgency


def test_items_for_puts_the_most_overdue_first(only):
    found = [item("later", 30), item("late", -2), item("soon", 3), item("later still", 40)]
    found.append(item("very late", -20))
    only(provider=lambda user, today: found)

    items = selectors.items_for(user=None, today=TODAY)

    assert [i.key for i in items] == ["very late", "late", "soon", "later", "later still"]
    groups = selectors.grouped(items)
    assert [(urgency.value, len(rows)) for urgency, rows in groups] == [
        ("Overdue", 2),
        ("This week", 1),
        ("Later", 2),
    ]


def test_items_for_keeps_rows_of_one_day_in_their_places(only):
    found = [item("b", 3), item("a", 3), item("c", 3)]
    only(provider=lambda user, today: found)

    assert [i.key for i in selectors.items_for(user=None, today=TODAY)] == ["a", "b", "c"]


def test_panels_for_leaves_out_what_is_not_for_this_person(only):
    only(panel=lambda user, today: None)

    assert selectors.panels_for(user=None, today=TODAY) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("counted")
def test_count_is_kept_for_a_minute_and_counted_anew_after_something_was_done(client, only):
    person = contributor_of()
    client.force_login(person)
    found = [item("one", 1)]
    only(provider=lambda user, today: found)
    profile = reverse("account_email")

    assert counting.count_for(person) == 1
    found.append(item("two", 2))
    assert counting.count_for(person) == 1

    client.post(profile, {})
    assert counting.count_for(person) == 2
