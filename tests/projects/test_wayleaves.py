"""The wayleave register: its steps, its ages and its bands."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from diz_portal.access import Refusal
from projects.models import WAYLEAVE_MOVES, WayleaveEvent, WayleaveState
from projects.rollout.selectors.wayleaves import ageing, register
from projects.rollout.services.wayleaves import (
    WayleaveMoved,
    add_note,
    edit_wayleave,
    open_wayleave,
    record_step,
)
from projects.rollout.stages import Stage
from tests.factories.accounts import UserFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.projects import ProjectFactory, SiteFactory, WayleaveFactory


def days_ago(number):
    return timezone.localdate() - timedelta(days=number)


@pytest.fixture
def site(db):
    return SiteFactory(stage=Stage.DESIGNED)


@pytest.fixture
def person(db):
    return UserFactory()


@pytest.fixture
def wayleave(site, person):
    return open_wayleave(site=site, grantor="Hunsdon Estate", by=person, on=days_ago(20))


def step(wayleave, by, to=WayleaveState.REQUESTED, **words):
    values = {"on": days_ago(10), "expected_state": wayleave.state, **words}
    return record_step(wayleave=wayleave, to=to, by=by, **values)


def test_every_state_has_its_moves():
    assert set(WAYLEAVE_MOVES) == set(WayleaveState)


def test_open_wayleave_begins_its_history(wayleave, person):
    event = wayleave.events.get()

    assert (wayleave.state, wayleave.age_days()) == ("required", 20)
    assert (event.state, event.happened_on, event.by) == ("required", days_ago(20), person)


def test_open_wayleave_from_the_same_landowner_twice_is_refused(wayleave, site, person):
    with pytest.raises(Refusal, match="on the register already"):
        open_wayleave(site=site, grantor=" hunsdon estate", by=person)


def test_record_step_asks_and_is_granted(wayleave, person):
    asked = step(wayleave, person)
    granted = step(asked, person, WayleaveState.GRANTED, on=days_ago(1), expires_on=days_ago(-3650))

    assert (granted.requested_on, granted.granted_on) == (days_ago(10), days_ago(1))
    assert [event.state for event in granted.events.all()] == ["granted", "requested", "required"]


def test_record_step_asked_again_starts_a_new_age(wayleave, person):
    refused = step(
        step(wayleave, person), person, WayleaveState.REFUSED, note="No digging", on=days_ago(8)
    )
    again = step(refused, person, on=days_ago(2))

    assert again.age_days() == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"to": WayleaveState.GRANTED}, "cannot become"),
        ({"on": timezone.localdate() + timedelta(days=1)}, "future"),
        ({"on": timezone.localdate() - timedelta(days=21)}, "before the last step"),
    ],
)
def test_record_step_refuses_with_a_sentence(wayleave, person, words, sentence):
    with pytest.raises(Refusal, match=sentence):
        step(wayleave, person, **words)

    assert wayleave.events.count() == 1


def test_record_step_refused_needs_the_landowners_words(wayleave, person):
    asked = step(wayleave, person)

    with pytest.raises(Refusal, match="why the landowner refused"):
        step(asked, person, WayleaveState.REFUSED)


def test_record_step_tells_when_somebody_was_first(wayleave, person):
    step(wayleave, person)

    with pytest.raises(WayleaveMoved, match="Requested"):
        step(wayleave, person, expected_state=WayleaveState.REQUIRED)


def test_add_note_keeps_the_state(wayleave, person):
    add_note(wayleave=wayleave, note="Rang the agent", by=person)

    assert wayleave.events.first().note == "Rang the agent"
    assert wayleave.events.first().state == WayleaveState.REQUIRED
    with pytest.raises(Refusal):
        add_note(wayleave=wayleave, note=" ", by=person)


def test_edit_wayleave_says_who_does_what_next(wayleave, person):
    owner = OrganisationFactory()

    edit_wayleave(wayleave=wayleave, by=person, next_action="Send plan", owner=owner)

    wayleave.refresh_from_db()
    assert (wayleave.next_action, wayleave.owner) == ("Send plan", owner)


def test_database_refuses_to_change_or_delete_an_event(wayleave):
    for act in (
        lambda: WayleaveEvent.objects.update(note="x"),
        lambda: WayleaveEvent.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.django_db
def test_ageing_counts_those_that_wait_by_the_day_they_were_asked_for():
    project = ProjectFactory()
    site = SiteFactory(project=project)
    for age in (0, 30, 31, 60, 61, 90, 91, 400):
        WayleaveFactory(site=site, state="requested", requested_on=days_ago(age))
    WayleaveFactory(site=site, opened_on=days_ago(45))
    WayleaveFactory(site=site, state="granted", granted_on=days_ago(1), opened_on=days_ago(300))

    assert ageing(project) == {"0-30": 2, "31-60": 3, "61-90": 2, "over-90": 2}
    assert [one.age_days() for one in register(project, band="over-90")] == [400, 91]
    assert register(project).count() == 9
    assert register(project, state="settled").count() == 1


@pytest.mark.django_db
def test_register_leaves_out_other_projects_and_undone_imports():
    project = ProjectFactory()
    mine = WayleaveFactory(site__project=project)
    WayleaveFactory()
    gone = WayleaveFactory(site__project=project)
    gone.site.withdrawn_at = timezone.now()
    gone.site.save()

    assert list(register(project)) == [mine]
