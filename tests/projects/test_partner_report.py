"""What a partner delivered, as a report: the figures of its pages, for itself and for managers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from diz_portal.reports import registry
from diz_portal.reports.declaring import NOT_AVAILABLE
from diz_portal.reports.reading import CannotAnswer, read
from diz_portal.words import uk_month
from projects.portfolio.selectors import milestones
from projects.rollout.stages import Stage
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory, enter
from tests.factories.reporting import MilestoneFactory, ReturnFactory, RiskFactory, submitted
from tests.reports.asking import figures_of, paper_of, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    PartnershipFactory()
    return OrganisationFactory(name="Stort Valley Fibre")


@pytest.fixture
def project(partner):
    project = ProjectFactory()
    project.partners.add(partner)
    return project


def answers(project, partner, days=70, **more):
    today = timezone.localdate()
    return {
        "project": project.slug,
        "organisation": partner.slug,
        "starts": (today - timedelta(days=days)).isoformat(),
        "ends": today.isoformat(),
        **more,
    }


def asked(project, partner, by=None, **more):
    return paper_of("partner-delivery", by=by, **answers(project, partner, **more))


def test_returns_show_what_was_submitted_and_no_draft(project, partner):
    sent = submitted(contributor_of(partner), ReturnFactory(project=project, organisation=partner))
    other = ProjectFactory()
    draft = ReturnFactory(project=other, organisation=partner, delivery="red")

    [row] = rows_of(asked(project, partner))["returns"]
    [unsent] = rows_of(asked(other, partner, by=manager()))["returns"]

    assert (row["month"], row["status"]) == (uk_month(sent.round.month), sent.get_state_display())
    assert (row["delivery"], row["spend_to_date"]) == ("Green", 1000)
    assert unsent["status"] == draft.get_state_display()
    assert unsent["delivery"] is unsent["spend_to_date"] is NOT_AVAILABLE


def test_sites_moved_are_those_it_recorded_or_supplies(project, partner):
    today, member = timezone.localdate(), contributor_of(partner)
    moved, supplied, foreign = (SiteFactory(project=project, name=name) for name in "ABC")
    supplied.supplier = "stort valley fibre"
    supplied.save()
    enter(moved, Stage.ORDERED, today, by=member)
    enter(supplied, Stage.SURVEYED, today)
    enter(foreign, Stage.SURVEYED, today)

    paper = asked(project, partner, days=0)

    rows = {(row["site"], row["stage"]) for row in rows_of(paper)["moves"]}
    assert ("A", Stage.ORDERED.label) in rows
    assert ("B", Stage.SURVEYED.label) in rows
    moved = {site for site, _ in rows}
    assert moved == {"A", "B"}
    assert figures_of(paper, "delivery")["sites_moved"] == len(moved)


def test_it_lists_what_the_partner_owns(project, partner):
    late = MilestoneFactory(
        project=project,
        owner=partner,
        baseline_on=timezone.localdate(),
        forecast_on=timezone.localdate() + timedelta(days=30),
    )
    MilestoneFactory(project=project)
    risk = RiskFactory(project=project, owner=partner)
    RiskFactory(project=project)

    paper = asked(project, partner)

    found = rows_of(paper)
    assert [(row["milestone"], row["slippage"]) for row in found["milestones"]] == [
        (late.title, late.slippage_days)
    ]
    assert [row["risk"] for row in found["risks"]] == [risk.title]
    figures = figures_of(paper, "delivery")
    slipping = milestones.slipping().filter(project=project, owner=partner)
    assert figures["milestones_slipping"] == slipping.count() == 1
    assert figures["risks_open"] == 1


def test_nothing_in_the_period_says_so(project, partner):
    paper = asked(project, partner)

    assert {
        rows for key, table in rows_of(paper).items() if key != "delivery" for rows in table
    } == (set())
    empties = [part.empty for section in paper.sections[1:] for part in section.parts]
    assert "The organisation has no stage updates in this period." in empties


def test_only_its_members_and_managers_may_have_it(project, partner):
    report = registry.named("partner-delivery")
    asks = answers(project, partner)

    for user in (contributor_of(partner), manager()):
        assert read(report, asks, user=user)
    colleague = contributor_of(project.lead)
    assert report.may_run(colleague)
    with pytest.raises(CannotAnswer, match="Select an organisation whose returns you can see"):
        read(report, asks, user=colleague)
    with pytest.raises(CannotAnswer, match="Select a project"):
        read(report, asks, user=contributor_of())


def test_a_partner_of_other_projects_is_refused(project, partner):
    stranger = OrganisationFactory()

    with pytest.raises(CannotAnswer, match=f"{stranger} does not"):
        asked(project, stranger)


def test_a_period_the_wrong_way_round_is_refused(project, partner):
    with pytest.raises(CannotAnswer, match="on or after the first day"):
        asked(project, partner, ends="2026-01-01", starts="2026-02-01")
