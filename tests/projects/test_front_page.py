from decimal import Decimal

import pytest
from django.urls import reverse

from projects.rollout.stages import Stage
from tests.factories.partners import OrganisationFactory
from tests.factories.projects import ProjectFactory, SiteFactory

pytestmark = pytest.mark.django_db


def figures_of(client) -> dict[str, str]:
    found = client.get(reverse("home")).context["figures"]
    return {figure.label: figure.number for figure in found}


def test_front_page_shows_the_usual_speed_of_live_measured_sites(client):
    project = ProjectFactory(title="Fibre")
    for before, after, stage in (
        (20, 900, Stage.CONNECTED),
        (30, 940, Stage.IN_SERVICE),
        (70, 950, Stage.ACCEPTED),
        (10, None, Stage.ACCEPTED),
        (1, 1, Stage.CIVILS),
    ):
        SiteFactory(
            project=project,
            stage=stage,
            download_before_mbps=Decimal(before),
            download_after_mbps=None if after is None else Decimal(after),
        )

    shown = figures_of(client)

    assert (
        shown["typical (median) download speed where we measured, up from 30 Mbit/s"]
        == "940 Mbit/s"
    )


def test_front_page_counts_only_active_partners(client):
    OrganisationFactory.create_batch(2)
    OrganisationFactory(state="suspended")

    assert figures_of(client)["organisations working together"] == "2"


def test_front_page_claims_nothing_before_there_is_anything(client):
    assert figures_of(client) == {}


def test_front_page_begins_with_help_then_what_is_on_and_then_progress(client):
    SiteFactory(project=ProjectFactory(title="Fibre"), stage=Stage.IN_SERVICE)

    html = client.get(reverse("home")).content.decode()

    order = ["app-band__title", ">Get help</h2>", "Progress so far", ">Take part</h2>"]
    places = [html.index(words) for words in order]
    assert places == sorted(places)
    # The first button of the page leads to help.
    button = html.index("govuk-button", html.index("app-band__actions"))
    assert reverse("inclusion:help") in html[button - 300 : button + 300]
