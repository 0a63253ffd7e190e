"""The page of a record's changes: who, when, what it was and what it became."""

import pghistory
import pytest
from django.conf import settings
from django.urls import reverse

from diz_portal import trail
from diz_portal.trail import reading
from diz_portal.trail.registry import tracked_of
from partners.services import people
from projects.models import Site
from projects.rollout.services import sites as services
from tests.factories.partners import (
    OrganisationFactory,
    contributor_of,
    lead_of,
    manager,
    viewer_of,
)
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.reporting import ReturnFactory, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return SiteFactory(project=ProjectFactory(slug="fibre"), order_ref="", name="Elm House")


def edit(site, by, **facts):
    with pghistory.context(user=by.pk, url="/"):
        services.edit_site(site=site, version=Site.objects.get(pk=site.pk).version, by=by, **facts)


def changes(kind, record):
    return [
        (entry.by, change.field, change.before, change.after)
        for entry in reading.history(tracked_of(kind), record)
        for change in entry.changes
    ]


def page(kind, reference):
    return reverse("trail:history", args=[kind, reference])


def test_it_tells_who_changed_what_in_the_words_of_the_form(site):
    ann = manager()
    edit(site, ann, order_ref="OR-7", cost_actual="19500.00", planned_live_on="2026-10-02")
    edit(site, ann, order_ref="", download_before_mbps="33.5")

    assert (str(ann), "Order reference", "OR-7", "empty") in changes("site", site)[:2]
    assert (str(ann), "Download speed before (Mbit/s)", "empty", "33.5") in changes("site", site)
    assert {row[1:] for row in changes("site", site)[2:]} == {
        ("Order reference", "empty", "OR-7"),
        ("Planned live date", "empty", "2 October 2026"),
        ("Actual cost (£)", "empty", "19,500.00"),
    }


def test_choices_records_and_imports_are_named(site):
    project, other = site.project, OrganisationFactory(name="New Lead")
    with pghistory.context(user=manager().pk, imports="abc"):
        project.lead = other
        project.state = "stopped"
        project.save()

    told = {row[1:] for row in changes("project", project)}
    assert ("Status", "Running", "Stopped") in told
    assert any(row[0] == "Lead" and row[2] == "New Lead" for row in told)
    assert all(row[0].endswith(", by an import") for row in changes("project", project))


def test_what_nobody_did_was_done_by_the_portal(site):
    Site.objects.filter(pk=site.pk).update(supplier="Northline")

    ((who, what, _, after),) = changes("site", site)
    assert (who, what, after) == ("The portal", "Supplier", "Northline")


def test_the_page_is_as_wide_as_the_record(client, site):
    edit(site, manager(), order_ref="OR-7")

    for person, answer in (
        (manager(), 200),
        (viewer_of(site.project.lead), 200),
        (contributor_of(), 404),
    ):
        client.force_login(person)
        response = client.get(page("site", site.reference))
        assert response.status_code == answer
        assert ("OR-7" in response.content.decode()) == (answer == 200)
    assert client.get(page("case", "abc")).status_code == 404


def test_what_was_not_sent_of_a_return_is_its_own_organisations(client):
    record = ReturnFactory()
    writer = contributor_of(record.organisation)
    submitted(writer, record)

    client.force_login(manager())
    assert client.get(page("return", record.reference)).status_code == 404
    client.force_login(writer)
    assert "Spend to date" in client.get(page("return", record.reference)).content.decode()


def test_an_organisation_tells_of_its_members_to_whoever_looks_after_it(client):
    ours = OrganisationFactory()
    lead, viewer = lead_of(ours), viewer_of(ours)
    people.change_role(by=lead, membership=viewer.memberships.get(), role="contributor")

    client.force_login(lead)
    text = client.get(page("organisation", ours.slug)).content.decode()
    assert f"Member: {viewer}" in text
    assert "Viewer" in text
    client.force_login(viewer)
    assert client.get(page("organisation", ours.slug)).status_code == 404


def test_the_admins_history_leads_to_it(client, site):
    client.force_login(manager())

    text = client.get(reverse("admin:projects_site_history", args=[site.pk])).content.decode()

    assert trail.url_of(site) == page("site", site.reference)
    assert trail.url_of(site) in text


def test_a_long_history_costs_what_a_short_one_does(site, django_assert_num_queries):
    ann = manager()
    edit(site, ann, order_ref="1")
    with django_assert_num_queries(3):
        reading.history(tracked_of("site"), site)
    for number in range(5):
        edit(site, ann, order_ref=str(number))
    with django_assert_num_queries(3):
        reading.history(tracked_of("site"), site)


def test_nothing_in_the_product_decides_by_it():
    """Only its page reads the trail, what tells people of changes (`what_changed.py`), and what a
    site's page tells of its withdrawal; the versions of public pages ask how many rows it has, and
    the score of a forecast what was planned on a past day."""
    reads = {
        str(path.relative_to(settings.BASE_DIR))
        for app in ("diz_portal", "partners", "projects", "seminars", "inclusion")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if "migrations" not in path.parts
        and "trail" not in path.parts
        and any(
            word in path.read_text()
            for word in ("trail.reading", "trail import reading", "trail.net", "siteaudit")
        )
    }

    assert reads == {
        "partners/what_changed.py",
        "projects/forecast/scoring.py",
        "projects/front_page.py",
        "projects/impact_figures.py",
        "projects/money/what_changed.py",
        "projects/portfolio/what_changed.py",
        "projects/rollout/what_changed/dates.py",
        "projects/rollout/selectors/sites.py",
        "projects/rollout/version.py",
    }


def test_the_oldest_change_that_is_shown_is_not_the_beginning(site, monkeypatch):
    ann = manager()
    for number in range(3):
        edit(site, ann, order_ref=f"OR-{number}")
    whats = [entry.what for entry in reading.history(tracked_of("site"), site)]
    assert whats == ["Changed", "Changed", "Changed", "Added"]

    monkeypatch.setattr(reading, "MOST", 3)

    assert {entry.what for entry in reading.history(tracked_of("site"), site)} == {"Changed"}
