"""A programme manager finds the portal restored, reads what was done, and releases its messages."""

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from diz_portal.models import Restoration
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def look(axe, no_sideways_scroll, photograph):
    def look(page, name):
        held = page.viewport_size
        axe(page)
        photograph(page, f"{name}-1280")
        page.set_viewport_size({"width": 360, "height": 740})
        photograph(page, f"{name}-360")
        no_sideways_scroll(page, 360)
        page.set_viewport_size(held)

    return look


@pytest.mark.parametrize("javascript", [True, False])
def test_manager_releases_a_restored_portal(open_page, look, javascript):
    cache.clear()
    PartnershipFactory()
    now = timezone.now()
    facts = {"erased": 2, "recognised": 20, "doubtful": 0, "journal_found": True}
    facts["left"] = ["registration 2345678923: it is not known if it was erased"]
    Restoration.objects.create(taken_at=now, finished_at=now, facts=facts)
    page = open_page(user=manager(), javascript=javascript)

    page.goto("/workspace/operations/")

    main = page.get_by_role("main")
    expect(main).to_contain_text("Email and texts are held")
    expect(main).to_contain_text("registration 2345678923")
    if javascript:
        look(page, "operations")
    page.get_by_role("link", name="Release messages").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Release messages?")
    if javascript:
        look(page, "operations-release")
    page.get_by_role("button", name="Release messages").click()
    expect(page.get_by_role("main")).to_contain_text("Messages released")
    assert Restoration.objects.get().is_released
