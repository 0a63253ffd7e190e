"""Reporting rounds, returns, milestones and risks."""

from datetime import date, timedelta

import factory
from django.utils import timezone

from projects.models import Milestone, Proximity, ReportingRound, Return, ReturnState, Risk
from projects.returns.services import returns as services
from projects.returns.services.rounds import (
    DUE_ON_DAY,
    first_of,
    next_month,
    previous_month,
    usual_dates,
)

GREEN = {
    "delivery": "green",
    "spend": "green",
    "risk": "green",
    "spend_to_date": 1000,
    "spend_as_at": date(2026, 1, 31),
}


class RoundFactory(factory.django.DjangoModelFactory):
    """Last month's round, opened on its usual day; `opened_at=None` is still ahead."""

    class Meta:
        model = ReportingRound
        django_get_or_create = ("month",)

    month = factory.LazyFunction(lambda: previous_month(first_of(timezone.localdate())))
    opens_on = factory.LazyAttribute(
        lambda reporting_round: usual_dates(reporting_round.month)["opens_on"]
    )
    # As a manager may set it, whatever weekday it is: tests name days.
    due_on = factory.LazyAttribute(
        lambda reporting_round: next_month(reporting_round.month).replace(day=DUE_ON_DAY)
    )
    closes_on = factory.LazyAttribute(
        lambda reporting_round: usual_dates(reporting_round.month)["closes_on"]
    )
    opened_at = factory.LazyFunction(timezone.now)


class ReturnFactory(factory.django.DjangoModelFactory):
    """Owed by the organisation for last month; the organisation is a partner of the project."""

    class Meta:
        model = Return
        skip_postgeneration_save = True

    round = factory.SubFactory(RoundFactory)
    project = factory.SubFactory("tests.factories.projects.ProjectFactory")
    organisation = factory.SubFactory("tests.factories.partners.OrganisationFactory")

    @factory.post_generation
    def is_partner(self, create, extracted, **kwargs):
        if create and extracted is not False:
            self.project.partners.add(self.organisation)


def submitted(by, record=None, **answers) -> Return:
    """A return that `by` has submitted: all green unless told otherwise."""
    record = record or ReturnFactory()
    if record.is_sent_back:
        answers = {"answer": "As you asked.", **answers}
    record = services.save(
        by=by, record=record, version=record.version, answers={**GREEN, **answers}
    )
    return services.submit(by=by, record=record, version=record.version)


def accepted(by, record=None, **answers) -> Return:
    record = submitted(by, record, **answers)
    return services.accept(by=by, record=record, version=record.version)


def submitted_rows(project, organisation, months: int, **fields) -> list[Return]:
    """Accepted returns of the months before last, as bare rows past every rule."""
    month, made = previous_month(first_of(timezone.localdate())), []
    for _ in range(months):
        month = previous_month(month)
        made.append(
            ReturnFactory(
                round=RoundFactory(month=month),
                project=project,
                organisation=organisation,
                state=ReturnState.ACCEPTED,
                submitted_at=timezone.now(),
                saved_at=timezone.now(),
                **{**GREEN, **fields},
            )
        )
    return made


class MilestoneFactory(factory.django.DjangoModelFactory):
    """Expected on its baseline, in thirty days."""

    class Meta:
        model = Milestone

    project = factory.SubFactory("tests.factories.projects.ProjectFactory")
    title = factory.Sequence(lambda n: f"Milestone {n}")
    baseline_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    forecast_on = factory.SelfAttribute("baseline_on")


class RiskFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Risk

    project = factory.SubFactory("tests.factories.projects.ProjectFactory")
    title = factory.Sequence(lambda n: f"Risk {n}")
    impact_before = 4
    likelihood_before = 4
    impact_after = 3
    likelihood_after = 3
    proximity = Proximity.CLOSE
    next_review_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
