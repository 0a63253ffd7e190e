"""What can happen to a risk or an issue: raised, reviewed, closed, reopened."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from projects.portfolio.models import Project, Risk, RiskState
from projects.portfolio.services.owners import require_part

FIELDS = [
    "title",
    "description",
    "is_issue",
    "owner",
    "impact_before",
    "likelihood_before",
    "mitigation",
    "impact_after",
    "likelihood_after",
    "proximity",
    "next_review_on",
]


class TitleTaken(Refusal):
    message = "This project already has a risk with this title. Enter a different title"


class RiskIsClosed(Refusal):
    message = "This risk is closed. Reopen it before you change it"


class RiskIsOpen(Refusal):
    message = "This risk is already open. Reload the page to see it"


def _refuse_taken_title(project: Project, title: str, *, but: Risk | None = None) -> None:
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    same = project.risks.filter(title=title)
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise TitleTaken


@transaction.atomic
def add(*, by, project: Project, **values: Any) -> Risk:
    _refuse_taken_title(project, values["title"])
    return Risk.objects.create(project=project, **{name: values[name] for name in FIELDS})


@transaction.atomic
def review(*, by, risk: Risk, **values: Any) -> Risk:
    """Score it again and say when it is looked at next."""
    risk = Risk.objects.select_for_update(of=("self",)).select_related("project").get(pk=risk.pk)
    if not risk.is_open:
        raise RiskIsClosed
    _refuse_taken_title(risk.project, values["title"], but=risk)
    if values["owner"] != risk.owner:
        require_part(values["owner"], risk.project)
    for name in FIELDS:
        setattr(risk, name, values[name])
    risk.save(update_fields=FIELDS)
    return risk


@transaction.atomic
def close(*, by, risk: Risk, note: str) -> Risk:
    """It can no longer happen, or it is over; closing twice is no error."""
    risk = Risk.objects.select_for_update().get(pk=risk.pk)
    if not risk.is_open:
        return risk
    risk.state = RiskState.CLOSED
    risk.closed_on = timezone.localdate()
    risk.closing_note = note
    risk.save(update_fields=["state", "closed_on", "closing_note"])
    return risk


@transaction.atomic
def reopen(*, by, risk: Risk, next_review_on: date) -> Risk:
    risk = Risk.objects.select_for_update().get(pk=risk.pk)
    if risk.is_open:
        raise RiskIsOpen
    risk.state = RiskState.OPEN
    risk.closed_on = None
    risk.next_review_on = next_review_on
    risk.save(update_fields=["state", "closed_on", "next_review_on"])
    return risk
