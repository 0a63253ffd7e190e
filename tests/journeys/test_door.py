"""An organiser with a phone at the door: two come, one was a slip, the list is closed."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from seminars.models import RegistrationEvent
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory, SeriesFactory, begun

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_organiser_checks_in_two_undoes_one_closes_and_reads_who_came(
    open_page, axe, no_sideways_scroll
):
    PartnershipFactory()
    organiser = manager(name="Morgan")
    series = SeriesFactory(title="Smart Place Seminars")
    seminar = SeminarFactory(
        title="Fibre for all", series=series, starts_at=timezone.now() - timedelta(minutes=5)
    )
    ada, bob, _eve = people = begun(seminar, 3)
    early = seminar.starts_at - timedelta(days=9)
    for one in people:
        RegistrationEvent.of(one, "registered", at=early).save()
    # Works without a script: at the door the network is poor.
    page = open_page(user=organiser, width=360, height=740, javascript=False)

    page.goto(f"/workspace/seminars/{seminar.slug}/")
    page.get_by_role("button", name="Check people in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("0 of 3 checked in")
    page.get_by_label("Name or reference").fill(ada.name)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name=f"Check in {ada.name}").click()
    expect(page.get_by_text(f"{ada.name} is checked in")).to_be_visible()
    page.get_by_role("button", name=f"Check in {bob.name}").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 of 3 checked in")
    no_sideways_scroll(page, 320)
    # The latest stands first among those just checked in.
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 of 3 checked in")
    page.get_by_role("link", name="Close attendance").click()
    expect(page.get_by_text("1 of 3 are checked in")).to_be_visible()
    page.get_by_role("button", name="Close attendance").click()
    expect(page.get_by_text("1 of 3 attended, 2 did not attend")).to_be_visible()

    seminar.refresh_from_db()
    seminar.state = "held"
    seminar.save()
    page.goto(f"/workspace/seminars/series/{series.slug}/")
    expect(page.get_by_text("33% of people who registered attended (1 of 3)").first).to_be_visible()
    no_sideways_scroll(page, 320)

    with_script = open_page(user=organiser, width=360, height=740)
    for path in (f"{seminar.slug}/door", f"series/{series.slug}"):
        with_script.goto(f"/workspace/seminars/{path}/")
        axe(with_script)
