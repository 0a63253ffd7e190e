"""A mail server that falls silent loses no message, holds up nobody, and leaves in doubt only what
it may have: the text it was given and did not answer for.

Negative controls, tried: with a sweep that is ended in the middle of a message as if the message
were at fault, it is given up; with the doubt noted from the first word of the conversation, those
that a server fell silent over at MAIL are listed for staff as well.
"""

import datetime as dt
import signal
import time
from collections.abc import Iterator

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db.models import F
from django.utils import timezone

from diz_portal import outbox
from diz_portal.outbox import delivery, post
from diz_portal.outbox.models import Message, MessageState
from tests import programs
from tests.factories.outbox import MessageFactory
from tests.faults.mute import STEPS, MuteServer
from tests.faults.portal import IN_FULL, lines_to, portal_of

pytestmark = pytest.mark.django_db(transaction=True)
MESSAGES = 6
WELL = ""


@pytest.fixture(autouse=True)
def answers_everybody(monkeypatch):
    monkeypatch.setattr(post, "_left_alone_until", 0.0)


@pytest.fixture
def server(settings) -> Iterator[MuteServer]:
    with MuteServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 0.2
        yield server


def an_hour_goes_by(monkeypatch) -> None:
    """For each message, and for whoever leaves the server alone."""
    hour = dt.timedelta(hours=1)
    Message.objects.update(due_at=F("due_at") - hour, lease_until=F("lease_until") - hour)
    monkeypatch.setattr(post, "_left_alone_until", 0.0)


def is_all_sent() -> bool:
    return not Message.objects.exclude(state=MessageState.SENT).exists()


@pytest.mark.parametrize("step", STEPS)
def test_nothing_is_lost_and_only_what_it_may_have_is_in_doubt(server, step, monkeypatch):
    MessageFactory.create_batch(MESSAGES)
    server.mute_at = step

    began = time.monotonic()
    outbox.sweep()

    waited = time.monotonic() - began
    assert server.fell_silent[step] == (1 if step == "greeting" else post.MOST_SILENCES)
    assert waited < 3, "nobody waits once for each message"
    assert outbox.sweep() == {}, "it is left alone for a while"
    assert set(Message.objects.values_list("state", flat=True)) <= {"failed", "queued"}
    doubtful = post.MOST_SILENCES if step == "text" else 0
    assert Message.objects.doubtful().count() == doubtful

    server.mute_at = WELL
    an_hour_goes_by(monkeypatch)
    outbox.sweep()

    assert is_all_sent()
    assert Message.objects.doubtful().count() == doubtful
    copies = {one.message_id: 1 + one.doubtful_attempts for one in Message.objects.all()}
    assert server.taken == copies


def test_what_it_lost_without_a_word_goes_again(server, monkeypatch):
    server.mute_at, server.loses = "text", True
    email = MessageFactory()
    outbox.sweep()

    server.mute_at = WELL
    an_hour_goes_by(monkeypatch)
    outbox.sweep()

    email.refresh_from_db()
    assert server.taken == {email.message_id: 1}
    assert email.doubtful_attempts == 1, "nobody can know that it did not go twice"


def test_a_goodbye_that_is_not_answered_changes_nothing(server):
    server.mute_at = "QUIT"
    MessageFactory.create_batch(MESSAGES)

    outbox.sweep()

    assert is_all_sent()
    assert not Message.objects.doubtful().exists()


def test_a_single_message_holds_up_no_worker_again_and_again(server, settings):
    """Each registration rings for its own message: the second asks nobody and waits for a sweep."""
    server.mute_at = "greeting"
    first, second = MessageFactory.create_batch(2)

    assert [outbox.deliver(first.pk), outbox.deliver(second.pk)] == ["failed", "not due"]

    second.refresh_from_db()
    assert (second.state, second.attempts) == ("queued", 0)
    assert server.fell_silent.total() == 1


def test_a_sweep_that_is_ended_in_the_middle_gives_no_message_up(server, settings, monkeypatch):
    """As Celery ends a task that takes too long: by an exception, wherever it is."""
    settings.EMAIL_TIMEOUT = 1
    server.mute_at = "text"
    email = MessageFactory()

    def end(*_: object) -> None:
        raise SoftTimeLimitExceeded

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(SoftTimeLimitExceeded):
            outbox.sweep()
    finally:
        signal.signal(signal.SIGALRM, before)
    server.mute_at = WELL
    an_hour_goes_by(monkeypatch)
    outbox.sweep()

    email.refresh_from_db()
    assert (email.state, email.attempts, email.doubtful_attempts) == ("sent", 2, 1)


def test_what_a_slow_server_leaves_no_time_for_is_given_back(server, settings, monkeypatch):
    """Before another worker takes it, and before the sweep is ended by force."""
    settings.EMAIL_TIMEOUT, server.slowness = 0.5, 0.25
    monkeypatch.setattr(delivery, "SWEEP_FOR", dt.timedelta(seconds=0.1))
    MessageFactory.create_batch(MESSAGES)

    outbox.sweep()

    left = Message.objects.exclude(state=MessageState.SENT)
    assert 0 < len(left) < MESSAGES
    assert {(one.state, one.attempts, one.claim) for one in left} == {("failed", 0, None)}
    assert Message.objects.due().count() == len(left)

    programs.wait_until(lambda: outbox.sweep() == {}, 10)

    assert is_all_sent()
    assert set(server.taken.values()) == {1}
    assert set(Message.objects.values_list("attempts", "doubtful_attempts")) == {(1, 0)}


if IN_FULL:

    @pytest.mark.parametrize("step", STEPS)
    def test_real_workers_send_all_once_it_answers_again(broker, tmp_path, capsys, step):
        with (
            MuteServer() as server,
            lines_to(broker, server.port) as lines,
            portal_of(lines, tmp_path) as portal,
        ):
            since = timezone.now()
            server.mute_at = step
            for number in range(20):
                key = f"mute-{number}"
                outbox.queue_rendered(
                    to="ann@resident.example", subject="Hello", body="Hello.\n", key=key
                )
            time.sleep(10)
            pages = [portal.visit() for _ in range(5)]
            server.mute_at = WELL
            began = time.monotonic()
            programs.wait_until(is_all_sent, 120)
            took = time.monotonic() - began
            with capsys.disabled():
                print(f"\nmute at {step} for 10 s: all sent after {took:.1f} s")  # noqa: T201

        assert pages == [200] * 5
        ours = Message.objects.filter(queued_at__gte=since)
        for one in ours:
            assert 1 <= server.taken[one.message_id] <= 1 + one.doubtful_attempts
        if step != "text":
            assert not ours.doubtful().exists()
