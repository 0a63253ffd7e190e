"""What can be read about milestones."""

from datetime import date, timedelta

from django.db.models import F, Q
from django.utils import timezone

from partners.models import Organisation
from projects.portfolio.models import Milestone, Project

# How far behind its baseline a milestone may be before somebody is told.
SLIPPING_AFTER = timedelta(days=14)


# Open ones by forecast, then those that are complete, the latest first.
BY_FORECAST = (F("actual_on").desc(nulls_first=True), "forecast_on", "title")


def of_project(project: Project):
    found = project.milestones.standing().with_baselines().select_related("owner")
    return found.order_by(*BY_FORECAST)


def withdrawn(project: Project):
    return project.milestones.exclude(withdrawn_at=None).order_by("-withdrawn_at", "title")


def organisations(project: Project):
    """Who may own one: the lead and the partners."""
    return (
        Organisation.objects.filter(Q(pk=project.lead_id) | Q(projects=project))
        .distinct()
        .order_by("name")
    )


def slips(today: date) -> Q:
    """Expected more than two weeks behind, or on a day that has passed."""
    return Q(forecast_on__lt=today) | Q(forecast_on__gt=F("baseline_on") + SLIPPING_AFTER)


def slipping(today: date | None = None):
    """Open ones expected more than two weeks behind, or whose expected day has passed."""
    return (
        Milestone.objects.open()
        .filter(slips(today or timezone.localdate()))
        .select_related("project", "project__lead", "owner")
        .order_by("forecast_on", "title")
    )
