import datetime as dt

import pytest
from django.utils import timezone

from diz_portal import outbox
from diz_portal.outbox import post
from diz_portal.outbox.models import MESSAGE_MOVES, Message, MessageState
from diz_portal.outbox.services import RETRY_FOR, lease
from tests.factories.outbox import MessageFactory
from tests.outbox.conftest import DROP, OK, free_port

pytestmark = pytest.mark.django_db


def later(email, **delta):
    """Let time pass for one message."""
    ago = dt.timedelta(**delta)
    email.refresh_from_db()
    for name in ("due_at", "lease_until", "retry_until", "sent_at", "given_up_at"):
        if value := getattr(email, name):
            setattr(email, name, value - ago)
    email.save()


def test_deliver_sends_once_with_its_message_id(post_office):
    email = MessageFactory(subject="Grüße aus Ŵ", body="Hello\n\nSee http://127.0.0.1/x/?a=1&b=2\n")

    outcomes = [outbox.deliver(email.pk), outbox.deliver(email.pk)]

    email.refresh_from_db()
    (message,) = post_office.taken
    assert outcomes == ["sent", "not due"]
    assert (email.state, email.attempts, email.doubtful_attempts) == ("sent", 1, 0)
    assert message["Message-ID"] == f"<{email.reference}@diz.example>" == email.message_id
    assert message["To"] == email.to
    assert message["Subject"] == "Grüße aus Ŵ"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "See http://127.0.0.1/x/?a=1&b=2" in message.get_body(("plain",)).get_content()
    page = message.get_body(("html",)).get_content()
    assert '<a href="http://127.0.0.1/x/?a=1&amp;b=2"' in page


def test_deliver_stops_at_once_when_refused_for_good(post_office):
    post_office.reader_answer = "550 5.1.1 <ann@council.example> no such person"
    email = MessageFactory(to="ann@council.example")

    assert outbox.deliver(email.pk) == "given_up"

    email.refresh_from_db()
    assert email.last_error == "The mail server refused it (550 5.1.1)."
    assert email.given_up_at
    assert outbox.deliver(email.pk) == "not due"
    assert outbox.in_trouble(timezone.now() - dt.timedelta(days=1))["given_up"] == 1


def test_deliver_stops_at_once_when_the_text_is_refused(post_office):
    post_office.answers = ["554 5.7.1 looks like spam"]
    email = MessageFactory()

    assert outbox.deliver(email.pk) == "given_up"


def test_deliver_tries_again_when_asked_to_wait(post_office):
    post_office.answers = ["451 4.7.1 greylisted", OK]
    email = MessageFactory()

    assert outbox.deliver(email.pk) == "failed"
    email.refresh_from_db()
    assert email.last_error == "The mail server asked us to wait (451 4.7.1)."
    assert 40 < (email.due_at - timezone.now()).total_seconds() < 80
    assert outbox.deliver(email.pk) == "not due"
    later(email, minutes=2)
    assert outbox.deliver(email.pk) == "sent"

    email.refresh_from_db()
    assert (email.attempts, email.doubtful_attempts, email.last_error) == (2, 0, "")
    assert len(post_office.taken) == 1


def test_deliver_repeats_the_same_message_id_when_the_line_drops(post_office):
    post_office.answers = [DROP, OK]
    email = MessageFactory()

    assert outbox.deliver(email.pk) == "failed"
    later(email, minutes=2)
    assert outbox.deliver(email.pk) == "sent"

    email.refresh_from_db()
    assert [message["Message-ID"] for message in post_office.taken] == [email.message_id] * 2
    assert email.doubtful_attempts == 1
    assert list(Message.objects.doubtful()) == [email]


def test_deliver_waits_for_a_server_that_is_away(post_office, settings):
    settings.EMAIL_PORT = free_port()
    email = MessageFactory()

    assert outbox.deliver(email.pk) == "failed"

    email.refresh_from_db()
    assert email.doubtful_attempts == 0
    assert email.last_error == "The mail server could not be reached (ConnectionRefusedError)."


def test_deliver_gives_up_after_about_four_hours(post_office):
    post_office.answers = ["451 4.3.0 later"]
    email = MessageFactory()
    waited, outcome = dt.timedelta(), ""

    while outcome != "given_up":
        outcome = outbox.deliver(email.pk)
        email.refresh_from_db()
        wait = max(email.due_at - timezone.now(), dt.timedelta()) + dt.timedelta(seconds=1)
        if outcome == "failed":
            waited += wait
            later(email, seconds=wait.total_seconds())

    assert dt.timedelta(hours=3, minutes=20) < waited <= RETRY_FOR
    assert 8 <= email.attempts <= 20


@pytest.mark.parametrize("to", ["not an address", "ann@", "@council.example"])
def test_deliver_gives_up_on_a_bad_address(post_office, to):
    email = MessageFactory(to=to)

    assert outbox.deliver(email.pk) == "given_up"

    email.refresh_from_db()
    assert email.last_error == "The address is not an email address."
    assert post_office.seen == 0


def test_deliver_gives_up_on_our_own_mistake(post_office, monkeypatch):
    def broken(message, files):
        raise TypeError("ann@council.example")

    monkeypatch.setattr(post, "compose", broken)
    email = MessageFactory()

    assert outbox.deliver(email.pk) == "given_up"

    email.refresh_from_db()
    assert email.last_error == "The message could not be built (TypeError)."


def test_deliver_takes_over_when_the_holder_was_killed(post_office):
    class Killed(BaseException):
        pass

    email = MessageFactory()

    def kill(*args, **kwargs):
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(post, "hand_over", kill)
        with pytest.raises(Killed):
            outbox.deliver(email.pk)
    assert outbox.deliver(email.pk) == "not due"
    later(email, seconds=lease().total_seconds() + 1)
    assert outbox.oldest_due_age() > dt.timedelta(0)
    assert outbox.sweep() == {"sent": 1}

    email.refresh_from_db()
    assert (email.attempts, email.doubtful_attempts) == (2, 1)
    assert len(post_office.taken) == 1


def test_deliver_holds_back_when_its_lease_has_passed_on(post_office, monkeypatch):
    email = MessageFactory()
    connect = post._connect

    def slow():
        later(email, hours=1)
        monkeypatch.setattr(post, "_connect", connect)
        assert outbox.deliver(email.pk) == "sent"
        return connect()

    monkeypatch.setattr(post, "_connect", slow)

    assert outbox.deliver(email.pk) == "overtaken"
    assert len(post_office.taken) == 1


def test_deliver_forgets_a_secret_once_it_is_sent(post_office):
    email = MessageFactory(secret=True, body="Your code is 123456\n")

    outbox.deliver(email.pk)

    email.refresh_from_db()
    assert (email.state, email.body, email.to) == ("sent", "", email.to)
    assert email.emptied_at
    assert "123456" in post_office.taken[0].get_body(("plain",)).get_content()


def test_deliver_forgets_a_secret_it_gave_up_on(post_office):
    post_office.reader_answer = "550 5.1.1 no such person"
    email = MessageFactory(secret=True, body="Your code is 123456\n")

    outbox.deliver(email.pk)

    email.refresh_from_db()
    assert (email.state, email.body) == ("given_up", "")


def test_deliver_keeps_a_secret_where_the_mail_page_shows_it(post_office, settings):
    settings.SHOW_SENT_MAIL = True
    email = MessageFactory(secret=True, body="Your code is 123456\n")

    outbox.deliver(email.pk)

    email.refresh_from_db()
    assert email.body == "Your code is 123456\n"


def test_moves_name_every_state():
    assert set(MESSAGE_MOVES) == set(MessageState)
    assert set().union(*MESSAGE_MOVES.values()) == set(MessageState)
