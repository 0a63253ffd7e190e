"""Several records of a list of the admin at once: a preview that changes nothing and says what is
refused and why, then all of it or nothing."""

import re
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from diz_portal import admin_bulk
from projects.models import Milestone, Risk, RiskState, Site, Wayleave, WayleaveState
from projects.portfolio.admin.bulk import ChangeForecast
from projects.rollout.stages import Stage
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.projects import ProjectFactory, SiteFactory, WayleaveFactory
from tests.factories.reporting import MilestoneFactory, RiskFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def boss(client):
    person = manager()
    client.force_login(person)
    return person


@pytest.fixture
def project():
    return ProjectFactory(title="Local Full Fibre Network", slug="lffn")


def list_of(model):
    return reverse(f"admin:projects_{model._meta.model_name}_changelist")


def asked(client, action, records, step="", **answers):
    """A step of the action, as its page sends it."""
    sent = {"action": action, "_selected_action": [one.pk for one in records], **answers}
    return client.post(list_of(type(records[0])), sent | ({"step": step} if step else {}))


def seen_on(page) -> list[str]:
    return re.findall(r'name="seen" value="([^"]+)"', page.content.decode())


def confirmed(client, action, records, **answers):
    preview = asked(client, action, records, "preview", **answers)
    assert preview.status_code == 200, preview.content.decode()
    return asked(client, action, records, "confirm", seen=seen_on(preview), **answers)


def text(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_an_action_asks_first_then_previews_and_changes_nothing(client, project):
    two = MilestoneFactory.create_batch(2, project=project, forecast_on=date(2027, 3, 1))

    form = asked(client, "change_forecast", two)
    preview = asked(client, "change_forecast", two, "preview", days="14")

    assert "Or move by (days)" in text(form)
    assert "Will change (2)" in text(preview)
    assert "Forecast date: from 1 March 2027 to 15 March 2027" in text(preview)
    assert {one.forecast_on for one in Milestone.objects.all()} == {date(2027, 3, 1)}
    assert not LogEntry.objects.exists()


def test_what_is_confirmed_is_done_to_each_and_is_in_its_history(client, project, boss):
    first, second = (
        MilestoneFactory(project=project, forecast_on=date(2027, 3, day)) for day in (1, 8)
    )

    answer = confirmed(client, "change_forecast", [first, second], days="14")

    assert answer.status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert [one.forecast_on for one in (first, second)] == [date(2027, 3, 15), date(2027, 3, 22)]
    assert "2 milestones changed" in text(client.get(list_of(Milestone)))
    for one in (first, second):
        page = client.get(reverse("admin:projects_milestone_history", args=[one.pk]))
        assert "Change forecast date: Forecast date" in text(page)
    assert set(LogEntry.objects.values_list("user", flat=True)) == {boss.pk}


def test_what_is_refused_is_named_with_why_and_left_out(client, project):
    open_one = MilestoneFactory(project=project, forecast_on=date(2027, 3, 1))
    done = MilestoneFactory(project=project, actual_on=date(2026, 1, 5), title="All surveys")
    both = [open_one, done]

    preview = asked(client, "change_forecast", both, "preview", on="15/3/2027")
    answer = asked(
        client, "change_forecast", [open_one], "confirm", seen=seen_on(preview), on="15/3/2027"
    )

    assert "Will change (1)" in text(preview)
    assert "Will not change (1)" in text(preview)
    assert "This milestone is complete, so its forecast date no longer counts" in text(preview)
    assert answer.status_code == 302
    open_one.refresh_from_db()
    assert open_one.forecast_on == date(2027, 3, 15)


def test_the_preview_itself_confirms_only_what_would_change(client, project):
    """All that was selected is sent along, for the way back; what would change is confirmed."""
    open_one = MilestoneFactory(project=project)
    done = MilestoneFactory(project=project, actual_on=date(2026, 1, 5))
    kept = done.forecast_on

    answer = confirmed(client, "change_forecast", [open_one, done], on="15/3/2027")

    assert answer.status_code == 302
    done.refresh_from_db()
    open_one.refresh_from_db()
    assert (open_one.forecast_on, done.forecast_on) == (date(2027, 3, 15), kept)


def test_a_record_that_somebody_changed_meanwhile_stops_them_all(client, project):
    first, second = MilestoneFactory.create_batch(2, project=project, forecast_on=date(2027, 3, 1))
    preview = asked(client, "change_forecast", [first, second], "preview", days="14")
    Milestone.objects.filter(pk=second.pk).update(note="Seen by somebody else")

    answer = asked(
        client, "change_forecast", [first, second], "confirm", seen=seen_on(preview), days="14"
    )

    assert answer.status_code == 409
    assert f"Someone else has changed “{second}” since you previewed this" in text(answer)
    assert {one.forecast_on for one in Milestone.objects.all()} == {date(2027, 3, 1)}
    # The page that says so is a new preview, which can be confirmed.
    again = asked(
        client, "change_forecast", [first, second], "confirm", seen=seen_on(answer), days="14"
    )
    assert again.status_code == 302


def test_a_record_that_went_meanwhile_stops_them_all(client, project):
    first, second = (SiteFactory(project=project, stage=Stage.CANDIDATE) for _ in range(2))
    preview = asked(client, "change_facts", [first, second], "preview", supplier="Northline")
    Site.objects.filter(pk=second.pk).update(withdrawn_at=timezone.now(), withdrawn_reason="Twice")

    answer = asked(
        client,
        "change_facts",
        [first, second],
        "confirm",
        seen=seen_on(preview),
        supplier="Northline",
    )

    assert answer.status_code == 409
    assert "Some of the selected records are no longer in this list" in text(answer)
    first.refresh_from_db()
    assert first.supplier == ""


@pytest.mark.parametrize(
    ("action", "answers", "said"),
    [
        ("change_forecast", {}, "Enter either a date, or the number of days to move by"),
        ("change_forecast", {"on": "1/3/2027", "days": "3"}, "Enter either a date, or the number"),
        ("complete", {}, "Enter the actual date"),
        ("withdraw", {"reason": " "}, "Enter why you are withdrawing this"),
    ],
)
def test_answers_that_are_missing_are_asked_for(client, project, action, answers, said):
    page = asked(client, action, [MilestoneFactory(project=project)], "preview", **answers)

    assert page.status_code == 422
    assert said in text(page)


def test_going_back_keeps_the_answers(client, project):
    one = MilestoneFactory(project=project)

    page = asked(client, "change_forecast", [one], "change", days="14")

    assert page.status_code == 200
    assert 'value="14"' in page.content.decode()
    assert "errorlist" not in page.content.decode()


def test_so_many_at_a_time(client, project, monkeypatch):
    monkeypatch.setattr(admin_bulk, "MOST", 1)
    two = MilestoneFactory.create_batch(2, project=project)

    answer = asked(client, "change_forecast", two)

    assert answer.status_code == 302
    assert "Select 1 or fewer at a time" in text(client.get(list_of(Milestone)))


def test_a_key_that_is_none_is_a_mistake_in_the_form(client, project):
    MilestoneFactory(project=project)
    sent = {"action": "change_forecast", "_selected_action": ["x"]}

    assert client.post(list_of(Milestone), sent).status_code == 400


def test_an_owner_takes_part_in_the_project(client, project):
    partner, other = OrganisationFactory(name="Northline"), OrganisationFactory(name="Southline")
    project.partners.add(partner)
    elsewhere = ProjectFactory(partners=[other])
    ours, theirs = MilestoneFactory(project=project), MilestoneFactory(project=elsewhere)

    preview = asked(client, "change_owner", [ours, theirs], "preview", owner=partner.pk)
    answer = confirmed(client, "change_owner", [ours, theirs], owner=partner.pk)

    assert "Owner: from Not set to Northline" in text(preview)
    assert f"Northline does not take part in {elsewhere}" in text(preview)
    assert answer.status_code == 302
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.owner, theirs.owner) == (partner, None)


def test_withdrawn_milestones_stay_on_record_and_change_no_more(client, project):
    one = MilestoneFactory(project=project, title="Twice")

    assert confirmed(client, "withdraw", [one], reason="Entered twice").status_code == 302
    one.refresh_from_db()
    again = asked(client, "change_forecast", [one], "preview", days="3")
    page = client.get(reverse("admin:projects_milestone_change", args=[one.pk]))

    assert one.withdrawn_reason == "Entered twice"
    assert "This milestone has been withdrawn" in text(again)
    assert "Entered twice" in text(page)
    assert 'name="_save"' not in page.content.decode()


def test_risks_are_reviewed_closed_and_reopened_together(client, project):
    two = RiskFactory.create_batch(2, project=project, next_review_on=date(2026, 3, 1))

    confirmed(client, "change_review", two, on="4/5/2027")
    assert {one.next_review_on for one in Risk.objects.all()} == {date(2027, 5, 4)}
    confirmed(client, "close", two, note="The wayleave was granted")
    assert {one.state for one in Risk.objects.all()} == {RiskState.CLOSED}
    refused = asked(client, "change_review", two, "preview", on="4/6/2027")
    assert text(refused).count("This risk is closed. Reopen it before you change it") == 2
    assert "None of the selected risks can be changed in this way" in text(refused)
    confirmed(client, "reopen", two, on="4/6/2027")
    assert {one.state for one in Risk.objects.all()} == {RiskState.OPEN}


def test_wayleaves_move_by_their_own_table(client, project):
    waiting, closed = (
        WayleaveFactory(site=SiteFactory(project=project, stage=Stage.WAYLEAVE)) for _ in range(2)
    )
    Wayleave.objects.filter(pk=closed.pk).update(state=WayleaveState.NOT_REQUIRED)
    both = list(Wayleave.objects.order_by("pk"))
    today = TODAY().strftime("%d/%m/%Y")

    preview = asked(client, "update_status", both, "preview", to="requested", on=today)
    answer = confirmed(client, "update_status", both, to="requested", on=today)

    assert "Status: from Required to Requested" in text(preview)
    assert "You cannot change the status from “Not required” to “Requested”" in text(preview)
    assert answer.status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == WayleaveState.REQUESTED
    assert waiting.events.filter(state=WayleaveState.REQUESTED).count() == 1


def test_facts_of_sites_that_are_left_blank_stay(client, project):
    one = SiteFactory(project=project, supplier="Southline")

    confirmed(client, "change_facts", [one], planned_live_on="1/4/2027")

    one.refresh_from_db()
    assert (one.supplier, one.planned_live_on, one.version) == ("Southline", date(2027, 4, 1), 2)


def test_sites_with_something_on_them_are_not_withdrawn(client, project):
    in_scope = SiteFactory(project=project, stage=Stage.ORDERED, name="Elm House")
    mistaken = SiteFactory(project=project, stage=Stage.CANDIDATE, name="Entered twice")

    preview = asked(client, "withdraw", [in_scope, mistaken], "preview", reason="Twice")
    confirmed(client, "withdraw", [in_scope, mistaken], reason="Twice")

    assert "This site is in scope. Reverse that scope change first" in text(preview)
    assert [site.name for site in Site.objects.standing()] == ["Elm House"]


def test_stages_are_updated_on_the_page_of_the_workspace(client, project):
    two = [SiteFactory(project=project, stage=Stage.ORDERED) for _ in range(2)]
    other = SiteFactory(stage=Stage.ORDERED)

    answer = asked(client, "update_stage", two)
    assert answer.url.startswith("/workspace/projects/lffn/sites/move/?site=")
    page = client.get(answer.url)
    assert all(site.name in text(page) for site in two)

    assert asked(client, "update_stage", [*two, other]).status_code == 302
    assert "Select sites of one project at a time" in text(client.get(list_of(Site)))


def test_the_cost_of_a_preview_grows_by_the_record_alone(
    client, project, django_assert_max_num_queries
):
    ten = MilestoneFactory.create_batch(10, project=project, forecast_on=date(2027, 3, 1))

    with django_assert_max_num_queries(150):
        asked(client, "change_forecast", ten, "preview", days="14")


def test_what_a_person_may_not_change_is_refused_in_the_preview(project):
    """Whoever else comes to the admin one day: the rule of the record's own page is asked."""
    one = MilestoneFactory(project=project, forecast_on=date(2027, 3, 1))
    stranger = contributor_of(OrganisationFactory())
    rows = Milestone._base_manager
    going = admin_bulk.Going(
        ChangeForecast(),
        {"on": date(2027, 3, 15), "days": None},
        stranger,
        lambda record: rows.get(pk=record.pk),
    )

    (line,) = going.preview([one])

    assert line.refused == "You do not have permission to change this"
