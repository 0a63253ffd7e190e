"""How far a change request has come. It stands here, beneath the triggers of what moves by one; the
requests themselves are in `projects/change`."""

from django.db import models


class ChangeState(models.TextChoices):
    DRAFT = "draft", "Draft"
    ASKED = "asked", "Awaiting decision"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


CHANGE_MOVES = {
    # Approved without being asked for: by a programme manager alone, within the tolerance.
    ChangeState.DRAFT: {ChangeState.ASKED, ChangeState.APPROVED, ChangeState.WITHDRAWN},
    ChangeState.ASKED: {ChangeState.APPROVED, ChangeState.REFUSED, ChangeState.WITHDRAWN},
    # What was decided stays; another change is another request.
    ChangeState.APPROVED: set(),
    ChangeState.REFUSED: set(),
    ChangeState.WITHDRAWN: set(),
}
DECIDED = [state for state, moves in CHANGE_MOVES.items() if not moves]
