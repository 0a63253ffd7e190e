"""A site added in error is withdrawn, unless something stands on it: then it is said what."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from projects.change.services import requests
from projects.rollout.services.sites import withdraw_site
from projects.rollout.services.wayleaves import update_status
from projects.rollout.stages import Stage
from tests.factories.benefits import benefit_of
from tests.factories.change import asked, control_of
from tests.factories.partners import manager
from tests.factories.projects import SiteFactory, WayleaveFactory

pytestmark = pytest.mark.django_db


def test_a_site_with_an_open_wayleave_is_not_withdrawn():
    boss, site = manager(), SiteFactory(stage=Stage.CANDIDATE)
    wayleave = WayleaveFactory(site=site, grantor="Elm Estates")

    with pytest.raises(Refusal, match=r"open wayleave \(Elm Estates\)"):
        withdraw_site(site=site, by=boss, reason="Twice")

    update_status(
        wayleave=wayleave,
        to="not_required",
        on=timezone.localdate(),
        by=boss,
        expected_state=wayleave.state,
    )
    assert withdraw_site(site=site, by=boss, reason="Twice").withdrawn_at


def test_a_site_that_is_asked_about_is_not_withdrawn():
    boss, site = manager(), SiteFactory(stage=Stage.CANDIDATE)
    control_of(site.project, boss)
    request = asked(site.project, boss, sites=[site], scope_reason="added")

    with pytest.raises(Refusal, match="Change request 1 is about this site"):
        withdraw_site(site=site, by=boss, reason="Twice")

    requests.withdraw(by=boss, request=request, words="Not needed")
    assert withdraw_site(site=site, by=boss, reason="Twice").withdrawn_at


def test_a_site_that_was_measured_is_not_withdrawn():
    boss, site = manager(), SiteFactory(stage=Stage.CANDIDATE)
    benefit = benefit_of(site.project, boss)
    benefit.site_measures.create(site=site, month=date(2026, 1, 1), amount=3, by=boss)

    with pytest.raises(Refusal, match="cannot have been added in error"):
        withdraw_site(site=site, by=boss, reason="Twice")


def test_the_page_says_what_stands_on_a_site_before_a_reason_is_written(client):
    boss, site = manager(), SiteFactory(stage=Stage.CANDIDATE)
    WayleaveFactory(site=site, grantor="Elm Estates")
    client.force_login(boss)
    address = reverse("projects_workspace:site_withdraw", args=[site.project.slug, site.reference])

    page = client.get(address).content.decode()

    assert "You cannot withdraw this site yet. This site has an open wayleave (Elm Estates)" in page
    assert "<textarea" not in page
