"""The calendar of the workspace, and the private address at which another calendar reads it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from diz_portal.agenda import selectors, services
from tests.factories.accounts import UserFactory
from tests.factories.partners import (
    AgreementFactory,
    OrganisationFactory,
    contributor_of,
    manager,
    viewer_of,
)
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import MilestoneFactory, RiskFactory, RoundFactory
from tests.factories.seminars import SeminarFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("agenda:calendar")
DAY = timedelta(days=1)


@pytest.fixture
def today():
    return timezone.localdate()


def address_in(client):
    return client.get(PAGE).context["address"].removeprefix("http://testserver")


def path_of(address):
    return "/" + address.split("/", 3)[3]


def test_six_weeks_hold_what_falls_on_a_day(client, today):
    boss = manager()
    client.force_login(boss)
    project = ProjectFactory(title="Fibre")
    MilestoneFactory(project=project, title="Poles", forecast_on=today + 3 * DAY)
    MilestoneFactory(project=project, title="Too late", forecast_on=today + 60 * DAY)
    RiskFactory(project=project, title="Silence", next_review_on=today + 8 * DAY)
    RoundFactory(
        month=today.replace(day=1),
        opens_on=today,
        due_on=today + 5 * DAY,
        closes_on=today + 70 * DAY,
    )
    AgreementFactory(title="Data sharing", signed_on=today - DAY, expires_on=today + 20 * DAY)
    SeminarFactory(title="First steps online", starts_at=timezone.now() + 10 * DAY)

    weeks = client.get(PAGE).context["weeks"]

    assert [(week.starts_on.weekday()) for week in weeks] == [0] * 6
    titles = [entry.title for week in weeks for entry in week.entries]
    assert [title for title in titles if "Too late" in title] == []
    for words in ("Milestone: Poles", "Silence", "returns due", "Data sharing", "First steps"):
        assert any(words in title for title in titles), words
    assert not any("returns close" in title for title in titles)


def test_an_empty_calendar_says_so(client):
    client.force_login(viewer_of())

    assert "No dates in the next 6 weeks" in client.get(PAGE).content.decode()


def test_nobody_sees_the_dates_of_projects_they_do_not_work_on(client, today):
    project = ProjectFactory(title="Fibre")
    MilestoneFactory(project=project, title="Poles", forecast_on=today + 3 * DAY)

    assert selectors.entries_of(contributor_of(OrganisationFactory()), today, today + 9 * DAY) == []
    assert len(selectors.entries_of(contributor_of(project.lead), today, today + 9 * DAY)) == 1


def test_a_private_address_opens_the_calendar_without_signing_in(client, today):
    project = ProjectFactory(title="Fibre")
    MilestoneFactory(project=project, title="Poles", forecast_on=today + 3 * DAY)
    client.force_login(contributor_of(project.lead))
    client.post(PAGE, {"create": "1"})
    address = path_of(client.get(PAGE).context["address"])
    client.logout()

    response = client.get(address)

    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert response["Content-Type"].startswith("text/calendar")
    assert str(event["SUMMARY"]) == "Milestone: Poles, Fibre"
    assert event["DTSTART"].dt == today + 3 * DAY
    # What is somebody's own is kept by no cache.
    assert "no-store" in response["Cache-Control"] or "no-cache" in response["Cache-Control"]


def test_a_stopped_address_opens_nothing_and_the_next_is_another(client):
    person = contributor_of()
    client.force_login(person)
    client.post(PAGE, {"create": "1"})
    client.post(PAGE, {"create": "1"})
    first = path_of(client.get(PAGE).context["address"])

    client.post(PAGE, {"stop": "1"})
    assert client.get(first).status_code == 404

    client.post(PAGE, {"create": "1"})
    second = path_of(client.get(PAGE).context["address"])
    assert second != first
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_an_address_ends_with_the_membership_and_with_the_account(client):
    person = contributor_of()
    token = selectors.token_of(services.create_address(by=person))
    address = reverse("agenda_feed", args=[token])
    assert client.get(address).status_code == 200

    person.memberships.update(ended_on=timezone.localdate())
    assert client.get(address).status_code == 404
    person.memberships.update(ended_on=None)
    person.is_active = False
    person.save()
    assert client.get(address).status_code == 404


def test_a_made_up_address_is_not_there(client):
    assert client.get(reverse("agenda_feed", args=["abc.def"])).status_code == 404


def test_somebody_without_a_part_has_no_calendar(client):
    client.force_login(UserFactory())

    assert client.get(PAGE).status_code == 403
