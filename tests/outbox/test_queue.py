import contextlib
import time

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.html import urlize

from diz_portal import doorbell, outbox
from diz_portal.outbox import rendering, services, tasks
from diz_portal.outbox.models import Message, MessageState
from tests.programs import free_port

LETTER = """Subject: Welcome to {{ place }}
Dear {{ name }},

Come to {{ place }}: {{ portal_url }}/x/
"""


@pytest.fixture
def rung(monkeypatch):
    calls = []
    monkeypatch.setattr(tasks.deliver_message, "delay", calls.append)
    return calls


def queue(name, **changes):
    values = {
        "to": "ann@council.example",
        "key": "welcome-1",
        "context": {"name": "Ann O’Neill & Co", "place": "Harlow"},
    }
    return outbox.queue(name, **{**values, **changes})


@pytest.mark.django_db
def test_queue_stores_the_rendered_message(letter):
    email = queue(letter(LETTER))

    assert (email.to, email.subject, email.state) == (
        "ann@council.example",
        "Welcome to Harlow",
        MessageState.QUEUED,
    )
    assert email.body.startswith(
        "Dear Ann O’Neill & Co,\n\nCome to Harlow: http://127.0.0.1:8000/x/\n\n"
    )
    assert email.body.endswith("http://127.0.0.1:8000\n")


@pytest.mark.django_db
def test_queue_stores_one_message_for_one_key(letter, django_capture_on_commit_callbacks, rung):
    name = letter(LETTER)

    with django_capture_on_commit_callbacks(execute=True):
        first, second = queue(name), queue(name, to="other@council.example")

    assert first == second
    assert Message.objects.get().to == "ann@council.example"
    assert rung == [first.pk]


@pytest.mark.django_db(transaction=True)
def test_queue_leaves_nothing_when_the_change_is_rolled_back(letter, rung):
    name = letter(LETTER)

    with transaction.atomic():
        queue(name)
        transaction.set_rollback(True)

    assert not Message.objects.exists()
    assert rung == []


@pytest.mark.django_db
def test_queue_folds_line_breaks_in_the_subject(letter):
    place = "Harlow\r\nBcc: everyone@council.example\n\nFree money"

    email = queue(letter(LETTER), context={"name": "Ann", "place": place})

    assert email.subject == "Welcome to Harlow Bcc: everyone@council.example Free money"
    assert email.body.startswith("Dear Ann,")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to",
    [
        "ann@council.example\nBcc: x@y.example",
        "ann@council.example\r",
        "a\x00@council.example",
        "",
        "  ",
        "a" * 250 + "@council.example",
    ],
)
def test_queue_refuses_an_address_that_is_not_one_line(letter, to):
    if to.strip() == "ann@council.example":
        assert queue(letter(LETTER), to=to).to == "ann@council.example"
        return
    with pytest.raises(ValueError) as refusal:
        queue(letter(LETTER), to=to)

    assert "council" not in str(refusal.value)


@pytest.mark.django_db
def test_queue_survives_hostile_values(letter):
    email = queue(letter(LETTER), context={"name": "\x00{{ secret }}<script>", "place": "H" * 300})

    assert "\x00" not in email.body
    assert "{{ secret }}<script>" in email.body
    assert len(email.subject) == 200


@pytest.mark.django_db
def test_queue_refuses_a_template_without_a_subject(letter):
    with pytest.raises(ImproperlyConfigured):
        queue(letter("Dear Ann,\n"))


@pytest.mark.django_db
def test_queue_does_not_ring_for_what_is_due_later(
    letter, django_capture_on_commit_callbacks, rung, django_db_blocker
):
    from datetime import timedelta

    from django.utils import timezone

    with django_capture_on_commit_callbacks(execute=True):
        email = queue(letter(LETTER), due_at=timezone.now() + timedelta(hours=1))

    assert rung == []
    assert outbox.deliver(email.pk) == "not due"


@pytest.mark.django_db
def test_queue_rendered_stores_words_as_they_are():
    email = outbox.queue_rendered(
        to="ann@council.example",
        subject="Your code\n",
        body="{{ 1 }} & 123456\r\n",
        key="code-1",
        secret=True,
    )

    assert email.subject == "Your code"
    assert email.words.startswith("{{ 1 }} & 123456\n\n")
    assert email.secret


@pytest.mark.django_db(transaction=True)
def test_queue_answers_soon_when_the_broker_is_down(letter, settings):
    """A real Celery message to a port where nobody listens."""
    from diz_portal.celery import app

    name = letter(LETTER)
    broker, app.conf.broker_url = app.conf.broker_url, f"redis://127.0.0.1:{free_port()}/0"
    app.set_current()
    app._pool = None
    app.amqp._producer_pool = None
    started = time.monotonic()
    try:
        for number in range(20):
            with transaction.atomic():
                queue(name, key=f"welcome-{number}")
    finally:
        app.conf.broker_url = broker
        app._pool = None
        app.amqp._producer_pool = None

    assert time.monotonic() - started < 3
    assert doorbell.is_silent()
    assert Message.objects.filter(state=MessageState.QUEUED).count() == 20


@pytest.mark.django_db
def test_together_stores_all_at_once_and_rings_once(
    letter, django_capture_on_commit_callbacks, django_assert_max_num_queries, monkeypatch
):
    name = letter("Subject: Hello {{ name }}\nHello {{ name }}.\n")
    rings = []
    monkeypatch.setattr(services, "ring_for_all", lambda: rings.append(1))
    outbox.queue(name, to="n0@test.example", key="n0", context={"name": "First"})

    with (
        django_capture_on_commit_callbacks(execute=True),
        django_assert_max_num_queries(6),
        outbox.together(),
    ):
        for n in range(20):
            outbox.queue(name, to=f"n{n}@test.example", key=f"n{n}", context={"name": n})

    assert Message.objects.count() == 20
    assert Message.objects.get(key="n0").subject == "Hello First"
    assert len(rings) == 1


@pytest.mark.django_db
def test_together_stores_nothing_of_what_failed(letter):
    name = letter("Subject: Hello\nHello.\n")

    with contextlib.suppress(ZeroDivisionError), outbox.together():
        outbox.queue(name, to="ann@test.example", key="one")
        raise ZeroDivisionError

    assert not Message.objects.exists()
    assert outbox.queue(name, to="ann@test.example", key="two").pk


@pytest.mark.parametrize(
    "line",
    [
        "http://127.0.0.1:8000/seminars/registration/8g8j.5BhW_Nk96-Mz/",
        "https://council.example",
        "https://council.example/a?b=1&c=2.",
        "https://council.example/(a)",
        "https://council.example/a.",
        "http://",
        "Join online: https://council.example/a, then wait.",
        "Ann & Bob's “<b>”",
    ],
)
def test_page_has_the_links_that_django_would_find(line):
    page = rendering.as_page(f"Before\n{line}\nafter", "Hello")

    assert f"Before<br>{urlize(line, autoescape=True)}<br>after</p>" in page


def test_page_links_no_address_that_is_only_hinted_at():
    line = "See www.council.example, council.org/x or ann@council.example."

    page = rendering.as_page(f"Before\n{line}\nafter", "Hello")

    assert f"Before<br>{line}<br>after</p>" in page
