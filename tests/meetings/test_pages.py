"""What the public reads of minutes, and what colleagues do."""

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.meetings.services import meetings
from tests.factories.change import held_meeting
from tests.factories.partners import OrganisationFactory, contributor_of, manager, viewer_of
from tests.factories.projects import ProjectFactory
from tests.words import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def released():
    """With a private item, and somebody who came."""
    by = manager()
    meeting = held_meeting(by)
    meetings.attend(
        by=by,
        meeting=meeting,
        organisation=OrganisationFactory(name="Stort Skills Trust"),
        name="Quentin Quiet",
        presence="present",
    )
    meetings.minute(by=by, meeting=meeting, number=1, heading="Progress", said="All is well.")
    meetings.minute(
        by=by,
        meeting=meeting,
        number=2,
        heading="Secretheading",
        said="Secretoffer",
        decision="Secretdecision",
        paragraph=3,
        private_because="Secretreason",
    )
    return meetings.release(by=by, meeting=meeting)


def test_the_public_reads_no_word_of_a_private_item_and_no_name(client, released):
    page = client.get(reverse("minutes:meeting", args=[released.reference])).content.decode()

    assert says(page, "All is well.")
    assert says(page, "Stort Skills Trust")
    assert says(page, "exempt under paragraph 3")
    assert "Secret" not in page
    assert "Quentin" not in page


def test_the_public_finds_the_minutes_from_a_project_and_from_every_footer(client, released):
    project = ProjectFactory(published=True)
    link = f'href="{reverse("minutes:list")}"'

    about = client.get(reverse("projects:detail", args=[project.slug])).content.decode()
    anywhere = client.get(reverse("partners:directory")).content.decode()
    minutes = client.get(reverse("minutes:list")).content.decode()

    assert link in about.split("About the project")[1].split("<footer")[0]
    assert link in anywhere.split("<footer")[1]
    assert reverse("minutes:meeting", args=[released.reference]) in minutes
    assert "Secret" not in minutes


def test_minutes_that_are_not_released_are_not_there(client):
    meeting = held_meeting(manager())
    meetings.minute(by=manager(), meeting=meeting, number=1, heading="Progress", said="Fine.")

    assert client.get(reverse("minutes:meeting", args=[meeting.reference])).status_code == 404
    assert "No minutes yet" in client.get(reverse("minutes:list")).content.decode()


def test_a_partner_reads_released_minutes_without_what_is_private(client, released):
    client.force_login(contributor_of(OrganisationFactory()))

    page = client.get(reverse("meetings:meeting", args=[released.reference])).content.decode()

    assert says(page, "All is well.")
    assert "Secret" not in page


def test_minutes_are_read_by_partners_once_they_are_released(client):
    by = manager()
    meeting = held_meeting(by)
    meetings.minute(by=by, meeting=meeting, number=1, heading="Progress", said="Not agreed yet.")
    client.force_login(viewer_of(OrganisationFactory()))

    page = client.get(reverse("meetings:meeting", args=[meeting.reference])).content.decode()

    assert not says(page, "Not agreed yet.")
    assert says(page, "The minutes have not been released yet.")


def test_an_owner_closes_an_action_and_no_one_else_finds_it(client):
    by, ours = manager(), OrganisationFactory()
    action = meetings.add_action(
        by=by,
        meeting=held_meeting(by),
        words="Write to the landowner",
        owner=ours,
        due_on=timezone.localdate(),
    )
    url = reverse("meetings:action_close", args=[action.reference])
    client.force_login(contributor_of(OrganisationFactory()))
    assert client.get(url).status_code == 404

    client.force_login(contributor_of(ours))
    client.post(url, {"closed_how": "Sent"})

    action.refresh_from_db()
    assert (action.closed_how, action.closed_on) == ("Sent", timezone.localdate())
