"""Ten thousand reminders from their plan to the mail server, against the same bytes sent bare."""

import smtplib
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.utils import timezone

from diz_portal import outbox
from diz_portal.outbox import mime
from diz_portal.outbox.models import Message, MessageState
from seminars.models import Reminder, ReminderState
from seminars.services import reminders
from tests import programs
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory, multiply, registered

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


def test_ten_thousand_reminders(report, sink):
    PartnershipFactory()
    seminar = SeminarFactory(
        capacity_in_person=PEOPLE, starts_at=timezone.now() + timedelta(hours=23)
    )
    multiply(registered(seminar), PEOPLE)
    Reminder.objects.all().delete()
    Message.objects.all().delete()
    people = list(seminar.registrations.select_related("seminar"))

    begin = time.perf_counter()
    reminders.plan(people, now=seminar.starts_at - timedelta(days=2))
    planned = time.perf_counter()
    reminders.sweep_reminders()
    written = time.perf_counter()
    letters = [(one.to, mime.write(one).content) for one in Message.objects.order_by("pk")]
    paused = time.perf_counter() - written
    while outbox.sweep():
        pass
    ours = time.perf_counter() - begin - paused

    assert Message.objects.filter(state=MessageState.SENT).count() == PEOPLE == len(letters)
    assert Reminder.objects.filter(state=ReminderState.SENT).count() == PEOPLE
    loop = bare(sink, letters)
    report(
        "A seminar: reminders",
        f"{PEOPLE:,} reminders planned, written, stored and delivered by one process, each marked "
        "as in hand before it goes and as sent when it has gone, against a bare `smtplib` loop "
        "that sends the same bytes over one connection to the same server (aiosmtpd, in a "
        "process of its own).",
        [
            ("time, as a multiple of the bare loop", "≤ 2 ×", f"{ours / loop:.1f} ×"),
            ("seconds, and those of the bare loop", "", f"{ours:.1f} and {loop:.1f}"),
            (
                "of these planning, writing, delivering",
                "",
                f"{planned - begin:.1f}, {written - planned:.1f} "
                f"and {ours - (written - begin):.1f} s",
            ),
        ],
    )
