import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from diz_portal.outbox import selectors
from diz_portal.outbox.attention_items import undelivered
from diz_portal.outbox.models import Channel, Message, MessageState
from tests.factories.outbox import MessageFactory
from tests.factories.partners import contributor_of, manager

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LIST = reverse("admin:outbox_message_changelist")


def given_up(**values):
    values = {
        "given_up_at": timezone.now(),
        "last_error": "The mail server refused it (550)",
    } | values
    return MessageFactory(state=MessageState.GIVEN_UP, **values)


def address(email, verb="change"):
    return reverse(f"admin:outbox_message_{verb}", args=[email.pk])


@pytest.fixture
def boss(client):
    person = manager()
    client.force_login(person, BACKEND)
    return person


def test_list_shows_what_was_given_up_and_why(client, boss):
    given_up(to="ann@council.example")

    page = client.get(LIST, {"state__exact": "given_up"}).content.decode()

    assert "ann@council.example" in page
    assert "The mail server refused it (550)" in page


def test_list_finds_what_may_have_arrived_twice(client, boss):
    MessageFactory()
    twice = MessageFactory(attempts=2, doubtful_attempts=1)

    response = client.get(LIST, {"doubtful": "yes"})

    assert list(response.context["cl"].result_list) == [twice]


def test_nobody_learns_here_who_is_being_helped(client, boss):
    message = MessageFactory(
        template="inclusion/person_referred",
        to="ada@home.example",
        reader="Ada Example",
        body="Old Mill Surgery asked us",
        key="person-abc-referred",
    )

    pages = [
        client.get(LIST).content.decode(),
        client.get(address(message)).content.decode(),
        client.get(LIST, {"q": "ada@home.example"}).content.decode(),
    ]

    assert "Not shown" in pages[0]
    assert message.reference in pages[1]
    for page in pages:
        assert "Ada Example" not in page
        assert "Old Mill" not in page
    assert address(message) not in pages[2]


def test_page_never_shows_a_secret(client, boss):
    email = MessageFactory(secret=True, body="Your code is 123456")

    page = client.get(address(email)).content.decode()

    assert "123456" not in page
    assert "it contains a code or private link" in page


def test_page_shows_the_text_of_other_mail_and_changes_nothing(client, boss):
    email = MessageFactory(body="Come in <b>\n\nNow\n")

    assert "Come in &lt;b&gt;<br><br>Now" in client.get(address(email)).content.decode()
    assert client.post(address(email), {"to": "x@y.example"}).status_code == 403
    assert client.post(address(email, "delete"), {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:outbox_message_add")).status_code == 403


def test_send_again_asks_first(client, boss):
    email = given_up()

    assert address(email, "send_again") in client.get(address(email)).content.decode()
    page = client.get(address(email, "send_again"))

    email.refresh_from_db()
    assert "The person may already have it." in page.content.decode()
    assert email.state == MessageState.GIVEN_UP


def test_send_again_queues_and_says_who_did_it(client, boss):
    email = given_up()

    response = client.post(address(email, "send_again"), follow=True)

    email.refresh_from_db()
    entry = LogEntry.objects.get()
    assert "Message sent again" in response.content.decode()
    assert email.state == MessageState.QUEUED
    assert (entry.user, entry.object_id) == (boss, str(email.pk))


def test_send_again_says_why_not(client, boss):
    email = given_up(secret=True, body="")

    response = client.post(address(email, "send_again"), follow=True)

    assert "so it cannot be sent again" in response.content.decode()


def test_send_chosen_again_asks_then_sends(client, boss):
    emails = [given_up(), given_up(secret=True)]
    chosen = {"action": "send_chosen_again", "_selected_action": [one.pk for one in emails]}

    asked = client.post(LIST, chosen)
    assert "will send these 2 messages again" in asked.content.decode()
    done = client.post(LIST, {**chosen, "confirmed": "yes"}, follow=True).content.decode()

    for email in emails:
        email.refresh_from_db()
    assert [one.state for one in emails] == [MessageState.QUEUED, MessageState.GIVEN_UP]
    assert "1 message is on the way." in done
    assert "so it cannot be sent again" in done


def test_send_again_is_for_managers(client):
    client.force_login(contributor_of(), BACKEND)
    email = given_up()

    assert client.post(address(email, "send_again")).status_code in {302, 403, 404}

    email.refresh_from_db()
    assert email.state == MessageState.GIVEN_UP


def test_managers_hear_of_mail_that_will_not_arrive():
    given_up()
    given_up(given_up_at=timezone.now() - dt.timedelta(days=8))

    (item,) = undelivered(manager(), timezone.localdate())

    assert item.title == "Check 1 undelivered message"
    assert list(undelivered(contributor_of(), timezone.localdate())) == []


def test_each_kind_that_was_sent_is_offered_once(client, boss):
    for template in ("seminars/reminder", "inclusion/progress", "seminars/reminder", "z", "a/b"):
        MessageFactory(template=template)

    used = selectors.templates_used()

    assert used == list(
        Message.objects.order_by("template").values_list("template", flat=True).distinct()
    )
    page = client.get(LIST).content.decode()
    assert page.count("Seminars: reminder<") == 1
    assert client.get(LIST, {"template": "a/b"}).context["cl"].result_count == 1


def test_no_kind_is_offered_where_nothing_was_sent():
    assert selectors.templates_used() == []


def test_what_needs_somebody_is_counted_by_itself_and_nothing_else():
    now = timezone.now()
    since, before = now - dt.timedelta(days=1), now - dt.timedelta(days=2)
    given_up()
    given_up(given_up_at=before)
    # A call that nobody answered is of those who make calls.
    given_up(channel=Channel.PHONE, to="01632960001", reader="Ann", outcome="left_word")
    MessageFactory(state=MessageState.FAILED)
    MessageFactory(attempts=1, doubtful_attempts=1)
    Message.objects.filter(pk=MessageFactory(attempts=1, doubtful_attempts=1).pk).update(
        queued_at=before
    )
    MessageFactory()

    assert selectors.in_trouble(since) == {"given_up": 1, "failing": 1, "doubtful": 1}
