"""The scope change log: every site is added and removed with a reason, and the sums are right."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from projects.models import ScopeChange, ScopeReason, Site
from projects.rollout.scope import scope
from projects.rollout.selectors.scope import change_log, change_log_rows, scope_as_at
from projects.rollout.services.scope import change_scope, look_ahead, reverse_change
from projects.rollout.stages import Stage
from projects.rollout.standing import AsAt
from tests.days import as_of_now, in_days
from tests.factories.partners import manager
from tests.factories.projects import ProjectFactory, SiteFactory, enter, put_in_scope


def days_ago(number):
    return timezone.localdate() - timedelta(days=number)


@pytest.fixture
def project(db):
    return ProjectFactory()


@pytest.fixture
def boss(db):
    return manager(name="Ada Fenn")


def change(project, by, reason=ScopeReason.TOO_COSTLY, **words):
    values = {"on": timezone.localdate(), "note": "Board, item 4", **words}
    return change_scope(project=project, reason=reason, by=by, **values)


def test_change_scope_takes_sites_and_value_out(project, boss):
    kept, gone = SiteFactory.create_batch(2, project=project, stage=Stage.ORDERED)

    change(project, boss, sites=[gone], value_change=Decimal("-23000"))

    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.in_scope, gone.in_scope) == (True, False)
    assert gone.stage == Stage.DESCOPED
    assert gone.current_entry.by == boss
    assert scope_as_at(project, timezone.localdate()).sites == 1


@pytest.mark.parametrize(
    ("reason", "exit_by"),
    [
        (ScopeReason.ALREADY_GIGABIT, Stage.ALREADY_GIGABIT),
        (ScopeReason.MERGED, Stage.MERGED),
        (ScopeReason.NO_WAYLEAVE, Stage.DESCOPED),
    ],
)
def test_change_scope_moves_a_site_out_by_the_exit_of_its_reason(project, boss, reason, exit_by):
    site = SiteFactory(project=project, stage=Stage.WAYLEAVE)

    change(project, boss, reason, sites=[site])

    site.refresh_from_db()
    assert site.stage == exit_by


def test_change_scope_brings_candidates_in(project, boss):
    site = SiteFactory(project=project, stage=Stage.CANDIDATE)
    back = SiteFactory(project=project, stage=Stage.DESCOPED)

    change(project, boss, ScopeReason.ADDED, sites=[site, back])

    assert set(Site.objects.values_list("stage", "in_scope")) == {("in_scope", True)}


def test_change_scope_of_a_site_at_work_leaves_its_stage(project, boss):
    site = SiteFactory(project=project, stage=Stage.CIVILS, scoped=False)

    change(project, boss, ScopeReason.BASELINE, sites=[site])

    site.refresh_from_db()
    assert (site.stage, site.in_scope) == (Stage.CIVILS, True)


def test_change_scope_of_value_alone_needs_no_site(project, boss):
    change(project, boss, ScopeReason.CORRECTION, value_change=Decimal("-400000"))

    assert scope_as_at(project, timezone.localdate()).value == Decimal("-400000")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"note": " "}, "Enter the decision"),
        ({"on": in_days(1)}, "today or in the past"),
        ({"sites": ()}, "at least one site"),
        ({"on": in_days(-300)}, "after that date"),
        ({"reason": ScopeReason.ADDED}, "already in scope"),
        ({"reason": ScopeReason.CORRECTION}, "reason for adding or removing"),
    ],
)
def test_change_scope_refuses_with_a_sentence_and_changes_nothing(project, boss, words, sentence):
    site = SiteFactory(project=project, stage=Stage.ORDERED)
    before = ScopeChange.objects.count()

    with pytest.raises(Refusal, match=sentence):
        change(project, boss, **{"sites": [site], **as_of_now(words)})

    site.refresh_from_db()
    assert (site.stage, site.in_scope) == (Stage.ORDERED, True)
    assert ScopeChange.objects.count() == before


def test_change_scope_is_all_or_nothing(project, boss):
    inside = SiteFactory(project=project, stage=Stage.ORDERED)
    outside = SiteFactory(project=project, stage=Stage.CANDIDATE)

    with pytest.raises(Refusal, match="is not in scope"):
        change(project, boss, sites=[inside, outside])

    inside.refresh_from_db()
    assert inside.in_scope


def test_change_scope_refuses_a_site_of_another_project(project, boss):
    with pytest.raises(Refusal, match="not in this project"):
        change(project, boss, sites=[SiteFactory(stage=Stage.ORDERED)])


def test_change_scope_refuses_an_accepted_site(project, boss):
    site = SiteFactory(project=project, stage=Stage.ACCEPTED)

    with pytest.raises(Refusal, match="is accepted"):
        change(project, boss, sites=[site])


def test_change_log_explains_how_many_became_fewer(project, boss):
    """The shape of the real thing: 113 at £2.1m becoming 74 at £1.7m, in small."""
    sites = [
        SiteFactory(project=project, stage=Stage.IN_SCOPE, on=days_ago(500), scoped=False)
        for _ in range(5)
    ]
    put_in_scope(*sites, on=days_ago(400), value_change=Decimal("2100000"), approved_by=boss)
    change(project, boss, ScopeReason.MERGED, sites=sites[:1], on=days_ago(90))
    change(project, boss, sites=sites[1:3], on=days_ago(30), value_change=Decimal("-400000"))

    lines = change_log(project)

    assert [(line.added, line.removed, line.sites, line.value) for line in lines] == [
        (5, 0, 5, Decimal("2100000")),
        (0, 1, 4, Decimal("2100000")),
        (0, 2, 2, Decimal("1700000")),
    ]
    assert {line.change.approved_by for line in lines} == {boss}
    assert scope_as_at(project, days_ago(60)).sites == 4
    assert Site.objects.filter(in_scope=True).count() == 2


def test_change_log_file_says_the_value_of_a_change_once(project, boss):
    sites = SiteFactory.create_batch(2, project=project, stage=Stage.ORDERED, scoped=False)
    put_in_scope(*sites, value_change=Decimal(100), approved_by=boss)

    rows = list(change_log_rows(project))

    assert [row[3] for row in rows] == [Decimal(100), ""]
    assert [row[-1] for row in rows] == [site.name for site in sites]


@pytest.mark.parametrize("changes", [1, 5])
def test_change_log_costs_the_same_at_any_length(project, boss, changes, django_assert_num_queries):
    for _ in range(changes):
        put_in_scope(*SiteFactory.create_batch(2, project=project), approved_by=boss)

    with django_assert_num_queries(2):
        change_log(project)


# Signs and reversals --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "value", "cure"),
    [
        (ScopeReason.WITHDREW, Decimal(30_000), "Enter -30000"),
        (ScopeReason.MERGED, Decimal("0.50"), "Enter -0.50"),
        (ScopeReason.ADDED, Decimal(-30_000), "Enter 30000"),
    ],
)
def test_a_value_with_the_wrong_sign_is_refused_with_the_cure(project, boss, reason, value, cure):
    with pytest.raises(Refusal, match=cure):
        change(project, boss, reason, value_change=value)


def test_a_preview_says_what_would_happen_and_writes_nothing(project, boss):
    sites = SiteFactory.create_batch(2, project=project, stage=Stage.ORDERED)
    outside = SiteFactory(project=project, stage=Stage.CANDIDATE)

    seen = look_ahead(
        project=project,
        reason=ScopeReason.WITHDREW,
        on=days_ago(0),
        sites=[*sites, outside],
        value_change=Decimal(-30_000),
    )

    assert (seen.before.sites, seen.after.sites, seen.refused) == (2, 0, 1)
    assert seen.after.value - seen.before.value == -30_000
    assert [stage for _, stage, why in seen.rows if not why] == ["Descoped", "Descoped"]
    assert Site.objects.filter(in_scope=True).count() == 2


def test_a_change_is_reversed_whole_and_reads_as_that(project, boss):
    site = SiteFactory(project=project, stage=Stage.SURVEYED, on=days_ago(50))
    wrong = change(project, boss, ScopeReason.WITHDREW, sites=[site], value_change=Decimal(-30_000))

    back = reverse_change(change=wrong, by=boss, note="It was another surgery.")

    site.refresh_from_db()
    assert (site.in_scope, site.stage, site.stage_on) == (True, Stage.SURVEYED, days_ago(50))
    assert (back.title, back.value_change) == ("Reversal: site withdrew", 30_000)
    told = scope(project.pk, AsAt.today())
    assert [(one.words, one.sites) for one in told.into] == [("Reversal: site withdrew", 1)]
    assert scope_as_at(project, days_ago(0)).sites == 1
    for again in (wrong, back):
        with pytest.raises(Refusal, match=r"already been reversed|is a reversal"):
            reverse_change(change=again, by=boss, note="Twice")


def test_sites_that_came_in_in_error_go_out_again(project, boss):
    site = SiteFactory(project=project, stage=Stage.CANDIDATE, on=days_ago(50))
    wrong = change(project, boss, ScopeReason.ADDED, sites=[site])

    reverse_change(change=wrong, by=boss, note="Not approved")

    site.refresh_from_db()
    assert (site.in_scope, site.stage) == (False, Stage.CANDIDATE)


def test_a_change_is_not_reversed_over_what_happened_since(project, boss):
    site = SiteFactory(project=project, stage=Stage.CANDIDATE, on=days_ago(50))
    wrong = change(project, boss, ScopeReason.ADDED, sites=[site], on=days_ago(9))
    enter(site, Stage.ASSURED, days_ago(5))
    enter(site, Stage.ORDERED, days_ago(3))

    with pytest.raises(Refusal, match="has since moved to “Ordered”"):
        reverse_change(change=wrong, by=boss, note="Late")


def test_the_public_page_shows_no_change_that_moved_no_site(client, project, boss):
    site = SiteFactory(project=project, stage=Stage.ORDERED, scoped=False)
    put_in_scope(site, on=days_ago(400), value_change=Decimal(100), approved_by=boss)
    change(project, boss, ScopeReason.CORRECTION, value_change=Decimal(-5))
    client.force_login(boss)

    public = client.get(f"/projects/{project.slug}/").content.decode()
    inside = client.get(reverse("projects_workspace:scope", args=[project.slug]))

    assert "Correction of an error" not in public
    assert "Correction of an error" in inside.content.decode()


def test_the_change_log_offers_to_reverse_a_change(client, project, boss):
    site = SiteFactory(project=project, stage=Stage.ORDERED, scoped=False)
    put_in_scope(site, on=days_ago(400), approved_by=boss)
    change(project, boss, ScopeReason.WITHDREW, sites=[site])
    client.force_login(boss)
    log_page = reverse("projects_workspace:scope", args=[project.slug])
    back = reverse("projects_workspace:scope_reverse", args=[project.slug, 2])

    assert back in client.get(log_page).content.decode()
    assert client.post(back, {"note": ""}).status_code == 422
    text = client.post(back, {"note": "Wrong surgery"}, follow=True).content.decode()

    assert "Reversal: site withdrew" in text
    assert back not in text
