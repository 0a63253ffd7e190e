"""Monday's digest in a browser: chosen, sent, read, and opened from its link."""

import re
from datetime import time

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from diz_portal.digests import services
from diz_portal.digests.models import Digest
from diz_portal.outbox.models import Message
from projects.rollout.stages import Stage
from tests.changes.dated import days_ago
from tests.factories.partners import OrganisationFactory, contributor_of
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory, enter

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def member():
    PartnershipFactory()
    ours = OrganisationFactory(name="Northline Networks")
    project = ProjectFactory(title="Surgery fibre", partners=[ours], published=False)
    site = SiteFactory(
        project=project, name="Elm House Surgery", stage=Stage.ORDERED, on=days_ago(90)
    )
    enter(site, Stage.CONNECTED, days_ago(2))
    return contributor_of(ours, name="Priya Shah")


@pytest.mark.parametrize("javascript", [True, False])
def test_mondays_digest_is_chosen_sent_read_and_opened(open_page, axe, member, javascript):
    page = open_page(user=member, width=360, javascript=javascript)

    page.goto(reverse("mfa_index"))
    page.get_by_role("link", name=re.compile("Change email digest", re.IGNORECASE)).click()
    page.get_by_label("Monday").check()
    page.get_by_label("At what time?").fill("8am")
    if javascript:
        axe(page)
    page.get_by_role("button", name="Save email digest").click()
    expect(page.get_by_text("Email digest saved")).to_be_visible()
    expect(page.get_by_text(re.compile("The next one is due on Monday"))).to_be_visible()

    digest = Digest.objects.get(person=member)
    assert (digest.days, digest.at) == ([1], time(8))
    Digest.objects.update(next_due_at=timezone.now())
    assert services.sweep() == 1
    letter = Message.objects.get(template="digests/digest")
    assert "- 1 surgery went live" in letter.body

    path = re.search(r"/workspace/changes/\S+", letter.body)[0]
    page.goto(path)
    expect(page.get_by_role("heading", name="What changed")).to_be_visible()
    page.get_by_text("1 surgery went live").click()
    if javascript:
        axe(page)
    page.get_by_role("link", name="Elm House Surgery went live").click()
    expect(page.get_by_role("heading", name="Elm House Surgery")).to_be_visible()

    page.goto("/" + services.stop_link(digest).split("/", 3)[3])
    page.get_by_role("button", name="Stop email digest").click()
    expect(page.get_by_role("heading", name="Email digest stopped")).to_be_visible()
    digest.refresh_from_db()
    assert digest.days == []
