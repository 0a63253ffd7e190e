"""Where the money comes from: awarded and varied by letters, secured with evidence, or in kind."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from projects.models import FundingLetter, FundingSource, SourceEvent
from projects.money.enums import Acceptance, SourceState
from projects.money.selectors import statement
from projects.money.services import conditions, in_kind, sources
from projects.rollout.standing import AsAt
from tests.factories.accounts import UserFactory
from tests.factories.money import FundingSourceFactory, awarded, days_ago
from tests.factories.partners import OrganisationFactory
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory(password=None)


def pounds_of(source) -> tuple[Decimal, Decimal]:
    source.refresh_from_db()
    return source.awarded_capital, source.awarded_revenue


def test_an_award_is_the_sum_of_its_letters(by):
    source = awarded("2000000", "100000")

    sources.vary(
        by=by,
        source=source,
        dated_on=days_ago(100),
        capital=Decimal(-400000),
        reason="113 surgeries became 74",
    )

    assert pounds_of(source) == (1_600_000, 100_000)


def test_an_award_as_at_a_day_is_what_was_known_by_then(by):
    source = awarded("2000000", on=days_ago(400))
    FundingLetter.objects.create(
        source=source,
        kind="variation",
        dated_on=days_ago(100),
        capital=-400_000,
        reason="Fewer surgeries",
        recorded_at=timezone.now() - timedelta(days=50),
    )

    def pledged(days: int) -> Decimal:
        return statement.of_project(source.project, AsAt.on(days_ago(days))).pledged

    # The first letter was put down today: before, nobody could know.
    assert pledged(60) == 0
    assert pledged(0) == 1_600_000


@pytest.mark.parametrize(
    ("capital", "revenue", "says"),
    [
        ("-100000.01", "0", "of capital"),
        ("0", "-0.01", "of revenue"),
        ("0", "0", "Enter an amount"),
    ],
)
def test_a_variation_leaves_nothing_below_zero(by, capital, revenue, says):
    source = awarded("100000")

    with pytest.raises(Refusal, match=says):
        sources.vary(
            by=by,
            source=source,
            dated_on=days_ago(1),
            capital=Decimal(capital),
            revenue=Decimal(revenue),
            reason="Less",
        )

    assert pounds_of(source) == (100_000, 0)


def test_the_database_keeps_an_award_its_letters():
    source = awarded("100000")

    with pytest.raises(IntegrityError, match="sum of its letters"), transaction.atomic():
        FundingSource.objects.filter(pk=source.pk).update(awarded_capital=200_000)


def test_an_award_is_made_once_and_varied_after_it(by):
    source = awarded("100")

    with pytest.raises(Refusal, match="has been awarded"):
        sources.award(by=by, source=source, dated_on=days_ago(1), capital=Decimal(1))
    with pytest.raises(Refusal, match="on or after"):
        sources.vary(
            by=by, source=source, dated_on=days_ago(500), capital=Decimal(1), reason="More"
        )
    with pytest.raises(Refusal, match="not been awarded"):
        sources.vary(
            by=by,
            source=FundingSourceFactory(),
            dated_on=days_ago(1),
            capital=Decimal(1),
            reason="More",
        )


def test_a_letter_of_tomorrow_is_refused(by):
    with pytest.raises(Refusal, match="today or in the past"):
        sources.award(
            by=by, source=FundingSourceFactory(), dated_on=days_ago(-1), capital=Decimal(1)
        )


def test_secured_only_with_evidence_and_a_date(by):
    source = awarded()

    with pytest.raises(Refusal, match="evidence"):
        sources.secure(by=by, source=source, on=days_ago(1), evidence=" ")
    sources.secure(by=by, source=source, on=days_ago(1), evidence="Board minute 14")

    source.refresh_from_db()
    assert (source.state, source.evidence) == (SourceState.SECURED, "Board minute 14")
    assert SourceEvent.objects.get(source=source).by == by


def test_what_was_secured_by_mistake_is_not(by):
    source = sources.secure(by=by, source=awarded(), on=days_ago(1), evidence="A letter")

    source = sources.unsecure(by=by, source=source, reason="The letter was of another fund")

    assert (source.state, source.secured_on) == (SourceState.EXPECTED, None)
    with pytest.raises(NotNow, match="Not secured"):
        sources.unsecure(by=by, source=source, reason="Again")


def test_a_withdrawn_source_takes_no_letters_and_comes_back_unsecured(by):
    source = sources.secure(by=by, source=awarded(), on=days_ago(9), evidence="A letter")
    sources.withdraw(by=by, source=source, on=days_ago(1), reason="The fund closed")

    with pytest.raises(NotNow, match="withdrawn"):
        sources.vary(by=by, source=source, dated_on=days_ago(0), capital=Decimal(1), reason="More")
    assert statement.of_project(source.project).pledged == 0

    source = sources.restore(by=by, source=source, reason="It opened again")

    assert source.state == SourceState.EXPECTED
    assert statement.of_project(source.project).pledged == 100_000


def test_a_name_is_used_once_in_a_project_unless_it_was_withdrawn(by):
    project = ProjectFactory()
    facts = {"by": by, "project": project, "title": "Match", "kind": "match", "funder": "A fund"}
    first = sources.add(**facts)

    with pytest.raises(sources.TitleTaken):
        sources.add(**facts)
    sources.withdraw(by=by, source=first, on=days_ago(0), reason="Twice")
    sources.add(**facts)

    with pytest.raises(sources.TitleTaken):
        sources.restore(by=by, source=first, reason="Back")


@pytest.mark.parametrize("funder", ["", "A fund"])
def test_a_source_has_one_funder(by, funder):
    organisation = OrganisationFactory() if funder else None

    with pytest.raises(sources.OneFunder):
        sources.add(
            by=by,
            project=ProjectFactory(),
            title="Two",
            kind="match",
            funder=funder,
            organisation=organisation,
        )


@pytest.mark.parametrize(
    ("decision", "counted"),
    [
        ({"acceptance": Acceptance.ACCEPTED}, "612.50"),
        ({"acceptance": Acceptance.ACCEPTED, "percent": 50}, "306.25"),
        ({"acceptance": Acceptance.ACCEPTED, "up_to": Decimal(500)}, "500"),
        ({"acceptance": Acceptance.REFUSED}, "0"),
    ],
)
def test_in_kind_is_match_as_far_as_the_agreement_accepts_it(by, decision, counted):
    source = FundingSourceFactory(given_in_kind=True)
    hours = {"by": by, "source": source, "unit": "hours", "rate": Decimal("35.00")}
    in_kind.give(on=days_ago(9), what="Surveys", quantity=Decimal("17.5"), **hours)
    assert statement.of_project(source.project).in_kind_accepted == 0

    sources.decide_match(by=by, source=source, reason="Agreement, clause 7", **decision)

    found = statement.of_project(source.project)
    assert found.in_kind_accepted == Decimal(counted)
    assert found.in_kind[0].given == Decimal("612.50")
    assert (found.received, found.spent) == (0, 0)


def test_what_counted_as_match_on_a_past_day_stays(by):
    source = FundingSourceFactory(given_in_kind=True)
    with time_machine.travel(timezone.now() - timedelta(days=60)):
        in_kind.give(
            by=by,
            source=source,
            on=days_ago(0),
            what="Surveys",
            quantity=Decimal(10),
            unit="hours",
            rate=Decimal(35),
        )
    for days, percent in ((40, 50), (20, 80)):
        with time_machine.travel(timezone.now() - timedelta(days=days)):
            sources.decide_match(
                by=by,
                source=source,
                acceptance=Acceptance.ACCEPTED,
                reason="Agreement, clause 7",
                percent=percent,
            )

    def counted(days: int) -> Decimal:
        as_at = AsAt.on(days_ago(days))
        return statement.of_project(source.project, as_at).in_kind_accepted

    assert [counted(days) for days in (50, 30, 10, 0)] == [0, 175, 280, 280]


def test_what_was_given_in_kind_is_taken_back_once(by):
    source = FundingSourceFactory(given_in_kind=True)
    given = in_kind.give(
        by=by,
        source=source,
        on=days_ago(9),
        what="A room",
        quantity=Decimal(2),
        unit="days",
        rate=Decimal(80),
    )

    in_kind.take_back(by=by, given=given, reason="It was let")

    assert statement.of_project(source.project).in_kind[0].given == 0
    with pytest.raises(NotNow, match="has been corrected"):
        in_kind.take_back(by=by, given=given, reason="Again")


def test_only_what_is_given_in_kind_is_decided_on(by):
    with pytest.raises(NotNow, match="only for contributions"):
        sources.decide_match(
            by=by, source=awarded(), acceptance=Acceptance.ACCEPTED, reason="Clause 7"
        )


def test_a_condition_is_met_once_and_says_how(by):
    source = awarded()
    one = conditions.add(
        by=by,
        source=source,
        kind="records",
        title="Keep invoices until 2034",
        due_on=days_ago(-30),
        owner=source.project.lead,
    )

    with pytest.raises(Refusal, match="how"):
        conditions.meet(by=by, condition=one, on=days_ago(0), how=" ")
    conditions.meet(by=by, condition=one, on=days_ago(0), how="Filed")
    with pytest.raises(NotNow, match="has been met"):
        conditions.meet(by=by, condition=one, on=days_ago(0), how="Filed")


def test_what_is_given_in_kind_is_worth_what_somebody_can_mean(by):
    source = FundingSourceFactory(given_in_kind=True)

    with pytest.raises(Refusal, match=r"that make £999,999,999.99 or less"):
        in_kind.give(
            by=by,
            source=source,
            on=days_ago(1),
            what="Surveys",
            quantity=Decimal("99999999.99"),
            unit="hours",
            rate=Decimal("999999999.99"),
        )
