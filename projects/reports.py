"""What the reports of this app are about, for the shell, and the reports themselves."""

from diz_portal.reports import question
from partners.models import Organisation
from partners.roles import current_roles, is_manager
from projects import dataset, everything_report
from projects.money import bid_reports
from projects.money import claim_reports as claims
from projects.money import reports as money
from projects.packs import reports as packs
from projects.portfolio import reports as portfolio
from projects.portfolio.models import Project
from projects.returns import reports as returns
from projects.rollout import reports as rollout

__all__ = [
    "bid_reports",
    "claims",
    "dataset",
    "everything_report",
    "money",
    "packs",
    "portfolio",
    "returns",
    "rollout",
]


def _projects(user):
    return Project.objects.all() if user is None else Project.objects.worked_on_by(user)


def _organisations(user):
    """Whose returns the person may read: `ReturnQuerySet.visible_to`."""
    found = Organisation.objects.order_by("name")
    if user is None or is_manager(user):
        return found
    return found.filter(pk__in=list(current_roles(user)))


question.scope("project", _projects)
question.scope("organisation", _organisations)
