"""Moving sites: what may happen, what is refused, and what the database keeps by itself."""

import threading
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from diz_portal.access import Refusal
from projects.models import ScopeChange, ScopeEntry, ScopeReason, Site, StageEntry
from projects.rollout.selectors.sites import of_words, pulse, shown, stepped_line
from projects.rollout.services.sites import (
    Move,
    SiteChanged,
    SiteMoved,
    SitesRefused,
    add_site,
    correct_entry,
    edit_site,
    move_site,
    move_sites,
)
from projects.rollout.stages import Stage
from tests.factories.partners import OrganisationFactory, contributor_of, lead_of, manager
from tests.factories.places import DistrictFactory
from tests.factories.projects import ProjectFactory, SiteFactory, enter, put_in_scope

TODAY = timezone.localdate


def days_ago(number):
    return timezone.localdate() - timedelta(days=number)


@pytest.fixture
def supplier(db):
    return OrganisationFactory(name="Northline Networks")


@pytest.fixture
def project(supplier):
    return ProjectFactory(partners=[supplier])


@pytest.fixture
def partner(supplier):
    return contributor_of(supplier, name="Priya Shah")


@pytest.fixture
def site(project):
    return SiteFactory(project=project, stage=Stage.SURVEYED, name="Elm House Surgery")


def move(site, by, to=Stage.DESIGNED, **words):
    values = {"on": TODAY(), "expected_entry": site.current_entry_id, **words}
    return move_site(site=site, to=to, by=by, **values)


# Moving one ---------------------------------------------------------------------


def test_move_site_enters_the_stage_and_says_who_and_how_it_is_known(site, partner):
    entry = move(site, partner, evidence="  Drawing 4471 ", on=days_ago(2))

    site.refresh_from_db()
    assert (site.stage, site.stage_on, site.current_entry) == ("designed", days_ago(2), entry)
    assert (entry.by, entry.evidence) == (partner, "Drawing 4471")
    assert site.entries.count() == 2


def test_move_site_refuses_when_somebody_moved_it_first(site, partner):
    other = contributor_of(partner.memberships.get().organisation, name="Tom Reed")
    seen = site.current_entry_id
    move(site, other, Stage.CIVILS)

    with pytest.raises(SiteMoved) as refused:
        move(site, partner, expected_entry=seen)

    assert "Tom Reed updated Elm House Surgery to “Civils under way”" in refused.value.message
    site.refresh_from_db()
    assert site.stage == Stage.CIVILS


def test_move_site_twice_by_a_double_click_is_one_entry(site, partner):
    seen = site.current_entry_id
    first = move(site, partner, expected_entry=seen)

    assert move(site, partner, expected_entry=seen) == first
    assert site.entries.count() == 2


def test_move_site_refuses_a_date_in_the_future(site, partner):
    with pytest.raises(Refusal, match="today or in the past"):
        move(site, partner, on=TODAY() + timedelta(days=1))

    assert site.entries.count() == 1


def test_move_site_takes_two_stages_on_one_day(site, partner):
    move(site, partner)
    site.refresh_from_db()

    move(site, partner, to=Stage.CIVILS)

    site.refresh_from_db()
    assert site.stage == Stage.CIVILS


def test_move_site_refuses_a_date_before_the_present_stage(site, partner):
    with pytest.raises(Refusal, match="or later: the site reached its current stage then"):
        move(site, partner, on=days_ago(31))


def test_move_site_refuses_an_illegal_move(project, partner):
    site = SiteFactory(project=project, stage=Stage.ACCEPTED)

    with pytest.raises(Refusal, match="cannot move to “On hold”"):
        move(site, partner, Stage.ON_HOLD, reason="A look back")


def test_move_site_refuses_the_stage_it_is_at(site, partner):
    with pytest.raises(Refusal, match="already at"):
        move(site, partner, Stage.SURVEYED)


@pytest.mark.parametrize("to", [Stage.ORDERED, Stage.ON_HOLD])
def test_move_site_back_or_on_hold_needs_a_reason(site, partner, to):
    with pytest.raises(Refusal, match="Enter a reason for moving"):
        move(site, partner, to, reason="  ")

    assert move(site, partner, to, reason="Ducts are full").reason == "Ducts are full"


def test_move_site_of_an_undone_import_is_not_found(site, partner):
    Site.objects.update(withdrawn_at=timezone.now())

    with pytest.raises(Site.DoesNotExist):
        move(site, partner)


# Moving over the line of the scope ----------------------------------------------


def test_move_out_of_scope_by_a_contributor_is_refused(site, partner):
    with pytest.raises(Refusal, match="changes the scope"):
        move(site, partner, Stage.DESCOPED, reason="Too dear", scope_reason="too_costly")

    site.refresh_from_db()
    assert site.stage == Stage.SURVEYED
    assert site.in_scope


def test_move_out_of_scope_writes_the_change_log_in_the_same_step(site, project):
    lead = lead_of(project.lead)

    move(site, lead, Stage.DESCOPED, reason="Over the limit", scope_reason="too_costly")

    site.refresh_from_db()
    change = ScopeChange.objects.latest("pk")
    assert (site.stage, site.in_scope) == (Stage.DESCOPED, False)
    assert (change.reason, change.note, change.approved_by) == (
        ScopeReason.TOO_COSTLY,
        "Over the limit",
        lead,
    )
    assert [(entry.site, entry.step) for entry in change.entries.all()] == [(site, -1)]


def test_move_into_scope_needs_a_reason_that_brings_in(project):
    site = SiteFactory(project=project, stage=Stage.ELIGIBLE)
    boss = manager()

    with pytest.raises(Refusal, match="reason for adding the site to scope"):
        move(site, boss, Stage.IN_SCOPE, scope_reason="too_costly")
    move(site, boss, Stage.IN_SCOPE, scope_reason="added")

    site.refresh_from_db()
    assert site.in_scope


def test_lead_of_a_partner_organisation_may_not_change_the_scope(site, supplier):
    with pytest.raises(Refusal, match="changes the scope"):
        move(site, lead_of(supplier), Stage.MERGED, reason="Closed", scope_reason="merged")


def test_a_site_in_scope_already_moves_into_scope_without_a_second_line(project, partner):
    site = SiteFactory(project=project, stage=Stage.ELIGIBLE, scoped=True)

    move(site, partner, Stage.IN_SCOPE)

    assert ScopeEntry.objects.filter(site=site).count() == 1


# Two at once --------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_partners_moving_one_site_at_the_same_time():
    """One wins; the other is told who did what, and nothing is overwritten."""
    supplier = OrganisationFactory()
    site = SiteFactory(
        project=ProjectFactory(partners=[supplier]), stage=Stage.SURVEYED, name="Elm House"
    )
    people = [contributor_of(supplier, name=name) for name in ("Priya Shah", "Tom Reed")]
    wanted = [Stage.DESIGNED, Stage.CIVILS]
    ready = threading.Barrier(2, timeout=20)
    outcomes = {}

    def act(place):
        try:
            ready.wait()
            outcomes[place] = move(site, people[place], wanted[place])
        except SiteMoved as refusal:
            outcomes[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(place,)) for place in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    loser, winner = sorted(outcomes, key=lambda place: isinstance(outcomes[place], StageEntry))
    assert isinstance(outcomes[winner], StageEntry)
    assert isinstance(outcomes[loser], SiteMoved)
    assert people[winner].name in outcomes[loser].message
    assert wanted[winner].label in outcomes[loser].message
    site.refresh_from_db()
    assert site.stage == wanted[winner]
    assert site.entries.count() == 2


@pytest.mark.django_db(transaction=True)
def test_bare_entries_written_at_the_same_time_leave_the_later_one_current():
    """The trigger locks the site before it reads, so even bare rows cannot cross."""
    site = SiteFactory(stage=Stage.SURVEYED)
    first_is_in, go_on = threading.Event(), threading.Event()

    def slow():
        try:
            with transaction.atomic():
                enter(site, Stage.CIVILS, days_ago(1))
                first_is_in.set()
                go_on.wait(1)
        finally:
            connection.close()

    def quick():
        try:
            first_is_in.wait(20)
            enter(site, Stage.DESIGNED, days_ago(5))
        finally:
            connection.close()

    threads = [threading.Thread(target=slow), threading.Thread(target=quick)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    site.refresh_from_db()
    assert (site.stage, site.stage_on) == (Stage.CIVILS, days_ago(1))


# Moving many --------------------------------------------------------------------


def seen(*sites):
    return {site.pk: site.current_entry_id for site in sites}


def test_move_sites_moves_them_all(project, partner):
    sites = SiteFactory.create_batch(3, project=project, stage=Stage.ORDERED)

    moved = move_sites(
        project=project,
        seen=seen(*sites),
        by=partner,
        move=Move(Stage.SURVEYED, days_ago(1), "Survey pack 12"),
    )

    assert moved == 3
    assert set(Site.objects.values_list("stage", "stage_on")) == {("surveyed", days_ago(1))}


def test_move_sites_moves_none_when_one_was_moved_since_the_preview(project, partner):
    sites = SiteFactory.create_batch(3, project=project, stage=Stage.ORDERED)
    previewed = seen(*sites)
    move(sites[1], partner, Stage.CIVILS)

    with pytest.raises(SitesRefused) as refused:
        move_sites(project=project, seen=previewed, by=partner, move=Move(Stage.SURVEYED, TODAY()))

    assert [site for site, _ in refused.value.refusals] == [sites[1]]
    assert "Civils" in refused.value.refusals[0][1]
    assert Site.objects.filter(stage=Stage.SURVEYED).count() == 0


def test_move_sites_out_of_scope_is_one_line_of_the_change_log(project):
    sites = SiteFactory.create_batch(3, project=project, stage=Stage.ORDERED)
    changes_before = ScopeChange.objects.count()

    move_sites(
        project=project,
        seen=seen(*sites),
        by=manager(),
        move=Move(Stage.ALREADY_GIGABIT, TODAY(), "", "Commercial build", "already_gigabit"),
    )

    assert ScopeChange.objects.count() == changes_before + 1
    assert ScopeChange.objects.latest("pk").entries.count() == 3
    assert not Site.objects.filter(in_scope=True).exists()


def test_move_sites_of_another_project_is_refused(project, partner):
    other = SiteFactory(stage=Stage.ORDERED)

    with pytest.raises(Refusal, match="no longer in the project"):
        move_sites(
            project=project, seen=seen(other), by=partner, move=Move(Stage.SURVEYED, TODAY())
        )


@pytest.mark.parametrize("rows", [1, 40])
def test_move_sites_costs_the_same_however_many(
    project, partner, rows, django_assert_max_num_queries
):
    sites = SiteFactory.create_batch(rows, project=project, stage=Stage.ORDERED)

    with django_assert_max_num_queries(9):
        move_sites(
            project=project, seen=seen(*sites), by=partner, move=Move(Stage.SURVEYED, TODAY())
        )


# Correcting ---------------------------------------------------------------------


def correct(entry, by, **words):
    site = Site.objects.get(pk=entry.site_id)
    values = {"stage": entry.stage, "on": entry.entered_on, "reason": "A slip", **words}
    return correct_entry(entry=entry, by=by, expected_entry=site.current_entry_id, **values)


def test_correct_entry_replaces_the_current_one_and_keeps_it_in_the_history(site, partner):
    wrong = move(site, partner, Stage.CIVILS)

    right = correct(wrong, partner, stage=Stage.DESIGNED, on=days_ago(3))

    site.refresh_from_db()
    assert (site.stage, site.stage_on, site.current_entry) == ("designed", days_ago(3), right)
    assert wrong.corrected_by == right
    assert site.entries.count() == 3


def test_correct_entry_of_the_past_leaves_the_present_stage(site, partner):
    first = site.current_entry
    move(site, partner, Stage.CIVILS)

    correct(first, partner, on=days_ago(40))

    site.refresh_from_db()
    assert site.stage == Stage.CIVILS


def test_correct_entry_twice_is_refused(site, partner):
    wrong = move(site, partner, Stage.CIVILS)
    correct(wrong, partner, stage=Stage.DESIGNED)

    with pytest.raises(Refusal, match="already been corrected"):
        correct(wrong, partner, stage=Stage.ORDERED)


def test_correct_entry_needs_a_reason_a_change_and_a_past_date(site, partner):
    entry = site.current_entry

    with pytest.raises(Refusal, match="what was wrong"):
        correct(entry, partner, stage=Stage.CIVILS, reason=" ")
    with pytest.raises(Refusal, match="not changed anything"):
        correct(entry, partner)
    with pytest.raises(Refusal, match="today or in the past"):
        correct(entry, partner, on=TODAY() + timedelta(days=1))


def test_correct_entry_that_changes_the_scope_is_written_in_the_change_log(site, partner, project):
    entry = site.current_entry

    with pytest.raises(Refusal, match="changes the scope"):
        correct(entry, partner, stage=Stage.CANDIDATE)
    site.refresh_from_db()
    assert site.stage == Stage.SURVEYED

    correct(entry, lead_of(project.lead), stage=Stage.CANDIDATE)
    site.refresh_from_db()
    assert (site.stage, site.in_scope) == (Stage.CANDIDATE, False)
    assert ScopeChange.objects.latest("pk").reason == ScopeReason.CORRECTION


def test_correct_entry_refuses_when_the_site_was_moved_since(site, partner):
    first = site.current_entry
    move(site, partner)

    with pytest.raises(SiteMoved):
        correct_entry(
            entry=first,
            stage=Stage.ORDERED,
            on=days_ago(9),
            by=partner,
            reason="A slip",
            expected_entry=first.pk,
        )


# What the database keeps --------------------------------------------------------


def refused(act):
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        act()


def test_database_refuses_to_change_or_delete_an_entry(site):
    refused(lambda: StageEntry.objects.update(stage=Stage.ACCEPTED))
    refused(lambda: StageEntry.objects.all().delete())

    assert site.entries.get().stage == Stage.SURVEYED


def test_database_refuses_a_stage_that_is_not_the_current_entrys(site):
    other = SiteFactory(project=site.project, stage=Stage.ACCEPTED)

    refused(lambda: Site.objects.filter(pk=site.pk).update(stage=Stage.ACCEPTED))
    refused(lambda: Site.objects.filter(pk=site.pk).update(stage_on=date(2020, 1, 1)))
    refused(lambda: Site.objects.filter(pk=site.pk).update(current_entry=other.current_entry))


def test_database_refuses_to_change_or_delete_a_scope_line(site):
    refused(lambda: ScopeEntry.objects.update(step=-1))
    refused(lambda: ScopeEntry.objects.all().delete())
    refused(lambda: ScopeChange.objects.update(value_change=1))
    refused(lambda: ScopeChange.objects.all().delete())


def test_database_refuses_an_entry_that_names_another_project(site):
    other = ProjectFactory()

    refused(
        lambda: StageEntry.objects.create(
            project=other, site=site, stage=Stage.CIVILS, entered_on=TODAY()
        )
    )


def test_database_refuses_a_correction_of_another_site(site, project):
    other = SiteFactory(project=project)

    refused(lambda: enter(site, Stage.CIVILS, TODAY(), corrects=other.current_entry))


def test_database_refuses_two_corrections_of_one_entry(site):
    first = site.current_entry
    enter(site, Stage.CIVILS, TODAY(), corrects=first)

    refused(lambda: enter(site, Stage.DESIGNED, TODAY(), corrects=first))


def test_database_refuses_to_add_a_site_to_the_scope_twice_or_take_it_out_twice(site):
    refused(lambda: put_in_scope(site))
    put_in_scope(site, step=-1)
    refused(lambda: put_in_scope(site, step=-1))

    site.refresh_from_db()
    assert not site.in_scope


def test_site_follows_the_latest_day_not_the_latest_row(site):
    enter(site, Stage.CIVILS, days_ago(1))
    enter(site, Stage.DESIGNED, days_ago(9))

    site.refresh_from_db()
    assert site.stage == Stage.CIVILS


def test_site_follows_the_last_recorded_entry_of_a_day(site):
    enter(site, Stage.DESIGNED, TODAY())
    enter(site, Stage.CIVILS, TODAY())
    site.refresh_from_db()
    assert site.stage == Stage.CIVILS

    same_moment = timezone.now()
    enter(site, Stage.RFS, TODAY(), recorded_at=same_moment)
    enter(site, Stage.CONNECTED, TODAY(), recorded_at=same_moment)
    site.refresh_from_db()
    assert site.stage == Stage.CONNECTED


def test_site_follows_a_chain_of_corrections(site):
    first = enter(site, Stage.ACCEPTED, TODAY())
    second = enter(site, Stage.CONNECTED, TODAY(), corrects=first)
    enter(site, Stage.CIVILS, days_ago(10), corrects=second)

    site.refresh_from_db()
    assert (site.stage, site.stage_on) == (Stage.CIVILS, days_ago(10))


def test_sites_follow_entries_written_in_one_statement(project):
    sites = SiteFactory.create_batch(3, project=project, stage=Stage.ORDERED)
    untouched = SiteFactory(project=project, stage=Stage.ORDERED)

    StageEntry.objects.bulk_create(
        [
            StageEntry(project=project, site=site, stage=stage, entered_on=on)
            for site in sites
            for stage, on in [(Stage.CIVILS, days_ago(1)), (Stage.SURVEYED, days_ago(4))]
        ]
    )

    assert set(Site.objects.filter(pk__in=[s.pk for s in sites]).values_list("stage")) == {
        ("civils",)
    }
    untouched.refresh_from_db()
    assert untouched.stage == Stage.ORDERED


# Facts --------------------------------------------------------------------------


def test_edit_site_changes_what_is_known_and_raises_the_version(site, partner):
    edit_site(site=site, version=1, by=partner, supplier="Northline")

    site.refresh_from_db()
    assert (site.supplier, site.version) == ("Northline", 2)


def test_edit_site_refuses_when_somebody_else_changed_it(site, partner):
    edit_site(site=site, version=1, by=partner, supplier="Northline")

    with pytest.raises(SiteChanged):
        edit_site(site=site, version=1, by=partner, supplier="Southline")

    site.refresh_from_db()
    assert site.supplier == "Northline"


def test_edit_site_without_a_change_is_no_change(site, partner):
    edit_site(site=site, version=1, by=partner, name=site.name)

    site.refresh_from_db()
    assert site.version == 1


def test_edit_site_to_an_ods_code_in_use_is_a_sentence(site, partner, project):
    SiteFactory(project=project, ods_code="E99999")

    with pytest.raises(Refusal, match="already has a site with this ODS code"):
        edit_site(site=site, version=1, by=partner, ods_code="E99999")


def test_add_site_starts_as_a_candidate(project, partner):
    site = add_site(project=project, by=partner, name="Fern Lane", district=DistrictFactory())

    assert (site.stage, site.stage_on, site.in_scope) == ("candidate", TODAY(), False)
    assert site.entries.get().by == partner


# Reading ------------------------------------------------------------------------


def test_shown_finds_the_stuck_and_the_blocked(project):
    late = SiteFactory(project=project, stage=Stage.ORDERED, on=days_ago(31))
    SiteFactory(project=project, stage=Stage.ORDERED, on=days_ago(30))
    SiteFactory(project=project, stage=Stage.IN_SERVICE, on=days_ago(900))
    held = SiteFactory(project=project, stage=Stage.ON_HOLD, on=days_ago(2))

    assert list(shown(project.sites.standing(), "stuck")) == [late]
    assert list(shown(project.sites.standing(), "blocked")) == [held]
    assert late.days_over == 1


def test_shown_finds_what_the_headline_counts(project):
    """The links under the project's figures lead to as many sites as the figures say."""
    for stage in (Stage.CIVILS, Stage.CONNECTED, Stage.IN_SERVICE, Stage.ACCEPTED):
        SiteFactory(project=project, stage=stage)
    SiteFactory(project=project, stage=Stage.IN_SERVICE, scoped=False)
    figures = pulse(project)

    assert shown(project.sites.standing(), "in_scope").count() == figures["scoped"] == 4
    assert shown(project.sites.standing(), "live").count() == figures["live"] == 3
    assert shown(project.sites.standing(), "serving").count() == figures["serving"] == 2
    assert shown(project.sites.standing(), "stuck").count() == figures["stuck"]


def test_of_words_searches_names_codes_and_postcodes(project):
    one = SiteFactory(project=project, name="Fern Lane Surgery", postcode="CM1 1AB")
    SiteFactory(project=project, name="Oak Surgery")

    assert list(of_words(project.sites.standing(), "surgery fern")) == [one]
    assert list(of_words(project.sites.standing(), one.ods_code.lower())) == [one]
    assert list(of_words(project.sites.standing(), "cm1")) == [one]


def test_stepped_line_of_a_site_that_left_ends_with_how_it_left(site, partner):
    enter(site, Stage.CIVILS, days_ago(9))
    enter(site, Stage.DESCOPED, days_ago(5))
    site.refresh_from_db()

    line = stepped_line(site, list(site.entries.uncorrected().latest_first()))

    assert (line[-2].label, line[-2].state) == ("Civils under way", "done")
    assert (line[-1].label, line[-1].state, line[-1].date) == ("Descoped", "now", days_ago(5))


def test_stepped_line_of_a_held_site_stands_where_it_last_was(site, partner):
    move(site, partner, Stage.ON_HOLD, reason="Asbestos")
    site.refresh_from_db()

    line = stepped_line(site, list(site.entries.uncorrected().latest_first()))

    assert [step.label for step in line if step.state == "now"] == ["Surveyed"]
    assert [step.state for step in line].count("done") == 5
