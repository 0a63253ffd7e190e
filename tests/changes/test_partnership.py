"""What changed in the partnership, with the seminars, and with help given: numbers, no names."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from diz_portal import changes
from inclusion.cases.models import CaseEvent, CaseEventKind, NeedState
from inclusion.devices.models import DeviceEvent, DeviceState
from partners.models import OrganisationState
from seminars.models import SeminarEvent, SeminarEventKind, SeminarState
from seminars.selectors import turnout
from tests.changes.dated import as_of, days_ago, noon, rows_of, said
from tests.factories.inclusion import DeviceFactory, NeedFactory
from tests.factories.partners import (
    AgreementFactory,
    OrganisationFactory,
    caseworker_of,
    contributor_of,
    lead_of,
    manager,
)
from tests.factories.seminars import SeminarFactory

pytestmark = pytest.mark.django_db


def week(reader, **more):
    return changes.sentences(reader, since=days_ago(7), until=days_ago(0), **more)


def of_partners(reader, **more):
    return said(one for one in week(reader, **more) if one.kind.room == "Partners")


def become(organisation, state):
    organisation.state = state
    organisation.save()


def test_a_partner_joins_is_suspended_and_leaves():
    boss = manager()
    ours = as_of(OrganisationFactory(name="Harlow Libraries"), 30)
    member = lead_of(ours)
    stranger = contributor_of(as_of(OrganisationFactory(), 30))
    as_of(boss.memberships.get().organisation, 30)
    become(ours, OrganisationState.SUSPENDED)

    assert of_partners(boss) == ["1 partner was suspended"]
    assert of_partners(member) == ["1 partner was suspended"]
    assert of_partners(stranger) == of_partners(None) == []

    become(ours, OrganisationState.ACTIVE)
    assert of_partners(boss) == []  # as it was

    become(ours, OrganisationState.LEFT)
    assert of_partners(boss) == ["1 partner left the partnership"]

    new = as_of(OrganisationFactory(state=OrganisationState.INVITED), 30)
    become(new, OrganisationState.ACTIVE)
    assert of_partners(None) == ["1 partner joined"]
    assert of_partners(boss, organisation=ours) == ["1 partner left the partnership"]


def test_agreements_are_signed_and_expire_for_their_parties():
    ours, others = (as_of(OrganisationFactory(), 30) for _ in range(2))
    member, stranger = lead_of(ours), lead_of(others)
    values = {"parties": [ours, as_of(OrganisationFactory(), 30)]}
    AgreementFactory(title="Sharing", signed_on=days_ago(2), expires_on=None, **values)
    AgreementFactory(title="Old", signed_on=days_ago(90), expires_on=days_ago(3), **values)
    AgreementFactory(title="Today", signed_on=days_ago(90), expires_on=days_ago(0), **values)

    assert of_partners(member) == [
        "1 agreement was signed",
        "1 agreement expired or was ended",
    ]
    assert rows_of(week(member), "agreements-expired") == ["Old expired"]
    assert of_partners(stranger) == []


def held(seminar, kind=SeminarEventKind.HELD):
    return SeminarEvent.objects.create(seminar=seminar, kind=kind)


def test_seminars_finish_and_are_cancelled_and_who_organises_reads_how_many_came(monkeypatch):
    first, second, third = (
        SeminarFactory(title=title, state=SeminarState.PUBLISHED) for title in "ABC"
    )
    held(first)
    held(second)
    held(third, SeminarEventKind.CANCELLED)
    came = {first.pk: 23, second.pk: 12}

    def turnouts(seminars):
        return [
            turnout.Turnout(one, turnout.Tally(came=came[one.pk]), one.ways, [], 0)
            for one in seminars
        ]

    monkeypatch.setattr("seminars.what_changed.turnouts", turnouts)
    of_seminars = [one for one in week(manager()) if one.kind.room == "Seminars"]

    assert said(of_seminars) == [
        "2 seminars finished, with 35 people",
        "1 seminar was cancelled",
    ]
    assert "A finished: 23 people attended" in rows_of(of_seminars, "seminars-finished")
    assert said(week(None))[:2] == ["2 seminars finished", "1 seminar was cancelled"]

    came[second.pk] = 3
    found = week(manager())
    assert "2 seminars finished" in said(found)  # the sum would tell the 3
    assert "B finished: fewer than 5 people attended" in rows_of(found, "seminars-finished")


def closed(organisation, people, at):
    """People whose need was met, and whose case was closed then."""
    for _ in range(people):
        case = NeedFactory(case__handled_by=organisation, state=NeedState.CONFIRMED).case
        CaseEvent.objects.create(case=case, kind=CaseEventKind.CLOSED, at=at)


@pytest.fixture
def last_month():
    first = timezone.localdate().replace(day=1)
    return first - timedelta(days=1)


def months(reader, last, **more):
    found = changes.sentences(reader, since=last.replace(day=1), until=timezone.localdate(), **more)
    return rows_of(found, "people-helped")


def in_month(last):
    return timezone.make_aware(datetime(last.year, last.month, 12, 12))


def test_people_are_counted_by_whole_month_and_never_a_small_number(last_month):
    ours = OrganisationFactory(name="Harlow Libraries")
    closed(ours, 4, in_month(last_month))
    month = f"{last_month:%B %Y}"

    assert months(None, last_month) == [f"Fewer than 5 people were helped in {month}"]
    closed(ours, 3, in_month(last_month))
    assert months(None, last_month) == [f"7 people were helped in {month}"]
    # One day more or less never tells one person more or less.
    part = changes.sentences(
        None, since=last_month.replace(day=2), until=last_month - timedelta(days=1)
    )
    assert rows_of(part, "people-helped") == []


def test_nobody_works_out_the_small_number_of_the_others(last_month):
    ours, others = (OrganisationFactory(name=name) for name in ("Harlow Libraries", "Epping Aid"))
    closed(ours, 6, in_month(last_month))
    closed(others, 2, in_month(last_month))
    month = f"{last_month:%B %Y}"

    assert months(None, last_month) == months(manager(), last_month) == []
    assert months(caseworker_of(ours), last_month) == [
        f"6 people were helped by Harlow Libraries in {month}"
    ]
    assert months(manager(), last_month, organisation=others) == []
    closed(others, 3, in_month(last_month))
    assert months(None, last_month) == [f"11 people were helped in {month}"]


def test_devices_are_counted_by_day_for_those_who_see_them():
    ours = OrganisationFactory(name="Harlow Libraries")
    worker, stranger = caseworker_of(ours), lead_of(OrganisationFactory())
    for _ in range(2):
        device = DeviceFactory(kept_by=ours)
        DeviceEvent.objects.create(device=device, to_state=DeviceState.QUARANTINED, at=noon(2))
        DeviceEvent.objects.create(
            device=device,
            from_state=DeviceState.READY,
            to_state=DeviceState.ISSUED,
            at=noon(1),
        )

    found = [one for one in week(worker) if one.kind.room == "Device bank"]
    assert said(found) == ["2 devices were booked in", "2 devices were issued"]
    assert rows_of(found, "devices-issued") == ["2 devices were issued by Harlow Libraries"]
    assert [one.rows[0].counts for one in found][1] == {"devices_issued": 2}
    assert not [one for one in week(stranger) if one.kind.room == "Device bank"]
