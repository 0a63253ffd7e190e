import datetime as dt
import threading

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.utils import timezone

from diz_portal import outbox
from diz_portal.access import Refusal
from diz_portal.outbox.models import MOST_ATTEMPTS_CUT_SHORT, Message, MessageState
from tests.days import as_of_now
from tests.factories.outbox import MessageFactory

ago = lambda **delta: timezone.now() - dt.timedelta(**delta)  # noqa: E731


@pytest.mark.django_db(transaction=True)
def test_sweep_sends_each_message_once_whoever_else_sweeps(post_office):
    MessageFactory.create_batch(12)
    start = threading.Barrier(4)

    def work():
        start.wait()
        try:
            outbox.sweep()
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()

    assert len(post_office.taken) == 12
    assert len({message["Message-ID"] for message in post_office.taken}) == 12
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


@pytest.mark.django_db(transaction=True)
def test_sweep_passes_over_what_another_worker_is_claiming(post_office):
    """The other holds the row and has not said so yet: it is neither waited for nor sent twice."""
    taken, free = MessageFactory.create_batch(2)
    held, swept = threading.Event(), threading.Event()

    def another_worker():
        try:
            with transaction.atomic():
                Message.objects.select_for_update().get(pk=taken.pk)
                held.set()
                swept.wait(10)
        finally:
            connection.close()

    worker = threading.Thread(target=another_worker)
    worker.start()
    assert held.wait(10)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '500ms'")
        assert outbox.deliver(taken.pk) == "not due"
        assert outbox.sweep() == {"sent": 1}
    finally:
        swept.set()
        worker.join()
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")

    assert [message["To"] for message in post_office.taken] == [free.to]
    assert outbox.deliver(taken.pk) == "sent"


@pytest.mark.django_db
def test_sweep_stops_a_message_that_kills_every_worker(post_office):
    email = MessageFactory(
        state=MessageState.CLAIMED,
        claim="5f0c9a56-3f2c-4e0f-8a35-2f6f0f2f6c11",
        lease_until=ago(minutes=1),
        attempts=MOST_ATTEMPTS_CUT_SHORT,
    )

    assert outbox.sweep() == {"given_up": 1}

    email.refresh_from_db()
    assert (email.state, email.last_error) == ("given_up", "Every attempt was interrupted.")
    assert post_office.seen == 0


@pytest.mark.django_db
def test_oldest_due_age_is_zero_when_nothing_waits():
    MessageFactory(due_at=timezone.now() + dt.timedelta(hours=1))
    MessageFactory(state=MessageState.SENT, sent_at=ago(hours=1), due_at=ago(hours=2))

    assert outbox.oldest_due_age() == dt.timedelta(0)


@pytest.mark.django_db
def test_oldest_due_age_is_that_of_the_longest_waiting():
    MessageFactory(due_at=ago(minutes=3))
    MessageFactory(due_at=ago(minutes=7))

    assert 7 * 60 <= outbox.oldest_due_age().total_seconds() < 8 * 60


@pytest.mark.django_db
def test_send_again_queues_a_message_that_was_given_up(post_office, django_user_model):
    by = django_user_model.objects.create_user("boss@council.example", name="Boss")
    email = MessageFactory(state=MessageState.GIVEN_UP, given_up_at=ago(days=1), attempts=9)

    outbox.send_again(message=email, by=by)
    assert outbox.deliver(email.pk) == "sent"

    email.refresh_from_db()
    entry = by.logentry_set.get()
    assert (email.attempts, email.copies) == (10, 0)
    assert (entry.object_id, entry.change_message) == (str(email.pk), "Sent again.")
    assert email.to not in entry.object_repr


@pytest.mark.django_db
def test_send_again_gives_a_second_copy_its_own_message_id(post_office, django_user_model):
    by = django_user_model.objects.create_user("boss@council.example", name="Boss")
    email = MessageFactory()
    outbox.deliver(email.pk)

    outbox.send_again(message=email, by=by)
    outbox.deliver(email.pk)

    assert [message["Message-ID"] for message in post_office.taken] == [
        f"<{email.reference}@diz.example>",
        f"<{email.reference}.1@diz.example>",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"state": MessageState.QUEUED},
        {
            "state": MessageState.CLAIMED,
            "claim": "5f0c9a56-3f2c-4e0f-8a35-2f6f0f2f6c11",
            "lease_until": timezone.now,
        },
        {"state": MessageState.SENT, "sent_at": timezone.now, "secret": True},
        {
            "state": MessageState.SENT,
            "sent_at": timezone.now,
            "to": "",
            "body": "",
            "emptied_at": timezone.now,
        },
    ],
    ids=["waiting", "being sent", "secret", "emptied"],
)
def test_send_again_refuses(values, django_user_model):
    by = django_user_model.objects.create_user("boss@council.example", name="Boss")
    email = MessageFactory(**as_of_now(values))

    with pytest.raises(Refusal):
        outbox.send_again(message=email, by=by)

    assert not by.logentry_set.exists()


@pytest.mark.django_db
def test_empty_old_deletes_words_and_addresses(settings):
    settings.OUTBOX_KEEP_DAYS = 30
    old = MessageFactory(state=MessageState.SENT, sent_at=ago(days=31))
    failed = MessageFactory(state=MessageState.GIVEN_UP, given_up_at=ago(days=31))
    recent = MessageFactory(state=MessageState.SENT, sent_at=ago(days=29))
    waiting = MessageFactory(queued_at=ago(days=90), due_at=ago(days=90))

    assert outbox.empty_old(dry_run=True) == 2
    assert outbox.empty_old() == 2
    assert outbox.empty_old() == 0

    for email in (old, failed):
        email.refresh_from_db()
        assert (email.to, email.subject, email.body) == ("", "", "")
        assert email.key
    for email in (recent, waiting):
        email.refresh_from_db()
        assert email.to
        assert email.body


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"state": "lost"},
        {"state": MessageState.SENT},
        {"state": MessageState.GIVEN_UP},
        {"state": MessageState.CLAIMED},
        {"claim": "5f0c9a56-3f2c-4e0f-8a35-2f6f0f2f6c11"},
        {"doubtful_attempts": 1},
        {"to": ""},
    ],
)
def test_database_refuses_what_cannot_be(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        MessageFactory(**values)
