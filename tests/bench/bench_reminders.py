"""Ten thousand reminders from their plan to the mail server, against the same bytes sent bare."""

import smtplib
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.utils import timezone

from diz_portal import outbox
from diz_portal.celery import app
from diz_portal.outbox import mime
from diz_portal.outbox.models import Message, MessageState
from diz_portal.reminders.models import Reminder, ReminderState
from diz_portal.reminders.tasks import send_reminders
from seminars.models import Registration, Seminar
from seminars.services import reminders
from tests import programs
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory, multiply, registered
from tests.reminding import sweep_reminders

PEOPLE = 10_000

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sink(settings) -> Iterator[int]:
    server = programs.start("tests.bench.mail_sink", output=subprocess.PIPE)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(server.stdout.readline())
    settings.SHOW_SENT_MAIL = False
    yield settings.EMAIL_PORT
    server.terminate()
    server.communicate()


def bare(port: int, letters: list[tuple[str, bytes]]) -> float:
    """One connection, one loop, nothing written down."""
    begin = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as line:
        for to, content in letters:
            line.sendmail(configured.DEFAULT_FROM_EMAIL, [to], content)
    return time.perf_counter() - begin


@pytest.fixture
def workers() -> Iterator[None]:
    """A worker of two processes, as `make run` has it."""
    worker = programs.start(
        "celery", "-A", "diz_portal", "worker", "--concurrency=2", "--loglevel=ERROR"
    )
    programs.wait_until(lambda: app.control.inspect(timeout=1).ping())
    yield
    worker.terminate()
    worker.wait()


def everybody_is_to_be_reminded(settle: Callable[[], None]) -> tuple[Seminar, list[Registration]]:
    PartnershipFactory()
    seminar = SeminarFactory(
        capacity_in_person=PEOPLE, starts_at=timezone.now() + timedelta(hours=23)
    )
    multiply(registered(seminar), PEOPLE)
    Reminder.objects.all().delete()
    Message.objects.all().delete()
    settle()
    return seminar, list(seminar.registrations.select_related("seminar"))


def plan(seminar: Seminar, people: list[Registration], settle: Callable[[], None]) -> float:
    begin = time.perf_counter()
    reminders.plan(people, now=seminar.starts_at - timedelta(days=2))
    took = time.perf_counter() - begin
    settle()
    return took


def written_bare(port: int) -> float:
    """The same bytes, when the portal has sent them."""
    assert Message.objects.filter(state=MessageState.SENT).count() == PEOPLE
    assert Reminder.objects.filter(state=ReminderState.SENT).count() == PEOPLE
    messages = Message.objects.prefetch_related("attachments").order_by("pk")
    return bare(port, [(one.to, mime.write(one).content) for one in messages])


def test_ten_thousand_reminders_by_the_worker(report, sink, settle, workers):
    planning = plan(*everybody_is_to_be_reminded(settle), settle)
    begin = time.perf_counter()
    send_reminders.delay()
    programs.wait_until(
        lambda: Message.objects.filter(state=MessageState.SENT).count() == PEOPLE, 600
    )
    ours = planning + time.perf_counter() - begin

    loop = written_bare(sink)
    report(
        "A seminar: reminders",
        f"{PEOPLE:,} reminders are planned, written, stored and delivered by a worker with 2 "
        f"processes, as in `make run`. Each message is marked before and after it is sent. "
        f"Compared with a bare `smtplib` loop that sends the same bytes over one connection to "
        f"the same server (aiosmtpd, in a separate process).",
        [
            ("time, as a multiple of the bare loop", "≤ 2 ×", f"{ours / loop:.1f} ×"),
            ("seconds, and those of the bare loop", "", f"{ours:.1f} and {loop:.1f}"),
        ],
    )


def test_ten_thousand_reminders_by_one_process(report, sink, settle):
    planning = plan(*everybody_is_to_be_reminded(settle), settle)
    begin = time.perf_counter()
    sweep_reminders()
    written = time.perf_counter()
    while outbox.sweep():
        pass
    end = time.perf_counter()

    loop = written_bare(sink)
    report(
        "A seminar: reminders, one after the other",
        "The same with one process, which starts to deliver when the last reminder is written.",
        [
            (
                "time, as a multiple of the bare loop",
                "",
                f"{(planning + end - begin) / loop:.1f} ×",
            ),
            (
                "planning, writing, delivering, and the bare loop",
                "",
                f"{planning:.1f}, {written - begin:.1f}, {end - written:.1f} and {loop:.1f} s",
            ),
        ],
    )
