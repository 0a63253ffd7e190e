"""What changed in projects, as those who work there, other partners and the public are told it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from diz_portal import changes
from projects.models import ScopeReason
from projects.portfolio.services import milestones
from projects.rollout.services.sites import correct_entry
from projects.rollout.stages import Stage
from tests.changes.dated import as_of, days_ago, noon, rows_of, said
from tests.factories.forecasts import published
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.projects import (
    ProjectFactory,
    SiteFactory,
    WayleaveFactory,
    enter,
    put_in_scope,
)
from tests.factories.reporting import (
    MilestoneFactory,
    ReturnFactory,
    RiskFactory,
    RoundFactory,
    accepted,
    submitted_rows,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier():
    return OrganisationFactory(name="Northline Networks")


@pytest.fixture
def project(supplier):
    return ProjectFactory(title="Surgery fibre", partners=[supplier], published=False)


@pytest.fixture
def member(supplier):
    return contributor_of(supplier)


# Each organisation that a test makes has just joined.
JOINED = {"partners-joined"}


def week(reader, **more):
    more = {"without": JOINED, **more}
    return changes.sentences(reader, since=days_ago(7), until=days_ago(0), **more)


def ordered(project, name, **values):
    """A site that was in scope long before the week."""
    return SiteFactory(project=project, name=name, stage=Stage.ORDERED, on=days_ago(60), **values)


def test_sites_that_went_live_are_counted_named_and_linked(project, member):
    for name in ("Elm House Surgery", "Brook Lane Surgery"):
        enter(ordered(project, name), Stage.CONNECTED, days_ago(2))
    site = ordered(project, "Ash Surgery")
    enter(site, Stage.CONNECTED, days_ago(3))
    enter(site, Stage.IN_SERVICE, days_ago(1))

    live, serving = week(member)

    assert live.says == "3 surgeries went live"
    assert [row.says for row in live.rows] == [
        "Ash Surgery went live",
        "Brook Lane Surgery went live",
        "Elm House Surgery went live",
    ]
    assert live.rows[0].on == days_ago(3)
    assert live.rows[0].project == project
    assert live.rows[0].url == reverse(
        "projects_workspace:site", args=[project.slug, site.reference]
    )
    assert serving.says == "1 surgery came into service"


def test_one_site_that_is_no_practice_makes_them_sites(project, member):
    enter(ordered(project, "Elm House Surgery"), Stage.CONNECTED, days_ago(2))
    enter(ordered(project, "Town hall", ods_code=None), Stage.CONNECTED, days_ago(2))

    assert said(week(member)) == ["2 sites went live"]


def test_a_site_that_went_back_or_on_hold_says_so_with_the_reason(project, member):
    site = ordered(project, "Elm House Surgery")
    enter(site, Stage.CONNECTED, days_ago(20))
    enter(site, Stage.ON_HOLD, days_ago(2), reason="Flooded")

    assert said(week(member)) == ["1 surgery is no longer live", "1 surgery was put on hold"]
    assert rows_of(week(member), "sites-on-hold") == ["Elm House Surgery was put on hold: Flooded"]


def test_what_was_before_and_after_the_days_is_not_told(project, member):
    enter(ordered(project, "Elm House Surgery"), Stage.CONNECTED, days_ago(8))
    enter(ordered(project, "Ash Surgery"), Stage.CONNECTED, days_ago(7))

    found = changes.sentences(member, since=days_ago(7), until=days_ago(6))

    assert rows_of(found, "sites-live") == ["Ash Surgery went live"]
    assert rows_of(week(member), "sites-live") == ["Ash Surgery went live"]


def test_what_was_recorded_late_is_told_apart(project, member):
    enter(ordered(project, "Elm House Surgery"), Stage.CONNECTED, days_ago(20))

    assert week(member) == []
    assert rows_of(week(member, late=True), "sites-live") == ["Elm House Surgery went live"]


def test_scope_is_told_with_its_reasons(project, member):
    put_in_scope(SiteFactory(project=project, stage=Stage.ELIGIBLE), reason=ScopeReason.ADDED)
    first, second, third = (ordered(project, f"Surgery {n}") for n in "ABC")
    put_in_scope(first, second, step=-1, reason=ScopeReason.NO_WAYLEAVE)

    assert said(week(member)) == [
        "1 surgery was added to scope",
        "2 surgeries were removed from scope: wayleave refused",
    ]
    put_in_scope(third, step=-1, reason=ScopeReason.MERGED)
    assert said(week(member))[1] == (
        "3 surgeries were removed from scope: wayleave refused (2) and site closed or merged (1)"
    )


def test_a_site_slips_by_all_moves_of_the_days_together(project, member):
    slipped = ordered(project, "Elm House Surgery", planned_live_on=days_ago(-10))
    back_again = ordered(project, "Ash Surgery", planned_live_on=days_ago(-10))
    sooner = ordered(project, "Oak Surgery", planned_live_on=days_ago(-10))
    for site in (slipped, back_again, sooner):
        as_of(site, 30)

    def expect(site, days):
        site.expected_live_on = days_ago(-days)
        site.save(update_fields=["expected_live_on"])

    expect(slipped, 20)
    expect(slipped, 50)
    expect(back_again, 30)
    expect(back_again, 10)
    expect(sooner, 9)

    assert said(week(member)) == [
        "1 surgery slipped by 40 days",
        "1 surgery was brought forward by 1 day",
    ]
    (row,) = rows_of(week(member), "sites-slipped")
    assert row.startswith("Elm House Surgery slipped by 40 days, from ")


def test_wayleaves_are_told_once_however_many_notes_follow(project, member):
    site = ordered(project, "Elm House Surgery")
    wayleave = WayleaveFactory(site=site)
    for state, day in (("requested", 9), ("granted", 3), ("granted", 2)):
        wayleave.events.create(state=state, happened_on=days_ago(day))

    (one,) = week(member)

    assert one.says == "1 wayleave was granted"
    assert [row.says for row in one.rows] == ["The wayleave for Elm House Surgery was granted"]
    assert one.rows[0].on == days_ago(3)


def test_a_wayleave_whose_first_step_is_the_answer_is_told(project, member):
    wayleave = WayleaveFactory(site=ordered(project, "Elm House Surgery"))
    wayleave.events.create(state="refused", happened_on=days_ago(3))

    assert said(week(member)) == ["1 wayleave was refused"]


def test_milestones_are_completed_slip_and_are_rebaselined(project, member):
    met = as_of(MilestoneFactory(project=project, title="Design", baseline_on=days_ago(5)), 30)
    met.actual_on = days_ago(2)
    met.save()
    slipped = as_of(MilestoneFactory(project=project, title="Orders", baseline_on=days_ago(-5)), 30)
    slipped.forecast_on = days_ago(-46)
    slipped.save()
    milestones.change_baseline(
        by=manager(), milestone=slipped, new_on=days_ago(-46), reason="Approved by the board"
    )

    assert said(week(member)) == [
        "1 milestone was completed",
        "1 milestone slipped by 41 days",
        "1 baseline date was changed",
    ]
    assert rows_of(week(member), "milestones-met") == ["Design was completed, 3 days late"]


def test_risks_are_raised_scored_and_closed(project, member):
    RiskFactory(project=project, title="Flooding")
    worse, better, closed = (as_of(RiskFactory(project=project, title=t), 30) for t in "ABC")
    worse.impact_after = 5
    better.impact_after = 1
    closed.state, closed.closed_on = "closed", days_ago(0)
    for one in (worse, better, closed):
        one.save()

    assert said(week(member)) == [
        "1 risk or issue was raised",
        "The score of 1 risk or issue went up",
        "The score of 1 risk or issue went down",
        "1 risk or issue was closed",
    ]
    assert rows_of(week(member), "risks-up") == ["The score of A went up from 9 to 15"]


def test_the_end_of_a_project_moves(project, member):
    project.ends_on = days_ago(-100)
    project.save()
    as_of(project, 30)
    project.ends_on = days_ago(-130)
    project.save()

    assert said(week(member)) == ["The end date of 1 project changed"]


def test_a_return_is_accepted_overdue_and_rated_otherwise(project, supplier, member):
    submitted_rows(project, supplier, 1)
    record = ReturnFactory(project=project, organisation=supplier)
    accepted(member, record, delivery="red", delivery_comment="Flooded")
    RoundFactory(
        month=timezone.localdate().replace(day=1),
        opens_on=days_ago(30),
        due_on=days_ago(3),
        closes_on=days_ago(-5),
    )
    ReturnFactory(
        project=project,
        organisation=supplier,
        round=RoundFactory(month=timezone.localdate().replace(day=1)),
    )

    found = week(member)

    assert "1 return was accepted" in said(found)
    assert "1 return became overdue" in said(found)
    assert rows_of(found, "ratings-changed") == [
        "Northline Networks’ rating of delivery on Surgery fibre went from Green to Red"
    ]


def test_a_forecast_says_how_far_its_date_moved(project, member):
    published(project, days_ago(20), []).save()
    published(project, days_ago(2), []).save()

    (one,) = week(member)

    assert one.says == "The forecast for 1 project changed"
    assert "moved back by 18 days, from " in one.rows[0].says


# Who is told what ------------------------------------------------------------------------


@pytest.fixture
def everything(project):
    """Something of each kind, in one project."""
    site = ordered(project, "Elm House Surgery", planned_live_on=days_ago(-10))
    as_of(site, 30)
    site.expected_live_on = days_ago(-50)
    site.save()
    enter(site, Stage.CONNECTED, days_ago(3))
    enter(ordered(project, "Ash Surgery"), Stage.ON_HOLD, days_ago(2), reason="Landlord is dead")
    put_in_scope(ordered(project, "Oak Surgery"), step=-1)
    wayleave = WayleaveFactory(site=site)
    wayleave.events.create(state="granted", happened_on=days_ago(2))
    MilestoneFactory(project=project, title="Design", actual_on=days_ago(1))
    RiskFactory(project=project, title="Flooding")
    published(project, days_ago(20), []).save()
    published(project, days_ago(2), []).save()
    return project


def test_the_public_is_told_nothing_of_a_project_that_is_not_published(everything):
    assert week(None) == []
    assert week(contributor_of(OrganisationFactory())) == []


def test_the_public_is_told_what_the_public_pages_say(everything):
    everything.published = True
    everything.save()

    for reader in (None, contributor_of(OrganisationFactory())):
        found = [one for one in week(reader) if one.kind.room == "Projects"]
        assert [one.kind.name for one in found] == [
            "sites-live",
            "sites-on-hold",
            "milestones-met",
        ]
        assert rows_of(found, "sites-on-hold") == ["Ash Surgery was put on hold"]
        assert all(row.url.startswith("/projects/") for one in found for row in one.rows)


def test_what_is_only_published_is_left_out_of_ones_own(everything):
    everything.published = True
    everything.save()

    found = week(contributor_of(OrganisationFactory()), own=True)
    assert [one for one in found if one.kind.room == "Projects"] == []
    assert "sites-live" in [
        one.kind.name for one in week(contributor_of(everything.lead), own=True)
    ]


def test_of_one_project_only_that_is_told_and_of_an_organisation_what_is_its(project, supplier):
    boss = manager()
    mine = ordered(project, "Elm House Surgery")
    other = ordered(ProjectFactory(), "Ash Surgery")
    enter(mine, Stage.CONNECTED, days_ago(2))
    enter(other, Stage.CONNECTED, days_ago(2))
    RiskFactory(project=project, title="Ours", owner=supplier)
    RiskFactory(project=project, title="Theirs", owner=OrganisationFactory())

    assert rows_of(week(boss, project=project), "sites-live") == ["Elm House Surgery went live"]
    assert rows_of(week(boss, organisation=supplier), "sites-live") == [
        "Elm House Surgery went live"
    ]
    assert len(rows_of(week(boss, project=project), "risks-raised")) == 2
    assert len(rows_of(week(boss, organisation=supplier), "risks-raised")) == 1


# As known then ---------------------------------------------------------------------------


def test_a_correction_restates_the_figure_of_an_earlier_day(project, member):
    boss = manager()
    site = ordered(project, "Elm House Surgery")
    entry = enter(site, Stage.CONNECTED, days_ago(20), recorded_at=noon(20))
    enter(ordered(project, "Ash Surgery"), Stage.CONNECTED, days_ago(19), recorded_at=noon(19))
    site.refresh_from_db()
    correct_entry(
        entry=entry,
        stage=Stage.SURVEYED,
        on=days_ago(20),
        by=boss,
        reason="It was another building",
        expected_entry=entry.pk,
    )
    earlier = {"since": days_ago(30), "until": days_ago(10)}

    then = changes.sentences(member, **earlier, as_known_at=noon(10))
    now = changes.sentences(member, **earlier)
    (one,) = changes.restated(member, **earlier, as_known_at=noon(10))

    assert said(then) == ["2 surgeries went live"]
    assert said(now) == ["1 surgery went live"]
    assert (one.was, one.now) == (2, 1)
    today = f"{timezone.localdate():%-d %B %Y}"
    assert one.says == f"Sites that went live: was 2, now 1: correction of {today}"
    assert [row.says for row in one.gone] == ["Elm House Surgery went live"]


def test_a_correction_that_says_the_same_names_what_it_corrects(project, member):
    site = ordered(project, "Elm House Surgery")
    entry = enter(site, Stage.CONNECTED, days_ago(6), recorded_at=noon(6))
    enter(site, Stage.CONNECTED, days_ago(4), corrects=entry)

    (one,) = week(member)

    assert one.says == "1 surgery went live"
    assert one.rows[0].corrects == f"Connected, {days_ago(6):%-d %B %Y}"


def test_a_milestone_is_completed_as_it_was_known(project, member):
    met = as_of(MilestoneFactory(project=project, title="Design"), 30)
    met.actual_on = days_ago(6)
    met.save()

    assert week(member, as_known_at=noon(3)) == []
    assert said(week(member)) == ["1 milestone was completed"]


# Performance ---------------------------------------------------------------------------


def test_many_rows_cost_as_many_statements_as_one(everything):
    boss = manager()
    record = ReturnFactory(project=everything, organisation=everything.lead)
    accepted(contributor_of(everything.lead), record)
    submitted_rows(everything, everything.lead, 1)
    week(boss)
    with CaptureQueriesContext(connection) as few:
        week(boss)
    for number in range(3):
        more = ProjectFactory(title=f"Other {number}")
        site = ordered(more, f"Site {number}")
        enter(site, Stage.CONNECTED, days_ago(2))
        put_in_scope(ordered(more, f"Left {number}"), step=-1)
        MilestoneFactory(project=more, actual_on=days_ago(1))
        RiskFactory(project=more)
        accepted(contributor_of(more.lead), ReturnFactory(project=more, organisation=more.lead))
        published(more, days_ago(20), []).save()
        published(more, days_ago(2), []).save()
    with CaptureQueriesContext(connection) as many:
        week(boss)

    assert len(many) == len(few)
