"""The scope ledger: every site comes in and goes out with a reason, and the sums are right."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from diz_portal.access import Refusal
from projects.models import ScopeChange, ScopeReason, Site
from projects.rollout.selectors.scope import ledger, ledger_rows, scope_as_at
from projects.rollout.services.scope import change_scope
from projects.rollout.stages import Stage
from tests.factories.partners import manager
from tests.factories.projects import ProjectFactory, SiteFactory, put_in_scope


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
        ({"note": " "}, "Say in a sentence"),
        ({"on": timezone.localdate() + timedelta(days=1)}, "future"),
        ({"sites": ()}, "at least one site"),
        ({"on": timezone.localdate() - timedelta(days=300)}, "after that date"),
        ({"reason": ScopeReason.ADDED}, "in the scope already"),
        ({"reason": ScopeReason.CORRECTION}, "come in or go out"),
    ],
)
def test_change_scope_refuses_with_a_sentence_and_changes_nothing(project, boss, words, sentence):
    site = SiteFactory(project=project, stage=Stage.ORDERED)
    before = ScopeChange.objects.count()

    with pytest.raises(Refusal, match=sentence):
        change(project, boss, **{"sites": [site], **words})

    site.refresh_from_db()
    assert (site.stage, site.in_scope) == (Stage.ORDERED, True)
    assert ScopeChange.objects.count() == before


def test_change_scope_is_all_or_nothing(project, boss):
    inside = SiteFactory(project=project, stage=Stage.ORDERED)
    outside = SiteFactory(project=project, stage=Stage.CANDIDATE)

    with pytest.raises(Refusal, match="is not in the scope"):
        change(project, boss, sites=[inside, outside])

    inside.refresh_from_db()
    assert inside.in_scope


def test_change_scope_refuses_a_site_of_another_project(project, boss):
    with pytest.raises(Refusal, match="not in this project"):
        change(project, boss, sites=[SiteFactory(stage=Stage.ORDERED)])


def test_change_scope_refuses_an_accepted_site(project, boss):
    site = SiteFactory(project=project, stage=Stage.ACCEPTED)

    with pytest.raises(Refusal, match="has been accepted"):
        change(project, boss, sites=[site])


def test_ledger_explains_how_many_became_fewer(project, boss):
    """The shape of the real thing: 113 at £2.1m becoming 74 at £1.7m, in small."""
    sites = [
        SiteFactory(project=project, stage=Stage.IN_SCOPE, on=days_ago(500), scoped=False)
        for _ in range(5)
    ]
    put_in_scope(*sites, on=days_ago(400), value_change=Decimal("2100000"), approved_by=boss)
    change(project, boss, ScopeReason.MERGED, sites=sites[:1], on=days_ago(90))
    change(project, boss, sites=sites[1:3], on=days_ago(30), value_change=Decimal("-400000"))

    lines = ledger(project)

    assert [(line.added, line.taken_out, line.sites, line.value) for line in lines] == [
        (5, 0, 5, Decimal("2100000")),
        (0, 1, 4, Decimal("2100000")),
        (0, 2, 2, Decimal("1700000")),
    ]
    assert {line.change.approved_by for line in lines} == {boss}
    assert scope_as_at(project, days_ago(60)).sites == 4
    assert Site.objects.filter(in_scope=True).count() == 2


def test_ledger_file_says_the_value_of_a_change_once(project, boss):
    sites = SiteFactory.create_batch(2, project=project, stage=Stage.ORDERED, scoped=False)
    put_in_scope(*sites, value_change=Decimal(100), approved_by=boss)

    rows = list(ledger_rows(project))

    assert [row[3] for row in rows] == [Decimal(100), ""]
    assert [row[-1] for row in rows] == [site.name for site in sites]


@pytest.mark.parametrize("changes", [1, 5])
def test_ledger_costs_the_same_at_any_length(project, boss, changes, django_assert_num_queries):
    for _ in range(changes):
        put_in_scope(*SiteFactory.create_batch(2, project=project), approved_by=boss)

    with django_assert_num_queries(2):
        ledger(project)
