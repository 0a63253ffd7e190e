"""By when a letter is posted: two working days before what it announces."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal import outbox
from diz_portal.places.models import BankHoliday
from tests.factories.partners import manager

pytestmark = pytest.mark.django_db


def at(day: int, month: int = 12, year: int = 2026, hour: int = 10) -> dt.datetime:
    return timezone.make_aware(dt.datetime(year, month, day, hour, 30))


@pytest.mark.parametrize(
    ("announced", "post_by"),
    [
        (at(4), at(2)),  # a Friday
        (at(5), at(3)),  # a Saturday: Friday and Thursday lie before
        (at(7), at(3)),  # a Monday
        (at(29), at(23)),  # Christmas, and Boxing Day kept on the Monday
        (at(31, 3, 2027), at(25, 3, 2027)),  # Easter
    ],
)
def test_two_working_days_before(announced, post_by):
    assert outbox.post_by(announced) == post_by


def test_a_holiday_that_a_manager_wrote_down_counts():
    BankHoliday.objects.create(date=dt.date(2026, 12, 3), name="A wedding")

    assert outbox.post_by(at(4)) == at(1)


def test_the_hour_stays_across_the_end_of_summer_time():
    assert timezone.localtime(outbox.post_by(at(26, 10))).hour == 10


def letter(announced, to=""):
    return outbox.queue(
        "inclusion/donation_received",
        channel="letter",
        to=to,
        reader="Ann Example",
        postal_address="1 High Street",
        key=f"letter-{to}",
        context={},
        needed_by=announced,
    )


def test_a_letter_is_needed_before_a_call_about_the_same():
    announced = timezone.now() + dt.timedelta(days=30)
    call = outbox.queue(
        "inclusion/donation_received", channel="phone", to="01632 960001", key="call",
        context={}, needed_by=announced,
    )  # fmt: skip

    assert letter(announced).needed_by == outbox.post_by(announced)
    assert call.needed_by == announced


def test_what_cannot_arrive_in_time_says_to_ring(client):
    announced = timezone.now() + dt.timedelta(hours=20)
    with_number, without = letter(announced, "+441632960001"), letter(announced)
    client.force_login(manager())

    listed = client.get(reverse("letters:list")).content.decode()
    assert "Call 01632 960 001 instead" in listed
    assert "It will not arrive in time" in listed
    for one, words in ((with_number, "instead"), (without, "we have no phone number")):
        page = client.get(reverse("letters:one", args=[one.reference])).content.decode()
        assert words in page
