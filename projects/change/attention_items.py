"""What waits because of changes: requests to decide, and a baseline to set."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import ago, as_date
from partners.roles import is_manager
from projects.change.enums import Route
from projects.change.models import ChangeRequest
from projects.change.selectors import awaiting
from projects.portfolio.models import Milestone, Project, ProjectState

# A request that has waited so long is late.
PATIENCE = timedelta(days=14)


@provider("change requests")
def changes_to_decide(user: Any, today: date) -> Iterator[Item]:
    """For managers: what they decide themselves, and what they bring before the board."""
    if not is_manager(user):
        return
    for one in awaiting(user):
        if user.pk in (one.asked_by_id, one.written_by_id):
            continue
        yield _request(one, today)


def _request(one: ChangeRequest, today: date) -> Item:
    assert one.asked_at  # noqa: S101  it has been asked for
    asked = as_date(one.asked_at)
    verb = "Decide" if one.route == Route.DELEGATED else "Take to the board"
    return Item(
        key=f"change:{one.reference}",
        title=f"{verb}: change request {one.number}, {one.title}",
        about=str(one.project),
        when=f"requested {ago(asked, today)}",
        url=reverse("change:request", args=[one.project.slug, one.reference]),
        urgency=Urgency.by_date(asked + PATIENCE, today),
        due_on=asked + PATIENCE,
    )


@provider("baselines to set")
def baselines_to_set(user: Any, today: date) -> Iterator[Item]:
    """A project in delivery whose plan can still be changed by anyone who keeps it."""
    if not is_manager(user):
        return
    planned = Milestone.objects.standing().filter(project=OuterRef("pk"))
    found = Project.objects.filter(
        Exists(planned), state=ProjectState.RUNNING, change_control=None, starts_on__lt=today
    )
    for one in found.order_by("title"):
        yield Item(
            key=f"baseline:{one.slug}",
            title="Set the baseline: this project is in delivery",
            about=str(one),
            when="not set",
            url=reverse("change:project", args=[one.slug]),
            urgency=Urgency.LATER,
        )
