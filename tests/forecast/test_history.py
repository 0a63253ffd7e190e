"""What is read from the database, and as it was known when."""

from datetime import timedelta

import pytest

from projects.forecast import history
from projects.forecast.inputs import BEFORE, LEFT
from projects.rollout.standing import AsAt
from tests.factories.projects import ProjectFactory, SiteFactory, enter, put_in_scope

from .conftest import JOURNEY, Rollout

pytestmark = pytest.mark.django_db


def read(rollout, ago=0):
    return history.read(rollout.project, AsAt.on(rollout.today - timedelta(days=ago)), None)


def test_it_reads_who_waits_who_is_live_and_what_was_connected(rollout):
    known = read(rollout)

    assert (known.in_scope, known.live, len(known.sites)) == (26, 20, 6)
    assert known.counted.moved == 26
    assert known.counted.durations == 20 * 7 + sum(len(range(2 + n % 4)) for n in range(6))
    assert known.counted.unfinished == 6
    assert len(known.inputs.connected_on) == 20
    assert known.suppliers == ("Stort Valley Fibre",)


def test_a_past_day_knows_only_what_was_recorded_by_then(rollout):
    """A connection of 60 days ago that was typed in yesterday was not known 50 days ago."""
    site = rollout.waiting[0]
    yesterday = rollout.at(rollout.today - timedelta(days=1))
    before = read(rollout, ago=50)
    rollout.enter(site, "connected", 60, recorded_at=yesterday)

    assert read(rollout, ago=50).live == before.live
    assert read(rollout).live == 21


def test_a_correction_replaces_what_it_corrects(rollout):
    site = rollout.waiting[0]
    wrong = rollout.enter(site, "connected", 10)
    assert read(rollout).live == 21

    rollout.enter(site, "rfs", 10, corrects=wrong)

    assert read(rollout).live == 20


def test_a_day_of_an_import_is_no_duration(rollout, import_batch):
    before = read(rollout).counted
    site = SiteFactory(project=rollout.project, stage=None, district=rollout.district)
    enter(site, "in_scope", rollout.today, batch=import_batch)
    put_in_scope(site, approved_by=rollout.by)

    after = read(rollout)

    assert after.counted.dated_by_import == before.dated_by_import + 1
    assert after.counted.unfinished == before.unfinished
    assert len(after.sites) == 7


def test_a_day_that_a_file_names_is_a_duration(rollout, import_batch):
    site = SiteFactory(project=rollout.project, stage=None, district=rollout.district)
    enter(site, "in_scope", rollout.today - timedelta(days=40), batch=import_batch)
    put_in_scope(site, approved_by=rollout.by)

    assert read(rollout).counted.dated_by_import == 0


def test_a_site_removed_from_scope_has_left(rollout):
    site = rollout.waiting[0]
    put_in_scope(site, step=-1, approved_by=rollout.by)

    known = read(rollout)

    assert len(known.sites) == 5
    assert (known.inputs.stays.outcome == LEFT).sum() == 1


def test_a_withdrawn_site_is_not_read(rollout):
    from django.utils import timezone

    site = rollout.waiting[0]
    site.withdrawn_at = timezone.now()
    site.save()

    assert len(read(rollout).sites) == 5


def test_a_site_without_any_history_waits_at_its_stage(rollout):
    site = SiteFactory(project=rollout.project, stage=None, district=rollout.district)
    put_in_scope(site, approved_by=rollout.by)

    known = read(rollout)

    assert len(known.sites) == 7
    assert known.inputs.waiting.stage[-1] == 0


def test_on_hold_has_its_reason_and_its_place(rollout):
    site = rollout.waiting[0]
    rollout.enter(site, "on_hold", 5, reason="Waits for a power supply.")

    known = read(rollout)

    place = [one.pk for one in known.sites].index(site.pk)
    assert known.sites[place].reason == "Waits for a power supply."
    assert BEFORE[known.inputs.waiting.stage[place]] == JOURNEY[2]


def test_stages_that_this_project_knows_too_little_of_are_told_by_others(db):
    rollout = Rollout(moved=5, waiting=2)
    assert read(rollout).counted.from_others == 0
    other = ProjectFactory()
    for number in range(12):
        site = SiteFactory(project=other, stage=None, district=rollout.district)
        rollout.enter(site, "rfs", 90 - number)
        rollout.enter(site, "connected", 50)

    known = read(rollout)

    assert known.counted.from_others == 12
    assert (~known.inputs.stays.own).sum() == 12


def test_reading_costs_the_same_at_any_length(rollout, django_assert_num_queries):
    with django_assert_num_queries(5):
        read(rollout)
    for _ in range(3):
        rollout.site(4, 150)
    with django_assert_num_queries(5):
        read(rollout)
