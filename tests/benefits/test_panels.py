"""Benefits where people look for them: on the project's pages, as a file, in the monthly return."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from projects.benefits import selectors, services
from projects.benefits.models import BenefitMeasure
from projects.returns.selectors.return_facts import facts
from tests.factories.benefits import benefit_of, measured
from tests.factories.partners import OrganisationFactory, contributor_of, manager, viewer_of
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import ReturnFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["default"].clear()


@pytest.fixture
def partner():
    return OrganisationFactory(state="active")


@pytest.fixture
def project(partner):
    return ProjectFactory(published=True, partners=[partner])


def public(client, project):
    return client.get(reverse("projects:detail", args=[project.slug])).content.decode()


def test_public_page_of_a_project_shows_what_is_released_at_once(client, project):
    by = manager()
    benefit = benefit_of(project, by, title="More calls by video")
    assert "More calls by video" not in public(client, project)

    services.release(by=by, benefit=benefit)
    assert "More calls by video" in public(client, project)
    measured(benefit, by, 137)
    assert "137" in public(client, project)
    # It connects no sites, and says so nowhere.
    assert "No sites" not in public(client, project)

    services.withdraw(by=by, benefit=benefit)
    assert "More calls by video" not in public(client, project)


def test_public_page_of_a_programme_shows_what_its_projects_released(client, project):
    by = manager()
    other = ProjectFactory(published=True, programme=project.programme, title="Devices for all")
    hidden = ProjectFactory(published=False, programme=project.programme)
    for each, title in ((project, "More calls by video"), (other, "500 devices are given")):
        services.release(by=by, benefit=(benefit := benefit_of(each, by, title=title)))
        measured(benefit, by, 137)
    benefit_of(project, by, title="Not released")
    services.release(by=by, benefit=benefit_of(hidden, by, title="Of nothing public"))
    services.release(by=by, benefit=benefit_of(ProjectFactory(published=True), by, title="Others"))

    page = client.get(reverse("projects:programme", args=[project.programme.slug]))

    html = page.content.decode()
    assert all(words in html for words in ("More calls by video", "500 devices are given"))
    assert all(words not in html for words in ("Not released", "Of nothing public", ">Others<"))
    # Of several projects: each says which.
    assert html.count('data-label="Project"') == 2
    assert "Devices for all" in html


def test_workspace_page_of_a_project_shows_all_of_them(client, project, partner):
    benefit_of(project, manager(), title="More calls by video")
    client.force_login(viewer_of(partner))

    html = client.get(reverse("projects_workspace:project", args=[project.slug])).content.decode()

    assert "More calls by video" in html
    assert "No sites yet" not in html


def test_file_of_a_project_has_what_is_not_released(client, project, partner):
    by = manager()
    measured(benefit_of(project, by, title="Ours"), by, 120)
    benefit_of(ProjectFactory(), by, title="Of others")
    client.force_login(viewer_of(partner))

    answer = client.get(reverse("benefits:csv", args=[project.slug]))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig")

    rows = lines.splitlines()
    assert rows[0].startswith("reference,project,outcome,role")
    assert [row.split(",")[10] for row in rows[1:]] == ["baseline", "measured", "target"]
    assert "Of others" not in lines


def test_an_output_needs_no_other_causes_and_a_benefit_does(client, project):
    client.force_login(manager())
    address = reverse("benefits:add", args=[project.slug])
    day = {"baseline_on_0": 1, "baseline_on_1": 4, "baseline_on_2": 2025}
    day |= {"target_on_0": 31, "target_on_1": 3, "target_on_2": 2027}
    typed = {
        "title": "500 devices are given",
        "value": "societal",
        "owner": project.lead_id,
        "beneficiary": "Residents",
        "measure": "Devices given",
        "unit": "devices",
        "every_months": 1,
        "baseline": 0,
        "baseline_method": "None before",
        "target": 500,
        **day,
    }

    refused = client.post(address, {**typed, "role": "purpose"})
    assert refused.status_code == 422
    assert "Enter what else may cause a change" in refused.content.decode()
    assert client.post(address, {**typed, "role": "output"}).status_code == 302
    (found,) = selectors.by_role(selectors.realised(project.benefits.all()))
    assert found[0] == "Outputs of the project"


def test_return_asks_its_owner_for_what_is_due(client, project, partner):
    by = manager()
    due = benefit_of(project, by, title="Ducts used again", owner=partner)
    benefit_of(project, by, title="Of the lead")
    ended = benefit_of(project, by, title="No longer measured", owner=partner)
    type(ended).objects.filter(pk=ended.pk).update(ended_on=timezone.localdate())
    record = ReturnFactory(project=project, organisation=partner)
    writer = contributor_of(partner)
    client.force_login(writer)
    address = reverse("returns:return", args=[record.reference])

    html = client.get(address).content.decode()
    assert "Measures of benefits" in html
    assert "Ducts used again" in html
    assert "Of the lead" not in html
    assert "No longer measured" not in html

    page = reverse("returns:measure", args=[record.reference, due.reference])
    today = timezone.localdate()
    day = {"on_0": today.day, "on_1": today.month, "on_2": today.year}
    saved = client.post(page, {**day, "amount": "130", "method": "Drawings of what was built"})
    assert (saved.status_code, saved.url) == (302, f"{address}#measures")
    assert BenefitMeasure.objects.get().by == writer
    assert "Measures of benefits" not in client.get(address).content.decode()


def test_return_takes_no_measure_of_a_benefit_that_is_not_theirs(client, project, partner):
    foreign = benefit_of(project, manager())
    record = ReturnFactory(project=project, organisation=partner)
    client.force_login(contributor_of(partner))

    answer = client.get(reverse("returns:measure", args=[record.reference, foreign.reference]))

    assert answer.status_code == 404


def test_return_begins_with_what_was_measured_in_its_month(project, partner):
    by = manager()
    benefit = benefit_of(project, by, title="Ducts used again", unit="km", owner=partner)
    wrong = measured(benefit, by, 11)
    measured(benefit, by, 12, corrects=wrong, reason="Counted twice")
    measured(benefit_of(project, by, title="Of the lead"), by, 5)

    month = timezone.localdate().replace(day=1)
    told = facts(project, partner.pk, month)

    (fact,) = told
    assert fact.key == f"measured-{benefit.reference}"
    assert fact.text.startswith("Ducts used again: 12 km measured on ")
    before = (month - timedelta(days=1)).replace(day=1)
    assert facts(project, partner.pk, before) == []
