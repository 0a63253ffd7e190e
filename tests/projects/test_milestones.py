"""Milestones: the baseline is kept until a change is approved; forecasts move freely."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.utils import InternalError
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.words import uk_date
from projects.models import Milestone, MilestoneBaseline
from projects.portfolio.selectors import milestones as selectors
from projects.portfolio.services import milestones as services
from projects.rollout.services import sites
from tests.editing import edit
from tests.factories.partners import (
    OrganisationFactory,
    contributor_of,
    lead_of,
    manager,
    viewer_of,
)
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.reporting import MilestoneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def partnership():
    return PartnershipFactory()


@pytest.fixture
def partner():
    return OrganisationFactory()


@pytest.fixture
def project(partner):
    return ProjectFactory(partners=[partner])


@pytest.fixture
def milestone(project):
    return MilestoneFactory(project=project, title="Surveys done")


def address(name, milestone_or_project):
    if isinstance(milestone_or_project, Milestone):
        milestone = milestone_or_project
        return reverse(
            f"projects_workspace:{name}", args=[milestone.project.slug, milestone.reference]
        )
    return reverse(f"projects_workspace:{name}", args=[milestone_or_project.slug])


def test_update_moves_the_forecast_and_shows_the_slip(milestone):
    later = milestone.baseline_on + timedelta(days=20)

    changed = services.update(by=manager(), milestone=milestone, forecast_on=later)

    assert (changed.slippage_days, changed.slippage) == (20, "Forecast 20 days after baseline")


@pytest.mark.parametrize(
    ("baseline", "forecast", "actual", "said"),
    [
        (-30, 21, None, "30 days late, forecast 51 days after baseline"),
        (-30, -30, None, "30 days late"),
        (-1, -40, None, "1 day late"),
        (0, 0, None, "On time"),
        (5, 60, None, "Forecast 55 days after baseline"),
        (5, 4, None, "Forecast 1 day before baseline"),
        (-30, -10, -9, "21 days late"),
        (-30, -10, -31, "1 day early"),
        (-30, 5, -30, "On time"),
    ],
)
def test_late_counts_only_days_that_have_passed(baseline, forecast, actual, said):
    today = timezone.localdate()
    days = [one if one is None else today + timedelta(days=one) for one in (forecast, actual)]

    found = Milestone(
        baseline_on=today + timedelta(days=baseline), forecast_on=days[0], actual_on=days[1]
    )

    assert found.slippage == said


def test_update_refuses_a_milestone_met_in_the_future(milestone):
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(services.ActualInFuture):
        services.update(by=manager(), milestone=milestone, forecast_on=tomorrow, actual_on=tomorrow)


def test_add_refuses_a_title_twice(milestone):
    with pytest.raises(services.TitleTaken):
        services.add(
            by=manager(),
            project=milestone.project,
            title="Surveys done",
            baseline_on=timezone.localdate(),
        )


def test_change_baseline_keeps_the_approval_for_good(milestone):
    boss, was = manager(), milestone.baseline_on
    new = was + timedelta(days=30)

    changed = services.change_baseline(by=boss, milestone=milestone, new_on=new, reason="Board")

    change = changed.baseline_changes.get()
    assert (change.old_on, change.new_on, change.approved_by) == (was, new, boss)
    assert (changed.baseline_on, changed.forecast_on, changed.slippage_days) == (new, was, -30)
    with pytest.raises(InternalError), transaction.atomic():
        MilestoneBaseline.objects.update(reason="Rewritten")


def test_change_baseline_refuses_the_same_date_and_a_milestone_that_is_met(milestone):
    with pytest.raises(services.BaselineUnchanged):
        services.change_baseline(
            by=manager(), milestone=milestone, new_on=milestone.baseline_on, reason="x"
        )
    today = timezone.localdate()
    services.update(by=manager(), milestone=milestone, forecast_on=today, actual_on=today)
    with pytest.raises(services.MilestoneComplete):
        services.change_baseline(by=manager(), milestone=milestone, new_on=today, reason="x")


def test_the_database_moves_a_baseline_only_with_an_approval(milestone):
    with pytest.raises(InternalError, match="approved change"), transaction.atomic():
        Milestone.objects.update(baseline_on=milestone.baseline_on + timedelta(days=1))

    milestone.note = "Other changes are free"
    milestone.save()


def test_slipping_finds_late_forecasts_and_passed_dates(project):
    today = timezone.localdate()
    day = timedelta(days=1)
    MilestoneFactory(project=project, title="On time", baseline_on=today + 5 * day)
    MilestoneFactory(
        project=project, title="A little", baseline_on=today, forecast_on=today + 14 * day
    )
    slips = MilestoneFactory(
        project=project, title="Slips", baseline_on=today, forecast_on=today + 15 * day
    )
    passed = MilestoneFactory(project=project, title="Passed", baseline_on=today - day)
    MilestoneFactory(
        project=project, title="Met", baseline_on=today - 40 * day, actual_on=today - day
    )

    assert list(selectors.slipping(today)) == [passed, slips]


def test_strangers_and_others_do_not_find_the_pages(client, milestone):
    assert client.get(address("milestones", milestone.project)).status_code == 302
    client.force_login(lead_of())
    for name in ("milestone", "milestone_baseline"):
        assert client.get(address(name, milestone)).status_code == 404
    for name in ("milestones", "milestone_add"):
        assert client.get(address(name, milestone.project)).status_code == 404


def test_a_viewer_reads_and_a_contributor_edits_but_only_a_manager_moves_the_baseline(
    client, milestone, partner
):
    client.force_login(viewer_of(partner))
    assert client.get(address("milestones", milestone.project)).status_code == 200
    assert client.get(address("milestone", milestone)).status_code == 403
    client.force_login(contributor_of(partner))
    assert client.get(address("milestone", milestone)).status_code == 200
    assert client.get(address("milestone_baseline", milestone)).status_code == 403
    client.force_login(manager())
    assert client.get(address("milestone_baseline", milestone)).status_code == 200


def test_a_contributor_adds_edits_and_meets_a_milestone(client, project, partner):
    client.force_login(contributor_of(partner))
    today = timezone.localdate()

    response = client.post(
        address("milestone_add", project),
        {"title": "First line lit", "baseline_on": today.isoformat(), "owner": partner.pk},
    )
    assert response.status_code == 302
    made = project.milestones.get()
    response = edit(
        client,
        address("milestone", made),
        {
            "forecast_on": today.isoformat(),
            "actual_on": today.isoformat(),
            "owner": "",
            "note": "Lit",
        },
    )

    assert response.status_code == 302
    made.refresh_from_db()
    assert (made.actual_on, made.note, made.owner) == (today, "Lit", None)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": "Surveys done"}, "already has a milestone with this title"),
        ({"title": ""}, "Enter a milestone"),
        ({"title": "x" * 201}, "Enter 200 characters or fewer"),
        ({"baseline_on": "31/02/2026"}, "Enter a real date"),
        ({"baseline_on": ""}, "Enter the baseline date"),
        ({"owner": "999999"}, "Select an answer from the list"),
    ],
)
def test_bad_input_is_a_sentence(client, milestone, partner, values, sentence):
    client.force_login(contributor_of(partner))
    good = {"title": "New", "baseline_on": "2026-12-01"}

    response = client.post(address("milestone_add", milestone.project), good | values)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert milestone.project.milestones.count() == 1


def test_a_manager_changes_the_baseline_with_a_reason(client, milestone):
    client.force_login(manager())
    new = milestone.baseline_on + timedelta(days=9)

    bad = client.post(address("milestone_baseline", milestone), {"new_on": new.isoformat()})
    assert bad.status_code == 422
    client.post(
        address("milestone_baseline", milestone), {"new_on": new.isoformat(), "reason": "Board"}
    )

    milestone.refresh_from_db()
    assert milestone.baseline_on == new
    assert "Board" in client.get(address("milestone", milestone)).content.decode()


# What was first promised ----------------------------------------------------------------


def test_first_planned_is_the_first_baseline_with_each_change_below_it(client):
    boss = manager()
    project = ProjectFactory(slug="fibre", published=True)
    milestone = services.add(
        by=boss, project=project, title="All live", baseline_on=date(2027, 1, 8)
    )
    services.change_baseline(
        by=boss, milestone=milestone, new_on=date(2027, 3, 4), reason="wayleaves took longer"
    )
    services.change_baseline(
        by=boss, milestone=milestone, new_on=date(2027, 3, 1), reason="the survey went well"
    )
    old = MilestoneBaseline.objects.create(
        milestone=milestone,
        old_on=date(2027, 3, 1),
        new_on=date(2027, 3, 2),
        reason="As Ada told Ben",
        reason_is_public=False,
        approved_by=boss,
    )

    public = client.get("/projects/fibre/").content.decode()
    client.force_login(boss)
    inside = client.get(reverse("projects_workspace:milestones", args=["fibre"])).content.decode()

    for page in (public, inside):
        assert "8 January 2027" in page
        assert "Moved back by 55 days on" in page
        assert "because wayleaves took longer" in page
        assert "Brought forward by 3 days on" in page
    assert old.moved in public
    assert "As Ada told Ben" not in public
    assert "As Ada told Ben" in inside


def test_a_title_can_be_put_right_and_is_one_of_its_project():
    boss, project = manager(), ProjectFactory()
    one, _ = (
        services.add(by=boss, project=project, title=title, baseline_on=date(2027, 1, 8))
        for title in ("All survyes", "All live")
    )

    services.update(by=boss, milestone=one, forecast_on=one.forecast_on, title="All surveys")
    one.refresh_from_db()
    assert one.title == "All surveys"
    with pytest.raises(services.TitleTaken):
        services.update(by=boss, milestone=one, forecast_on=one.forecast_on, title="All live")


def test_a_milestone_that_was_no_promise_is_withdrawn_with_a_reason(client):
    boss, project = manager(), ProjectFactory(slug="fibre", published=True)
    milestone = services.add(
        by=boss, project=project, title="Twice", baseline_on=timezone.localdate()
    )
    client.force_login(boss)
    address = reverse("projects_workspace:milestone_withdraw", args=["fibre", milestone.reference])

    assert client.post(address, {"reason": ""}).status_code == 422
    listed = client.post(address, {"reason": "Entered twice"}, follow=True).content.decode()

    assert "Entered twice" in listed
    assert "Twice" not in client.get("/projects/fibre/").content.decode()
    assert not Milestone.objects.open().exists()
    assert client.get(address).status_code == 404
    services.add(by=boss, project=project, title="Twice", baseline_on=timezone.localdate())


def test_a_site_added_in_error_is_withdrawn_and_one_in_scope_is_not(client):
    boss, project = manager(), ProjectFactory(slug="fibre")
    wrong = SiteFactory(project=project, stage="candidate", name="Not ours")
    kept = SiteFactory(project=project, stage="ordered")
    client.force_login(boss)

    def ask(site):
        return client.post(
            reverse("projects_workspace:site_withdraw", args=["fibre", site.reference]),
            {"reason": "Entered twice"},
        )

    assert ask(wrong).status_code == 302
    refused = ask(kept)

    assert "This site is in scope" in refused.content.decode()
    wrong.refresh_from_db()
    assert wrong.withdrawn_reason == "Entered twice"
    assert list(project.sites.standing()) == [kept]


def test_a_site_in_scope_is_not_asked_why_it_is_withdrawn(client):
    project = ProjectFactory(slug="fibre")
    site = SiteFactory(project=project, stage="ordered")
    client.force_login(manager())
    address = reverse("projects_workspace:site_withdraw", args=["fibre", site.reference])

    text = client.get(address).content.decode()

    assert "This site is in scope" in text
    assert reverse("projects_workspace:scope_change", args=["fibre"]) in text
    assert 'name="reason"' not in text


@pytest.mark.parametrize("kind", ["site", "milestone"])
def test_what_is_withdrawn_says_so_to_who_may_restore_it(client, kind):
    boss, partner = manager(), OrganisationFactory()
    project = ProjectFactory(slug="fibre", partners=[partner])
    if kind == "site":
        gone = SiteFactory(project=project, stage="candidate", name="Twice")
    else:
        gone = MilestoneFactory(project=project, title="Twice")
    address, withdraw, restore = (
        reverse(f"projects_workspace:{name}", args=["fibre", gone.reference])
        for name in (kind, f"{kind}_withdraw", f"{kind}_restore")
    )
    client.force_login(boss)
    client.post(withdraw, {"reason": "Entered twice"})

    page = client.get(address)
    text = " ".join(page.content.decode().split())
    assert page.status_code == 200
    assert f"This was withdrawn on {uk_date(timezone.localdate())}: “Entered twice”" in text
    assert restore in text
    client.force_login(contributor_of(partner))
    assert client.get(address).status_code == 404


def test_a_site_whose_import_was_undone_says_so(client):
    undone = SiteFactory(stage="candidate", withdrawn_at=timezone.now())
    client.force_login(manager())
    where = [undone.project.slug, undone.reference]

    text = client.get(reverse("projects_workspace:site", args=where)).content.decode()

    assert "when its import was undone" in text
    assert reverse("projects_workspace:site_restore", args=where) not in text


# Put back -----------------------------------------------------------------------------


def changes_of(client, kind, record) -> str:
    page = client.get(reverse("trail:history", args=[kind, record.reference]))
    return " ".join(page.content.decode().split())


def test_a_milestone_withdrawn_in_error_is_restored_with_a_reason(client):
    boss, project = manager(), ProjectFactory(slug="fibre", published=True)
    milestone = MilestoneFactory(project=project, title="All surveys")
    client.force_login(boss)
    for name, reason in (("withdraw", "Entered twice"), ("restore", "It was the other one")):
        address = reverse(
            f"projects_workspace:milestone_{name}", args=["fibre", milestone.reference]
        )
        assert client.post(address, {"reason": " "}).status_code == 422
        client.post(address, {"reason": reason})

    milestone.refresh_from_db()
    assert milestone.withdrawn_at is None
    assert "All surveys" in client.get("/projects/fibre/").content.decode()
    told = changes_of(client, "milestone", milestone)
    assert "Withdrawn: Entered twice" in told
    assert "Restored: It was the other one" in told
    # Pressed twice, it is back already.
    assert client.post(address, {"reason": "Again"}).status_code == 302
    assert changes_of(client, "milestone", milestone).count("Restored:") == 1


def test_a_milestone_whose_title_is_taken_is_not_restored():
    boss, gone = manager(), MilestoneFactory(title="All surveys")
    services.withdraw(by=boss, milestone=gone, reason="Entered twice")
    MilestoneFactory(project=gone.project, title="All surveys")

    with pytest.raises(services.TitleTaken, match="now has the same title"):
        services.restore(by=boss, milestone=gone, reason="It was the other one")


def test_a_site_withdrawn_in_error_is_restored_where_it_was(client):
    boss, project = manager(), ProjectFactory(slug="fibre")
    site = SiteFactory(project=project, stage="candidate", name="Elm Surgery", ods_code="E82001")
    client.force_login(boss)
    withdraw, restore = (
        reverse(f"projects_workspace:site_{name}", args=["fibre", site.reference])
        for name in ("withdraw", "restore")
    )
    client.post(withdraw, {"reason": "Entered twice"})
    listed = client.get(reverse("projects_workspace:sites", args=["fibre"])).content.decode()
    assert "Entered twice" in listed
    assert restore in listed

    assert client.post(restore, {"reason": ""}).status_code == 422
    client.post(restore, {"reason": "It was the other one"})

    site.refresh_from_db()
    assert (site.withdrawn_at, site.stage, site.in_scope) == (None, "candidate", False)
    assert list(project.sites.standing()) == [site]
    page = reverse("projects_workspace:site", args=["fibre", site.reference])
    text = client.get(page).content.decode()
    assert text.index("It was the other one") < text.index("Entered twice")
    assert text.index("Entered twice") < text.index("See all changes")
    assert "Restored: It was the other one" in changes_of(client, "site", site)


def test_a_site_whose_code_is_taken_or_whose_import_was_undone_is_not_restored():
    boss, project = manager(), ProjectFactory()
    gone = SiteFactory(project=project, stage="candidate", ods_code="E82001")
    sites.withdraw_site(site=gone, by=boss, reason="Entered twice")
    SiteFactory(project=project, stage="candidate", ods_code="E82001")
    undone = SiteFactory(project=project, stage="candidate", withdrawn_at=timezone.now())

    with pytest.raises(Refusal, match="ODS code"):
        sites.restore_site(site=gone, by=boss, reason="It was the other one")
    with pytest.raises(Refusal, match="Import the file again"):
        sites.restore_site(site=undone, by=boss, reason="It was the other one")
