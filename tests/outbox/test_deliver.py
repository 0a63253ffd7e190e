import contextlib
import datetime as dt
import uuid

import psycopg2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diz_portal import outbox
from diz_portal.outbox import mime, post
from diz_portal.outbox.delivery import RETRY_FOR, lease
from diz_portal.outbox.models import MESSAGE_MOVES, Message, MessageState
from tests.factories.outbox import MessageFactory
from tests.outbox.conftest import DROP, OK
from tests.programs import free_port

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


def test_deliver_writes_a_page_that_escapes_and_links(post_office):
    email = MessageFactory(
        body="Hello <b>Ann</b> & Bob\nnew line\n\nwww.council.example, ann@council.example or "
        "http://127.0.0.1/x/?a=1&b=2\n"
    )

    outbox.deliver(email.pk)

    page = post_office.taken[0].get_body(("html",)).get_content()
    assert "Hello &lt;b&gt;Ann&lt;/b&gt; &amp; Bob<br>new line</p>" in page
    # Only an address that is written out in full, as our own lines write it.
    assert page.count("<a href=") == 1


def test_deliver_stops_at_once_when_refused_for_good(post_office):
    post_office.reader_answer = "550 5.1.1 <ann@council.example> no such person"
    email = MessageFactory(to="ann@council.example")

    assert outbox.deliver(email.pk) == "given_up"

    email.refresh_from_db()
    assert email.last_error == "The mail server refused it (550 5.1.1)"
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
    assert email.last_error == "The mail server asked us to wait (451 4.7.1)"
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
    assert email.last_error == "The mail server could not be reached (ConnectionRefusedError)"


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
    assert email.last_error == "The address is not an email address"
    assert post_office.seen == 0


def test_deliver_gives_up_on_our_own_mistake(post_office, monkeypatch):
    def broken(message, files):
        raise TypeError("ann@council.example")

    monkeypatch.setattr(mime, "write", broken)
    email = MessageFactory()

    assert outbox.deliver(email.pk) == "given_up"

    email.refresh_from_db()
    assert email.last_error == "The message could not be built (TypeError)"


class Killed(BaseException):
    pass


def kill(*args, **kwargs):
    raise Killed


@pytest.mark.parametrize(("where", "in_doubt"), [("hand_over", 0), ("_send", 1)])
def test_deliver_takes_over_when_the_holder_was_killed(post_office, where, in_doubt):
    email = MessageFactory()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(post, where, kill)
        with pytest.raises(Killed):
            outbox.deliver(email.pk)
    assert outbox.deliver(email.pk) == "not due"
    later(email, seconds=lease().total_seconds() + 1)
    assert outbox.oldest_due_age() > dt.timedelta(0)
    assert outbox.sweep() == {"sent": 1}

    email.refresh_from_db()
    assert (email.attempts, email.doubtful_attempts) == (2, in_doubt)
    assert len(post_office.taken) == 1


def test_sweep_leaves_one_message_in_doubt_when_it_is_killed(post_office):
    emails = MessageFactory.create_batch(5)
    send, went = post._send, []

    def kill_at_the_third(email, connection):
        if len(went) == 2:
            raise Killed
        went.append(email)
        send(email, connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(post, "_send", kill_at_the_third)
        with pytest.raises(Killed):
            outbox.sweep()
    for email in emails:
        later(email, seconds=lease().total_seconds() + 1)
    assert outbox.sweep() == {"sent": 3}

    doubts = Message.objects.order_by("pk").values_list("doubtful_attempts", flat=True)
    assert list(doubts) == [0, 0, 1, 0, 0]
    assert len(post_office.taken) == 5


def test_sweep_takes_what_was_cut_short_alone(post_office, monkeypatch):
    for email in MessageFactory.create_batch(3):
        Message.objects.filter(pk=email.pk).update(
            state="claimed", claim=uuid.uuid4(), lease_until=timezone.now() - dt.timedelta(hours=1)
        )
    monkeypatch.setattr(post, "hand_over", kill)

    with pytest.raises(Killed):
        outbox.sweep()

    assert Message.objects.filter(lease_until__gt=timezone.now()).count() == 1


def test_sweep_sends_many_over_one_line_and_asks_a_dead_server_once(post_office, settings):
    MessageFactory.create_batch(3)
    connect, lines = post._connect, []

    def counted():
        lines.append(1)
        return connect()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(post, "_connect", counted)
        assert outbox.sweep() == {"sent": 3}
        MessageFactory.create_batch(3)
        settings.EMAIL_PORT = free_port()
        assert outbox.sweep() == {"failed": 3}

    assert len(lines) == 2


def test_sweep_marks_what_went_before_it_makes_another_connection(post_office, monkeypatch):
    MessageFactory.create_batch(5)
    connect, sent = post._connect, []

    def slow():
        sent.append(Message.objects.filter(state="sent").count())
        return connect()

    monkeypatch.setattr(post, "_connect", slow)
    monkeypatch.setattr(post, "MOST_ON_A_LINE", 2)

    assert outbox.sweep() == {"sent": 5}

    assert sent == [0, 2, 4]


def test_sweep_goes_on_after_a_line_that_dropped(post_office):
    post_office.answers = [OK, DROP, OK]
    MessageFactory(), MessageFactory(), MessageFactory()

    assert outbox.sweep() == {"sent": 2, "failed": 1}

    states = Message.objects.order_by("pk").values_list("state", "doubtful_attempts")
    assert list(states) == [("sent", 0), ("failed", 1), ("sent", 0)]
    assert not Message.objects.filter(state="sent").exclude(handed_over_at=None, claim=None)


def test_sweep_asks_the_database_once_for_each_message(post_office):
    MessageFactory()
    outbox.sweep()  # connections and prepared statements
    asked = []
    for number in (2, 12):
        MessageFactory.create_batch(number)
        with CaptureQueriesContext(connection) as queries:
            assert outbox.sweep() == {"sent": number}
        asked.append(len(queries))

    assert asked[1] - asked[0] == 10


@pytest.mark.django_db(transaction=True)
def test_deliver_does_not_repeat_what_went_when_the_database_hangs_up(post_office, monkeypatch):
    email = MessageFactory()
    send = post._send

    def send_and_be_cut_off(message, line):
        send(message, line)
        pid = connection.connection.info.backend_pid
        other = psycopg2.connect(**connection.get_connection_params())
        with contextlib.closing(other), other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

    monkeypatch.setattr(post, "_send", send_and_be_cut_off)

    assert outbox.deliver(email.pk) == "sent"
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
    assert (email.state, email.body, email.sealed) == ("sent", "", "")
    assert email.emptied_at
    assert "123456" in post_office.taken[0].get_body(("plain",)).get_content()


def test_deliver_forgets_a_secret_it_gave_up_on(post_office):
    post_office.reader_answer = "550 5.1.1 no such person"
    email = MessageFactory(secret=True, body="Your code is 123456\n")

    outbox.deliver(email.pk)

    email.refresh_from_db()
    assert (email.state, email.body, email.sealed) == ("given_up", "", "")


def test_deliver_keeps_a_secret_where_the_mail_page_shows_it(post_office, settings):
    settings.SHOW_SENT_MAIL = True
    email = MessageFactory(secret=True, body="Your code is 123456\n")

    outbox.deliver(email.pk)

    email.refresh_from_db()
    assert (email.body, email.words) == ("", "Your code is 123456\n")


def test_moves_name_every_state():
    assert set(MESSAGE_MOVES) == set(MessageState)
    assert set().union(*MESSAGE_MOVES.values()) == set(MessageState)
