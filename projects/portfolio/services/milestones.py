"""What can happen to a milestone. Its baseline moves only by an approved change."""

from datetime import date
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from partners.models import Organisation
from projects.portfolio.controlled import UnderControl, is_controlled, require_change
from projects.portfolio.models import Milestone, MilestoneBaseline, Project
from projects.portfolio.services.owners import require_part


class TitleTaken(Refusal):
    message = "This project already has a milestone with this title. Enter a different title"


class TitleUnderControl(UnderControl):
    message = (
        "This project is under change control, so its milestones keep their titles. To replace "
        "one, request a change that withdraws it and adds another"
    )


class ActualInFuture(Refusal):
    message = "Enter an actual date that is today or in the past"


class BaselineUnchanged(Refusal):
    message = "This is already the baseline date. Enter a different date"


class MilestoneWithdrawn(NotNow):
    message = "This milestone has been withdrawn. Restore it in the workspace before you change it"


class MilestoneComplete(Refusal):
    message = (
        "You cannot change the baseline of a completed milestone. If it is not complete, remove "
        "its actual date first"
    )


@transaction.atomic
def add(
    *,
    by,
    project: Project,
    title: str,
    baseline_on: date,
    forecast_on: date | None = None,
    owner: Organisation | None = None,
    note: str = "",
    change_request: Any = None,
) -> Milestone:
    """A new dated target; its forecast is the baseline until someone changes it.

    Of a project under change control, `change_request` is the request that was approved.
    """
    # Locked, so that two people adding one title meet here and not at the constraint.
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    require_change(project, change_request)
    if project.milestones.standing().filter(title=title).exists():
        raise TitleTaken
    return Milestone.objects.create(
        project=project,
        title=title,
        baseline_on=baseline_on,
        forecast_on=forecast_on or baseline_on,
        owner=owner,
        note=note,
        change_request=change_request,
    )


@transaction.atomic
def update(
    *,
    by,
    milestone: Milestone,
    forecast_on: date,
    actual_on: date | None = None,
    note: str | None = None,
    owner: Organisation | None = None,
    keep_owner: bool = False,
    title: str | None = None,
) -> Milestone:
    """Enter its forecast date, its actual date or a better title. Every change is kept by the audit
    trail. Under change control the title stays: it says what was promised for the baseline."""
    if title is not None:
        # As for a new one: two people who choose one title meet here.
        Project.objects.select_for_update(no_key=True).get(pk=milestone.project_id)
    milestone = Milestone.objects.select_for_update().get(pk=milestone.pk)
    if milestone.withdrawn_at:
        raise MilestoneWithdrawn
    if title is not None and title != milestone.title:
        if is_controlled(milestone.project):
            raise TitleUnderControl
        others = Milestone.objects.standing().filter(project=milestone.project_id, title=title)
        if others.exclude(pk=milestone.pk).exists():
            raise TitleTaken
        milestone.title = title
    if actual_on and actual_on > timezone.localdate():
        raise ActualInFuture
    milestone.forecast_on = forecast_on
    milestone.actual_on = actual_on
    if note is not None:
        milestone.note = note
    if not keep_owner and owner != milestone.owner:
        require_part(owner, milestone.project)
        milestone.owner = owner
    milestone.save(update_fields=["title", "forecast_on", "actual_on", "note", "owner"])
    return milestone


@transaction.atomic
def withdraw(*, by, milestone: Milestone, reason: str, change_request: Any = None) -> Milestone:
    """It was added in error: it leaves lists, returns and the public page, and stays on record with
    the reason. Under change control, by a request: else a date could move by withdrawing it."""
    milestone = (
        Milestone.objects.select_for_update(of=("self",))
        .select_related("project")
        .get(pk=milestone.pk)
    )
    if milestone.withdrawn_at:
        return milestone
    require_change(milestone.project, change_request)
    if milestone.actual_on:
        raise MilestoneComplete(
            "You cannot withdraw a completed milestone. If it is not complete, clear its actual "
            "date "
            "first"
        )
    milestone.withdrawn_at = timezone.now()
    milestone.withdrawn_reason = reason.strip()
    with pghistory.context(reason=milestone.withdrawn_reason):
        milestone.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    return milestone


@transaction.atomic
def restore(*, by, milestone: Milestone, reason: str) -> Milestone:
    """It was withdrawn in error: it counts again, with the dates that it had. The history keeps
    both, each with its reason."""
    Project.objects.select_for_update(no_key=True).get(pk=milestone.project_id)
    milestone = (
        Milestone.objects.select_for_update(of=("self",))
        .select_related("project")
        .get(pk=milestone.pk)
    )
    if milestone.withdrawn_at is None:
        return milestone
    # Under change control it is added again, by a request.
    require_change(milestone.project, None)
    if not reason.strip():
        raise Refusal("Enter why you are restoring this")
    if milestone.project.milestones.standing().filter(title=milestone.title).exists():
        raise TitleTaken(
            "Another milestone of this project now has the same title. Rename or withdraw that one "
            "first"
        )
    milestone.withdrawn_at = None
    with pghistory.context(reason=reason.strip()):
        milestone.save(update_fields=["withdrawn_at"])
    return milestone


@transaction.atomic
def change_baseline(
    *, by, milestone: Milestone, new_on: date, reason: str, change_request: Any = None
) -> Milestone:
    """Move the baseline by an approved change; the forecast stays what is really expected.

    Of a project under change control, `change_request` is the request that was approved.
    """
    milestone = (
        Milestone.objects.select_for_update(of=("self",))
        .select_related("project")
        .get(pk=milestone.pk)
    )
    require_change(milestone.project, change_request)
    if milestone.actual_on:
        raise MilestoneComplete
    if new_on == milestone.baseline_on:
        raise BaselineUnchanged
    # The approval first: the trigger lets the date move only to what was approved.
    MilestoneBaseline.objects.create(
        milestone=milestone,
        old_on=milestone.baseline_on,
        new_on=new_on,
        reason=reason,
        approved_by=by,
        change_request=change_request,
    )
    milestone.baseline_on = new_on
    milestone.save(update_fields=["baseline_on"])
    return milestone
