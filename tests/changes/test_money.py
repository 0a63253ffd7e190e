"""What changed in the funding of projects, for those who read the money and nobody else."""

import pytest

from diz_portal import changes
from projects.money.enums import LetterKind, SourceState
from projects.money.models import FundingLetter, SourceEvent
from tests.changes.dated import as_of, days_ago, rows_of, said
from tests.factories.money import awarded
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


def week(reader, **more):
    found = changes.sentences(reader, since=days_ago(7), until=days_ago(0), **more)
    return [one for one in found if one.kind.room == "Money"]


@pytest.fixture
def source():
    project = ProjectFactory(title="Surgery fibre")
    return awarded("100000", on=days_ago(3), project=project, title="Local fibre fund")


def test_awards_and_variations_are_summed_for_those_who_read_the_money(source):
    boss = manager()
    FundingLetter.objects.create(
        source=source,
        kind=LetterKind.VARIATION,
        dated_on=days_ago(2),
        capital=-2500,
        reason="Fewer sites",
    )

    assert said(week(boss)) == ["£100,000 was awarded", "1 award was varied, by −£2,500"]
    assert rows_of(week(boss), "funding-awarded") == ["Local fibre fund: £100,000 was awarded"]
    for reader in (None, contributor_of(OrganisationFactory())):
        assert week(reader) == []
    assert week(boss, project=ProjectFactory()) == []


def test_a_source_is_secured_once_and_ends_later(source):
    boss = manager()
    as_of(source, 30)
    type(source).objects.filter(pk=source.pk).update(ends_on=days_ago(-100))
    as_of(source, 20)
    type(source).objects.filter(pk=source.pk).update(ends_on=days_ago(-130))
    for day in (3, 2):
        SourceEvent.objects.create(source=source, state=SourceState.SECURED, on=days_ago(day))

    found = week(boss, without={"funding-awarded"})
    assert said(found) == [
        "1 funding source was secured",
        "The end date of 1 funding source changed",
    ]
    assert rows_of(found, "funding-secured") == ["Local fibre fund was secured"]
