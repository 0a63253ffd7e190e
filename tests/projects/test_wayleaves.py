"""The wayleave register: its steps, its ages and its bands."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from projects.models import WAYLEAVE_MOVES, WayleaveEvent, WayleaveState
from projects.rollout.attention_items.wayleaves import apart_from_their_sites, wayleaves_ageing
from projects.rollout.held_up import HeldUp
from projects.rollout.selectors.sites import pulse
from projects.rollout.selectors.wayleaves import ageing, register
from projects.rollout.services import sites as services_of_sites
from projects.rollout.services.wayleaves import (
    WayleaveMoved,
    add_note,
    edit_wayleave,
    open_wayleave,
    update_status,
)
from projects.rollout.stages import Stage
from projects.rollout.standing import standing
from tests.days import as_of_now, in_days
from tests.factories.accounts import UserFactory
from tests.factories.partners import OrganisationFactory, manager
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
    return update_status(wayleave=wayleave, to=to, by=by, **values)


def test_every_state_has_its_moves():
    assert set(WAYLEAVE_MOVES) == set(WayleaveState)


def test_open_wayleave_begins_its_history(wayleave, person):
    event = wayleave.events.get()

    assert (wayleave.state, wayleave.age_days()) == ("required", 20)
    assert (event.state, event.happened_on, event.by) == ("required", days_ago(20), person)


def test_open_wayleave_from_the_same_landowner_twice_is_refused(wayleave, site, person):
    with pytest.raises(Refusal, match="already an open wayleave"):
        open_wayleave(site=site, grantor=" hunsdon estate", by=person)


def test_update_status_asks_and_is_granted(wayleave, person):
    asked = step(wayleave, person)
    granted = step(asked, person, WayleaveState.GRANTED, on=days_ago(1), expires_on=days_ago(-3650))

    assert (granted.requested_on, granted.granted_on) == (days_ago(10), days_ago(1))
    assert [event.state for event in granted.events.all()] == ["granted", "requested", "required"]


def test_update_status_asked_again_starts_a_new_age(wayleave, person):
    refused = step(
        step(wayleave, person), person, WayleaveState.REFUSED, note="No digging", on=days_ago(8)
    )
    again = step(refused, person, on=days_ago(2))

    assert again.age_days() == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"to": WayleaveState.GRANTED}, "cannot change the status"),
        ({"on": in_days(1)}, "today or in the past"),
        (
            {"on": in_days(-21)},
            "or later: the last update has that date",
        ),
    ],
)
def test_update_status_refuses_with_a_sentence(wayleave, person, words, sentence):
    with pytest.raises(Refusal, match=sentence):
        step(wayleave, person, **as_of_now(words))

    assert wayleave.events.count() == 1


def test_update_status_refused_needs_the_landowners_words(wayleave, person):
    asked = step(wayleave, person)

    with pytest.raises(Refusal, match="why the landowner refused"):
        step(asked, person, WayleaveState.REFUSED)


def test_update_status_tells_when_somebody_was_first(wayleave, person):
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
    owner, other = OrganisationFactory.create_batch(2)
    wayleave.site.project.partners.add(owner)

    edit_wayleave(wayleave=wayleave, by=person, next_action="Send plan", owner=owner)
    with pytest.raises(Refusal, match="does not take part"):
        edit_wayleave(wayleave=wayleave, by=person, owner=other)

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
    assert register(project, state="closed").count() == 1


@pytest.mark.django_db
def test_register_leaves_out_other_projects_and_undone_imports():
    project = ProjectFactory()
    mine = WayleaveFactory(site__project=project)
    WayleaveFactory()
    gone = WayleaveFactory(site__project=project)
    gone.site.withdrawn_at = timezone.now()
    gone.site.save()

    assert list(register(project)) == [mine]


# One count ------------------------------------------------------------------------------


def a_site_at(project, stage, **values):
    site = SiteFactory(project=project, stage=stage, on=days_ago(5), **values)
    site.refresh_from_db()
    return site


def moved(site, to, by, **more):
    entry = services_of_sites.move_site(
        site=site, to=to, on=days_ago(0), by=by, expected_entry=site.current_entry_id, **more
    )
    site.refresh_from_db()
    return entry


@pytest.mark.django_db
def test_headline_column_register_and_project_page_say_one_number(client):
    project, boss = ProjectFactory(slug="fibre"), manager()
    for name in ("Alder", "Birch", "Cedar"):
        site = a_site_at(project, Stage.DESIGNED, name=name)
        moved(site, Stage.WAYLEAVE, boss, grantor=f"{name} Estates")
    moved(site, Stage.DESCOPED, boss, reason="Withdrew", scope_reason="withdrew")
    gone_on = a_site_at(project, Stage.CIVILS)
    WayleaveFactory(site=gone_on)
    client.force_login(boss)

    assert standing(project.pk).waiting == 2
    assert HeldUp(project).wayleaves.total == 2
    assert pulse(project)["waiting"] == 2
    assert register(project).count() == sum(ageing(project).values()) == 2
    assert [one.site for one in register(project, state="overtaken")] == [gone_on]
    page = client.get(reverse("projects_workspace:wayleaves", args=["fibre"])).content.decode()
    assert "2 sites are waiting for a wayleave." in page
    assert "1 more is still open, but its site is past this stage" in page
    told = client.get(reverse("projects_workspace:site", args=["fibre", gone_on.reference]))
    assert "1 wayleave of this site is still open" in told.content.decode()


@pytest.mark.django_db
def test_a_site_that_leaves_takes_its_wayleave_off_and_brings_it_back():
    project, boss = ProjectFactory(), manager()
    site = a_site_at(project, Stage.WAYLEAVE)
    wayleave = WayleaveFactory(site=site, state="requested", requested_on=days_ago(100))

    moved(site, Stage.DESCOPED, boss, reason="Withdrew", scope_reason="withdrew")
    assert not register(project).exists()
    assert not list(wayleaves_ageing(boss, days_ago(0)))

    moved(site, Stage.WAYLEAVE, boss, reason="Back", scope_reason="reinstated")
    assert list(register(project)) == [wayleave]


@pytest.mark.django_db
def test_a_landowner_in_discussion_has_answered(client):
    project = ProjectFactory(slug="fibre")
    site = a_site_at(project, Stage.WAYLEAVE)
    asked = WayleaveFactory(site=site, state="requested", requested_on=days_ago(61))
    WayleaveFactory(site=site, state="engaged", requested_on=days_ago(200))
    WayleaveFactory(site=site, state="requested", requested_on=days_ago(60))
    client.force_login(manager())

    page = client.get(reverse("projects_workspace:project", args=["fibre"])).content.decode()

    assert "1 wayleave has had no answer for more than 60 days" in page
    assert list(register(project, state="unanswered")) == [asked]


@pytest.mark.django_db
def test_the_stage_opens_one_entry_and_does_not_repeat_it():
    project, boss = ProjectFactory(), manager()
    site, other = (a_site_at(project, Stage.DESIGNED) for _ in range(2))
    granted = WayleaveFactory(site=other, state="granted", granted_on=days_ago(1))

    for one in (site, other):
        moved(one, Stage.WAYLEAVE, boss)

    (opened,) = register(project)
    assert (opened.site, opened.grantor, opened.opened_on) == (site, "Not known yet", days_ago(0))
    assert opened.events.get().by == boss
    assert list(other.wayleaves.all()) == [granted]
    (item,) = apart_from_their_sites(boss, days_ago(0))
    assert item.title == f"Add a wayleave or update the stage: {other.name} (no open wayleave)"


@pytest.mark.django_db
def test_granting_the_last_one_leads_to_moving_the_site_on(client):
    project, boss = ProjectFactory(slug="fibre"), manager()
    site = a_site_at(project, Stage.WAYLEAVE)
    wayleave = WayleaveFactory(
        site=site, state="requested", requested_on=days_ago(9), next_action="Call the agent"
    )
    client.force_login(boss)
    today = days_ago(0)

    answer = client.post(
        reverse("projects_workspace:wayleave_status", args=["fibre", wayleave.reference]),
        {
            "to": "granted",
            "on_0": today.day,
            "on_1": today.month,
            "on_2": today.year,
            "expected_state": "requested",
        },
    )

    assert answer.url == f"/workspace/projects/fibre/sites/{site.reference}/move/?to=civils"
    wayleave.refresh_from_db()
    assert wayleave.next_action == ""
