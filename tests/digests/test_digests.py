"""One email on the days and at the hour that somebody chose: once, by the clock on the wall, and
with everything that waited for it."""

from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from diz_portal import outbox
from diz_portal.attention import selectors
from diz_portal.digests import services
from diz_portal.digests.models import Digest, Held
from diz_portal.outbox.mime import write
from diz_portal.outbox.models import Message, MessageState
from diz_portal.privacy import kinds
from projects.rollout.stages import Stage
from tests.changes.dated import days_ago
from tests.factories.partners import OrganisationFactory, contributor_of
from tests.factories.projects import ProjectFactory, SiteFactory, enter
from tests.factories.reporting import RiskFactory

pytestmark = pytest.mark.django_db

EIGHT = time(8)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


@pytest.fixture
def supplier():
    return OrganisationFactory(name="Northline Networks")


@pytest.fixture
def member(supplier):
    return contributor_of(supplier, name="Priya Shah")


def chosen(person, days=EVERY_DAY, **more):
    return services.choose(by=person, days=days, **{"at": EIGHT, **more})


def london(day, hour=8):
    return timezone.make_aware(datetime.combine(day, time(hour)))


def due_at(digest, moment):
    Digest.objects.filter(pk=digest.pk).update(next_due_at=moment)
    digest.refresh_from_db()
    return digest


def hold(reader, number=1):
    services.later(
        "accounts/news",
        reader=reader,
        key=f"held-{number}",
        context={},
        says=f"Report {number} is ready",
        path="/workspace/reports/abc/",
    )


def digests():
    return Message.objects.filter(template="digests/digest").order_by("pk")


# When it is due --------------------------------------------------------------------------


def test_it_is_next_due_on_the_first_of_the_days(member):
    digest = chosen(member, days=[5, 1])
    monday = date(2027, 3, 1)

    assert digest.days == [1, 5]
    assert digest.due_after(london(monday, 7)) == london(monday)
    assert digest.due_after(london(monday)) == london(monday + timedelta(days=4))
    assert digest.due_after(london(monday + timedelta(days=5))) == london(
        monday + timedelta(days=7)
    )


@pytest.mark.parametrize(
    ("sunday", "hour_before", "hour_after"), [(date(2027, 3, 28), 8, 7), (date(2027, 10, 31), 7, 8)]
)
def test_eight_stays_eight_when_the_clocks_change(member, sunday, hour_before, hour_after):
    digest = chosen(member)
    saturday = sunday - timedelta(days=1)
    due = digest.due_after(london(saturday, 0))

    assert due.astimezone(UTC).time() == time(hour_before)
    after = digest.due_after(due)
    assert after.astimezone(UTC).time() == time(hour_after)
    assert timezone.localtime(after).time() == EIGHT

    # And the sweep of that night sends one for each.
    due_at(digest, due)
    sent = []
    for hours in range(26):
        hold(member, hours)
        sent.append(services.sweep(due + timedelta(hours=hours)))
    assert sum(sent) == 2
    assert digests().count() == 2


# What is in it ---------------------------------------------------------------------------


def went_live(supplier, name="Elm House Surgery", days=2):
    project = ProjectFactory(title="Surgery fibre", partners=[supplier], published=False)
    site = SiteFactory(project=project, name=name, stage=Stage.ORDERED, on=days_ago(90))
    enter(site, Stage.CONNECTED, days_ago(days))
    return project


def test_it_says_what_changed_how_much_waits_and_what_is_ready(member, supplier, monkeypatch):
    went_live(supplier)
    digest = chosen(member, muted=["partners-joined"])
    hold(member)
    item = selectors.Item("k", "Chase", "it", "now", "/", selectors.Urgency.OVERDUE)
    monkeypatch.setattr(services, "list_of", lambda person: selectors.List(waiting=[item]))
    due_at(digest, timezone.now())

    assert services.sweep() == 1

    message = digests().get()
    assert message.to == member.email
    assert message.body.startswith("Hello Priya,")
    for words in (
        "- 1 surgery went live",
        "/workspace/changes/?from=",
        "- Report 1 is ready: ",
        "There is 1 task on your to-do list. 1 is overdue.",
        "/workspace/digest/",
        "/digest/stop/",
    ):
        assert words in message.body
    assert "is late" not in message.body


def test_what_is_muted_is_left_out_and_nobody_is_told_twice(member, supplier):
    project = went_live(supplier)
    RiskFactory(project=project)
    digest = chosen(member, muted=["sites-live", "sites-into-scope", "partners-joined"])
    due_at(digest, timezone.now())

    services.sweep()
    digest.refresh_from_db()
    assert digest.told_until == days_ago(1)
    assert not digests().filter(body__contains="went live").exists()

    number = digests().count()
    due_at(digest, timezone.now())
    services.sweep()
    assert digests().count() == number


def test_an_empty_one_is_not_sent(member, monkeypatch):
    monkeypatch.setattr(services, "sentences", lambda *_, **__: [])
    monkeypatch.setattr(services, "list_of", lambda person: selectors.List())
    digest = due_at(chosen(member), timezone.now())

    assert services.sweep() == 0

    digest.refresh_from_db()
    assert digest.next_due_at > timezone.now()
    assert not digests().exists()


# Missed, late and twice ------------------------------------------------------------------


def test_after_three_days_without_the_clock_process_one_comes_marked_late(member):
    digest = chosen(member)
    hold(member)
    due_at(digest, london(days_ago(3)))

    assert services.sweep() == 1
    assert services.sweep() == 0

    message = digests().get()
    assert "This digest is late: it was due on" in message.body
    digest.refresh_from_db()
    assert digest.next_due_at > timezone.now()


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_one(member):
    digest = chosen(member)
    hold(member)
    due_at(digest, timezone.now())
    barrier, sent = Barrier(3), []

    def run():
        try:
            barrier.wait(timeout=10)
            sent.append(services.sweep())
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sum(sent) == 1
    assert digests().count() == 1


def test_one_that_cannot_be_made_holds_up_nobody(member, supplier, monkeypatch, caplog):
    other = contributor_of(supplier)
    for person in (member, other):
        digest = chosen(person)
        hold(person, person.pk)
        due_at(digest, timezone.now())
    real = services._context

    def broken(one, since, until):
        if one.person == member:
            raise RuntimeError("a secret")
        return real(one, since, until)

    monkeypatch.setattr(services, "_context", broken)

    assert services.sweep() == 1
    assert digests().get().to == other.email
    assert "a secret" not in caplog.text
    monkeypatch.setattr(services, "_context", real)
    assert services.sweep() == 1


# Those who left --------------------------------------------------------------------------


def test_whoever_has_left_is_told_nothing_until_they_are_back(member):
    digest = chosen(member)
    hold(member)
    place = member.memberships.get()
    place.ended_on = timezone.localdate()
    place.save()
    due_at(digest, timezone.now())

    assert services.sweep() == 0
    assert not digests().exists()
    digest.refresh_from_db()
    assert digest.next_due_at > timezone.now()
    assert Message.objects.get(key="held-1").due_at > digest.next_due_at

    place.ended_on = None
    place.save()
    due_at(digest, timezone.now())
    assert services.sweep() == 1
    assert "Report 1 is ready" in digests().get().body


# What waits ------------------------------------------------------------------------------


def test_a_message_waits_for_the_digest_and_goes_by_itself_without_one(member):
    digest = chosen(member)
    hold(member)

    message = Message.objects.get(key="held-1")
    assert message.due_at == digest.next_due_at + services.GRACE

    services.stop(digest=digest)
    message.refresh_from_db()
    assert message.due_at <= timezone.now()
    assert not Held.objects.exists()


def test_what_went_by_itself_is_not_told_again(member):
    digest = chosen(member)
    hold(member, 1)
    hold(member, 2)
    Message.objects.filter(key="held-1").update(state=MessageState.SENT, sent_at=timezone.now())
    due_at(digest, timezone.now())

    services.sweep()

    body = digests().get().body
    assert "Report 2 is ready" in body
    assert "Report 1 is ready" not in body
    assert Message.objects.filter(key="held-1").exists()
    assert not Message.objects.filter(key="held-2").exists()


def test_another_hour_moves_what_waits(member):
    chosen(member, days=[1])
    hold(member)

    digest = chosen(member, days=[1], at=time(17))

    assert Message.objects.get(key="held-1").due_at == digest.next_due_at + services.GRACE


def test_without_a_digest_it_goes_at_once_or_after_quiet_hours(member, monkeypatch):
    hold(member, 1)
    assert Message.objects.get(key="held-1").due_at <= timezone.now()

    digest = chosen(member, days=[], quiet_from=time(18), quiet_until=time(7))
    friday = date(2027, 3, 26)
    assert digest.quiet_ends(london(friday, 17)) == london(friday, 17)
    assert digest.quiet_ends(london(friday, 23)) == london(friday + timedelta(days=1), 7)
    assert digest.quiet_ends(london(friday, 3)) == london(friday, 7)
    # Over the night the clocks go forward.
    assert digest.quiet_ends(london(date(2027, 3, 27), 23)) == london(date(2027, 3, 28), 7)

    night = london(timezone.localdate() + timedelta(days=1), 2)
    monkeypatch.setattr(services.timezone, "now", lambda: night)
    hold(member, 2)
    assert Message.objects.get(key="held-2").due_at == london(timezone.localdate(night), 7)
    assert not Held.objects.exists()


def test_days_and_quiet_hours_are_real(member):
    for wrong in ({"days": [8]}, {"days": [1], "quiet_from": EIGHT}):
        with pytest.raises(ValidationError):
            services.choose(**{"by": member, "at": EIGHT, **wrong})
    assert not Digest.objects.exists()


def test_the_email_can_be_stopped_by_a_mail_program(member):
    digest = chosen(member)
    hold(member)
    due_at(digest, timezone.now())
    services.sweep()

    link = services.stop_link(digest)
    head = write(digests().get()).as_bytes().split(b"\r\n\r\n", 1)[0].decode()
    assert f"List-Unsubscribe: <{link}>" in head
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head
    other = outbox.queue("accounts/news", to=member.email, key="other")
    assert b"List-Unsubscribe" not in write(other).as_bytes()


def test_it_goes_with_the_person(member):
    digest = chosen(member)
    hold(member)

    kinds.kind("account").erase(member, None)

    assert not Digest.objects.filter(pk=digest.pk).exists()
    assert not Held.objects.exists()
