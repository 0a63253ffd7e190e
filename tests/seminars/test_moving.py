"""A seminar is moved: why, how many are told, and a word about a bank holiday."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.outbox.models import Message
from seminars.models import Seminar
from seminars.selectors.seminars import live_count
from tests.editing import opened
from tests.factories.partners import manager
from tests.factories.places import BankHolidayFactory
from tests.factories.seminars import SeminarFactory, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]


@pytest.fixture(autouse=True)
def organiser(client):
    client.force_login(manager())


@pytest.fixture
def seminar():
    """In the morning: one that began at 11pm would end on the day after."""
    today = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
    return SeminarFactory(starts_at=today + timedelta(days=40))


def move(client, seminar, day, **more):
    page = reverse("seminars_workspace:move", args=[seminar.slug])
    answers = {
        **opened(client, page),
        "day_0": day.day,
        "day_1": day.month,
        "day_2": day.year,
        "starts": "10:00",
        "ends": "12:00",
        "venue_name": "Hall",
        "venue_address": "",
        **more,
    }
    return client.post(page, answers, follow=True)


def christmas():
    return timezone.localdate().replace(year=timezone.localdate().year + 1, month=12, day=25)


def test_reason_is_in_the_message_and_the_history_and_the_number_told_is_said(client, seminar):
    person = registered(seminar)
    registered(seminar)
    registered(seminar, email="")
    page = client.get(reverse("seminars_workspace:move", args=[seminar.slug])).content.decode()
    assert "We will tell 2 of 3 people on the list" in page
    assert live_count(seminar) == 3

    day = timezone.localdate() + timedelta(days=50)
    while day.weekday() > 4:
        day += timedelta(days=1)
    response = move(client, seminar, day, reason="The hall is flooded.", on_bank_holiday="on")

    said = response.content.decode()
    assert "We are telling 2 people on the list. 1 cannot be contacted" in said
    told = Message.objects.get(to=person.email, template="seminars/moved")
    assert "Why: The hall is flooded." in told.words
    assert seminar.events.latest("pk").note.endswith("The hall is flooded.")


def test_a_bank_holiday_is_asked_about_before_anybody_is_told(client, seminar):
    registered(seminar)
    day = christmas()

    back = move(client, seminar, day)

    assert back.status_code == 422
    assert "is a bank holiday. Enter another day" in back.content.decode()
    assert 'name="on_bank_holiday"' in back.content.decode()
    assert not Message.objects.filter(template="seminars/moved").exists()

    assert move(client, seminar, day, on_bank_holiday="on").status_code == 200
    seminar.refresh_from_db()
    assert timezone.localdate(seminar.starts_at) == day


def test_a_day_that_a_manager_wrote_down_is_one(client, seminar):
    day = timezone.localdate() + timedelta(days=60)
    BankHolidayFactory(date=day)

    assert "is a bank holiday" in move(client, seminar, day).content.decode()


def test_what_stays_as_it_was_is_told_to_nobody(client, seminar):
    registered(seminar)
    page = reverse("seminars_workspace:move", args=[seminar.slug])
    form = client.get(page).context["form"]
    starts = timezone.localtime(seminar.starts_at)
    same = {"starts": f"{starts:%H:%M}", "ends": form.initial["ends"]}

    said = move(
        client,
        seminar,
        starts.date(),
        **same,
        venue_name=seminar.venue_name,
        venue_address=seminar.venue_address,
    ).content.decode()

    assert "Nothing changed, so no messages were sent" in said
    assert Seminar.objects.get().schedule_version == 1
