"""What differs between partnerships is on their page in the admin, and not a sentence in code."""

import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse

from diz_portal.outbox.models import Channel, Message
from seminars import services
from seminars.services import retention
from tests.factories.seminars import SeminarFactory, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]


def choose(partnership, **values):
    for name, value in values.items():
        setattr(partnership, name, value)
    partnership.save()


def test_free_is_said_only_where_seminars_are_free(client, partnership):
    seminar = SeminarFactory()
    addresses = ["/seminars/", "/seminars/feed.atom", "/seminars/feed.rss", "/seminars/feed.json"]

    assert all("Free" in client.get(one).content.decode() for one in addresses)
    page = seminar.get_absolute_url()
    assert '"isAccessibleForFree": true' in client.get(page).content.decode()

    choose(partnership, seminars_are_free=False)

    assert not any("Free" in client.get(one).content.decode() for one in addresses)
    # The page is kept whole: the setting is part of its version.
    assert '"isAccessibleForFree": false' in client.get(page).content.decode()


def test_hours_of_the_telephone_stand_beside_the_number(client, partnership):
    choose(partnership, phone="01279 446 611", phone_hours="Monday to Friday, 9am to 5pm")
    one = registered(
        SeminarFactory(),
        email="",
        channel=Channel.LETTER,
        postal_address="1 High Street",
        phone="+441279446612",
    )

    shown = client.get(one.seminar.get_absolute_url()).content.decode()
    assert "(Monday to Friday, 9am to 5pm)" in shown
    services.give_back(registration=one)
    letter = Message.objects.latest("pk").words
    assert "call us on 01279 446 611 (Monday to Friday, 9am to 5pm)" in letter

    choose(partnership, phone_hours="")
    assert "Monday" not in client.get("/seminars/").content.decode()


def test_people_are_told_for_how_long_their_details_are_kept(client, monkeypatch):
    one = registered(SeminarFactory())
    register = reverse("seminars:register", args=[one.seminar.slug])
    assert "delete them 1 year after the seminar" in client.get(register).content.decode()
    assert retention.kept_until(one) == one.seminar.ends_at + relativedelta(years=1)

    # The page says what the night carries out, whatever that is.
    monkeypatch.setattr(retention, "kept_for", lambda: 730)

    assert "delete them 2 years after the seminar" in client.get(register).content.decode()
    assert retention.kept_until(one) == one.seminar.ends_at + relativedelta(years=2)


@pytest.mark.parametrize(("old", "new"), [("companion_certificate", "guest_certificate")])
def test_an_address_in_an_old_message_leads_to_the_new_one(client, old, new):
    one = registered(SeminarFactory())

    answer = client.get(reverse(f"seminars:{old}", args=[one.token]))

    assert answer.status_code == 302
    assert answer.url == reverse(f"seminars:{new}", args=[one.token])
