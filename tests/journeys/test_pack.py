"""A board pack in a browser: edited, an item withheld, issued, and both editions read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from projects.packs.models import Pack
from projects.packs.services import drafting
from projects.rollout.stages import Stage
from tests.factories.packs import board_in
from tests.factories.partners import manager
from tests.factories.projects import ProjectFactory, SiteFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_from_draft_to_both_editions(open_page):
    by = manager()
    project = ProjectFactory(title="Local Full Fibre Network")
    today = timezone.localdate()
    SiteFactory(project=project, name="Ash Surgery", stage=Stage.CONNECTED, on=today)
    pack = drafting.start(
        by=by, project=project, board=board_in(), since=today - timedelta(days=9), until=today
    )
    page = open_page(user=by)
    page.goto(reverse("packs:pack", args=[pack.reference]))

    page.get_by_role("link", name="Edit sentence 1").click()
    page.get_by_label("Sentence").fill("The first surgery is live.")
    page.get_by_role("button", name="Save sentence").click()
    expect(page.get_by_text("The first surgery is live.").first).to_be_visible()

    page.get_by_role("button", name="Add sentence").click()
    page.get_by_label("Sentence").fill("The supplier offered a lower price.")
    page.get_by_role("button", name="Add sentence").click()
    number = pack.sentences.filter(is_removed=False).count()
    page.get_by_role("link", name=f"Withhold sentence {number}").click()
    page.get_by_label("3: the financial or business affairs").check()
    page.get_by_label("Why is it in the public interest").fill("The price is being agreed.")
    later = today + timedelta(days=60)
    for box, part in (("Day", later.day), ("Month", later.month), ("Year", later.year)):
        page.get_by_label(box, exact=True).fill(str(part))
    page.get_by_role("button", name="Withhold item").click()

    page.get_by_role("button", name="Issue board pack").click()
    page.get_by_role("button", name="Issue board pack").click()
    expect(page.get_by_text("Board pack issued")).to_be_visible()
    assert not Pack.objects.get().is_draft

    page.get_by_role("link", name="Read the public edition").click()
    expect(page.get_by_text("The first surgery is live.")).to_be_visible()
    expect(page.get_by_text("A sentence is not for publication.")).to_be_visible()
    assert "lower price" not in page.content()
    page.go_back()
    page.get_by_role("link", name="Read the exempt edition").click()
    expect(page.get_by_text("The supplier offered a lower price.").first).to_be_visible()
    expect(page.get_by_text("Not for publication: exempt, paragraph 3").first).to_be_visible()
