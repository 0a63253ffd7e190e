"""Returns: saved as they are written, sent complete, accepted or sent back."""

from datetime import date, timedelta
from time import sleep

import pytest
from django.db import transaction
from django.db.utils import IntegrityError, InternalError

from diz_portal.outbox.models import Message
from projects.models import RETURN_MOVES, ReturnEvent, ReturnState
from projects.portfolio.services.milestones import update
from projects.returns.selectors import return_facts
from projects.returns.services import returns as services
from projects.rollout.stages import BEFORE_SCOPE, FACTS, Stage
from tests.factories.partners import contributor_of, manager
from tests.factories.projects import SiteFactory
from tests.factories.reporting import (
    GREEN,
    MilestoneFactory,
    ReturnFactory,
    accepted,
    submitted,
    submitted_rows,
)

from .test_rounds import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    return ReturnFactory()


@pytest.fixture
def writer(record):
    return contributor_of(record.organisation)


def save(record, by, **answers):
    return services.save(by=by, record=record, version=record.version, answers=answers)


def test_every_state_has_its_moves():
    assert set(RETURN_MOVES) == set(ReturnState)


def test_save_keeps_answers_that_are_not_complete(record, writer):
    saved = save(record, writer, narrative="Half a thought", delivery="amber")

    assert (saved.narrative, saved.delivery, saved.state) == ("Half a thought", "amber", "draft")
    assert (saved.saved_by, saved.version) == (writer, 2)


def test_save_refuses_to_overwrite_a_colleague(record, writer):
    colleague = contributor_of(record.organisation, name="Priya Shah")
    save(record, colleague, narrative="Hers")

    with pytest.raises(services.SomeoneElseSaved, match="Priya Shah saved this return") as refusal:
        save(record, writer, narrative="Mine")

    assert refusal.value.record.narrative == "Hers"
    record.refresh_from_db()
    assert record.narrative == "Hers"


def test_save_of_the_same_words_is_no_conflict(record, writer):
    saved = save(record, writer, narrative="Same")

    again = save(record, writer, narrative="Same")

    assert again.version == saved.version


@pytest.mark.django_db(transaction=True)
def test_save_at_the_same_time_lets_one_through(monkeypatch):
    record = ReturnFactory()
    # Everybody dwells between reading and writing: only the lock keeps them apart.
    snapshot = services.snapshot
    monkeypatch.setattr(services, "snapshot", lambda one: sleep(0.2) or snapshot(one))
    people = [contributor_of(record.organisation) for _ in range(4)]
    queue = list(people)

    def write():
        person = queue.pop()
        try:
            save(record, person, narrative=person.name)
        except services.SomeoneElseSaved:
            return "refused"
        return person.name

    answers = at_once(write)

    record.refresh_from_db()
    assert answers.count("refused") == 3
    assert record.narrative in answers


def test_submit_names_everything_that_is_missing(record, writer):
    record = save(record, writer, delivery="amber", risk="green")

    with pytest.raises(services.ReturnIncomplete) as refusal:
        services.submit(by=writer, record=record, version=record.version)

    assert refusal.value.problems == {
        "delivery_comment": "Explain why delivery is Amber",
        "spend": "Select a RAG rating for spend",
        "spend_to_date": "Enter the spend to date, or 0 if nothing has been spent",
    }
    record.refresh_from_db()
    assert record.state == ReturnState.DRAFT


@pytest.mark.parametrize("name", ["delivery", "spend", "risk"])
@pytest.mark.parametrize("rating", ["amber", "red"])
def test_the_database_repeats_that_below_green_is_explained(record, name, rating):
    record = submitted(contributor_of(), record)
    setattr(record, name, rating)

    with pytest.raises(IntegrityError, match="projects_below_green_is_explained"):
        record.save()


def test_the_database_refuses_a_submitted_return_without_ratings(record):
    record.state = ReturnState.SUBMITTED
    record.delivery_comment = record.spend_comment = record.risk_comment = "Said"

    with pytest.raises(IntegrityError, match="projects_sent_return"):
        record.save()


def test_submit_twice_submits_once(record, writer):
    record = save(record, writer, **GREEN)

    services.submit(by=writer, record=record, version=record.version)
    services.submit(by=writer, record=record, version=record.version)

    assert record.events.filter(state=ReturnState.SUBMITTED).count() == 1


def test_submit_keeps_the_answers_of_that_version(record, writer):
    record = submitted(writer, record, delivery="red", delivery_comment="Duct blocked")

    event = record.events.get()
    assert event.answers["delivery_comment"] == "Duct blocked"
    assert event.answers["spend_to_date"] == "1000.00"
    assert event.by == writer


def test_history_of_a_return_cannot_be_changed(record, writer):
    submitted(writer, record)

    with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
        ReturnEvent.objects.update(reason="Rewritten")
    with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
        ReturnEvent.objects.all().delete()


def test_submit_refuses_what_changed_since_it_was_read(record, writer):
    read = save(record, writer, **GREEN)
    save(read, contributor_of(record.organisation), narrative="One more thing")

    with pytest.raises(services.SomeoneElseSaved):
        services.submit(by=writer, record=read, version=read.version)


def test_submit_asks_for_a_new_date_with_a_new_figure(record, writer):
    submitted_rows(record.project, record.organisation, 1)

    with pytest.raises(services.ReturnIncomplete, match="Enter a new “as at” date"):
        submitted(writer, record, spend_to_date=2000)

    record.refresh_from_db()
    assert submitted(
        writer, record, spend_to_date=2000, spend_as_at=GREEN["spend_as_at"] + timedelta(days=28)
    )


def test_submit_writes_forecasts_to_milestones_unless_left_as_they_were(record, writer):
    moved = MilestoneFactory(project=record.project)
    left = MilestoneFactory(project=record.project)
    met = MilestoneFactory(project=record.project)
    was = moved.forecast_on.isoformat()
    later = moved.forecast_on + timedelta(days=20)
    newer = left.forecast_on + timedelta(days=3)
    record = save(
        record,
        writer,
        **GREEN,
        milestones={
            moved.reference: {"was": was, "forecast": later.isoformat(), "met": ""},
            left.reference: {"was": was, "forecast": was, "met": ""},
            met.reference: {"was": was, "forecast": was, "met": "2026-01-05"},
        },
    )
    update(by=manager(), milestone=left, forecast_on=newer)

    services.submit(by=writer, record=record, version=record.version)

    for milestone in (moved, left, met):
        milestone.refresh_from_db()
    assert (moved.forecast_on, moved.slippage_days) == (later, 20)
    assert left.forecast_on == newer
    assert met.actual_on == date(2026, 1, 5)


def test_nothing_has_changed_repeats_last_months_answers_with_this_months_facts(record, writer):
    submitted_rows(
        record.project, record.organisation, 1, delivery="amber", delivery_comment="Wayleave late"
    )
    SiteFactory(
        project=record.project, name="Alder House", stage=Stage.CONNECTED, on=record.round.month
    )

    done = services.confirm_unchanged(by=writer, record=record, version=record.version)
    services.confirm_unchanged(by=writer, record=record, version=record.version)

    assert (done.state, done.unchanged) == (ReturnState.SUBMITTED, True)
    assert (done.delivery, done.delivery_comment) == ("amber", "Wayleave late")
    assert "1 site was connected: Alder House." in [line["text"] for line in done.lines]
    assert done.events.count() == 1


def test_nothing_has_changed_needs_an_earlier_return(record, writer):
    with pytest.raises(services.NothingToRepeat):
        services.confirm_unchanged(by=writer, record=record, version=record.version)


def test_send_back_writes_to_the_partner_and_lets_them_resubmit(record, writer):
    record = submitted(writer, record, narrative="Short")
    boss = manager(name="Maya Lane")

    record = services.send_back(by=boss, record=record, reason="Which surgeries?")
    services.send_back(by=boss, record=record, reason="Which surgeries?")

    mail = Message.objects.get(to=writer.email)
    assert "Which surgeries?" in mail.body
    assert "Which surgeries?" not in mail.subject
    record = save(record, writer, narrative="Alder House and Birch Lane")
    record = services.submit(by=writer, record=record, version=record.version)
    assert record.state == ReturnState.SUBMITTED
    assert [event.state for event in record.events.all()] == ["submitted", "sent_back", "submitted"]
    assert record.events.first().answers["narrative"] == "Short"


def test_accept_settles_it_and_twice_is_no_error(record, writer):
    done = accepted(writer, record)

    services.accept(by=writer, record=done, version=done.version)

    assert done.events.filter(state=ReturnState.ACCEPTED).count() == 1
    with pytest.raises(services.ReturnNotOpen, match="has been submitted"):
        save(done, writer, narrative="Afterthought")


def test_accept_refuses_a_version_that_was_not_read(record, writer):
    read = submitted(writer, record)
    services.send_back(by=manager(), record=read, reason="Say more.")
    again = save(read, writer, narrative="More")
    services.submit(by=writer, record=again, version=again.version)

    with pytest.raises(services.Refusal, match="was resubmitted"):
        services.accept(by=manager(), record=read, version=read.version)


def test_accept_refuses_a_return_that_was_not_submitted(record):
    with pytest.raises(services.NotNow, match="You cannot accept this return"):
        services.accept(by=manager(), record=record, version=record.version)


def test_send_back_refuses_a_closed_return(record):
    services.close(by=None, pk=record.pk)

    with pytest.raises(services.NotNow):
        services.send_back(by=manager(), record=record, reason="Too late")


def test_a_month_tells_of_every_stage_that_a_site_came_to(record):
    month = record.round.month
    told = set(Stage) - BEFORE_SCOPE
    for stage in Stage:
        SiteFactory(project=record.project, stage=stage, on=month, name=f"At {stage.label}")

    said = {
        fact.key: fact.text
        for fact in return_facts.facts(record.project, record.organisation_id, month)
        if fact.key.startswith("stage-")
    }

    assert said == {
        f"stage-{stage}": f"{FACTS[stage].came(1)}: At {stage.label}." for stage in told
    }
