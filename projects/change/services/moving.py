"""One form for the most frequent change: a milestone's baseline."""

from datetime import date

from django.db import transaction

from diz_portal.accounts.models import User
from diz_portal.words import uk_date
from partners.models import Organisation
from projects.change import measuring
from projects.change.enums import Route
from projects.change.models import ChangeRequest
from projects.change.services import parts, requests
from projects.portfolio.models import Milestone


@transaction.atomic
def move_one(
    *,
    by: User,
    milestone: Milestone,
    organisation: Organisation,
    new_on: date,
    reason: str,
    is_decider: bool,
    **effects: str,
) -> ChangeRequest:
    """A milestone's new date, in one go: carried out where whoever asks is a programme manager and
    it is within the tolerance; else asked for."""
    days = (new_on - milestone.baseline_on).days
    number = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    request = requests.write(
        by=by,
        project=milestone.project,
        organisation=organisation,
        title=f"Move “{milestone}” to {uk_date(new_on)}"[:160],
        reason=reason,
        effect_on_time=f"{number} {'later' if days > 0 else 'earlier'}",
        **effects,
    )
    parts.move_milestone(by=by, request=request, milestone=milestone, new_on=new_on)
    route, _ = measuring.route_of(request, requests.control_of(request.project))
    if is_decider and route == Route.DELEGATED:
        return requests.make(by=by, request=request, words="Within the tolerance")
    return requests.ask(by=by, request=request)
