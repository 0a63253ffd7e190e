"""Of a case: what the person has, what exactly they need, and nothing from before it began."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import NotNow
from inclusion.cases.services import cases, needs, work
from inclusion.databank.services import databank
from inclusion.devices.services import devices
from inclusion.learning.services import sessions
from inclusion.models import NeedState
from tests.editing import edit
from tests.factories.inclusion import NeedFactory, a_case, a_ready_device
from tests.inclusion.test_databank import key, receive

pytestmark = pytest.mark.django_db
ROOM = "inclusion_workspace:"


@pytest.fixture
def here(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def case(team):
    return a_case(handled_by=team.organisation)


def test_a_closed_case_shows_what_the_person_has(here, team, caseworker, case):
    device = a_ready_device(caseworker, kept_by=team.organisation)
    wants, data = (
        NeedFactory(case=case, kind=kind, state="approved") for kind in ("device", "data")
    )
    receive(caseworker)
    devices.reserve(device=device, need=wants, by=caseworker)
    devices.issue(
        device=device, by=caseworker, kind="gift", terms="Yours.", signed_name="Ada Example"
    )
    item = databank.issue(need=data, by=caseworker, key=key())
    for need in (wants, data):
        needs.move(need=need, to=NeedState.CONFIRMED, by=caseworker)
    cases.close(case=case, words="", by=caseworker)

    page = here.get(case.get_absolute_url()).content.decode()

    assert f"Gift of laptop {device.reference}" in page
    assert item.reference in page
    assert "20GB on Northline" in page
    assert "Issue mobile data" not in page


def test_a_need_is_worded_more_exactly_and_the_line_stays(here, case):
    need = NeedFactory(case=case, kind="device")

    edit(here, reverse(ROOM + "need_reword", args=[need.reference]), {"item": "A tablet"})

    need.refresh_from_db()
    assert need.item == "A tablet"
    assert case.events.get().summary == "“A device” changed to “A tablet”"


def test_the_same_need_twice_is_asked_about(here, case):
    NeedFactory(case=case, kind="data", item="20 GB a month")
    page = reverse(ROOM + "need_add", args=[case.reference])
    asked = here.post(page, {"kind": "data", "item": "20 gb a month"})
    assert asked.status_code == 422
    assert "is already a need of this case, with the status “identified”" in asked.content.decode()
    assert case.needs.count() == 1

    here.post(page, {"kind": "data", "item": "20 gb a month", "again": "on"})
    here.post(page, {"kind": "data", "item": "5 GB a month"})

    assert case.needs.count() == 3


def test_sessions_stand_among_the_appointments(here, caseworker, case):
    need = NeedFactory(case=case, kind="skills")
    sessions.book(
        need=need,
        starts_at=timezone.now() + timedelta(days=2),
        minutes=60,
        way="in_person",
        place="Library",
        whose=caseworker,
        by=caseworker,
    )

    page = here.get(case.get_absolute_url()).content.decode()

    assert "No appointments" not in page
    assert page.count("Digital skills session:") == 1
    assert page.index("Appointments") < page.index("Digital skills session:")


@pytest.mark.parametrize("days", [1, 400])
def test_nothing_is_arranged_before_the_case(caseworker, case, days):
    before = timezone.now() - timedelta(days=days)
    need = NeedFactory(case=case, kind="skills")
    there = {"place": "Library", "whose": caseworker, "by": caseworker}

    with pytest.raises(NotNow, match="This case was opened on"):
        sessions.book(need=need, starts_at=before, minutes=60, way="in_person", **there)
    with pytest.raises(NotNow, match="This case was opened on"):
        work.book(case=case, starts_at=before, **there)
    later = work.book(case=case, starts_at=timezone.now(), **there)
    with pytest.raises(NotNow, match="This case was opened on"):
        work.rebook(appointment=later, starts_at=before, **there)
