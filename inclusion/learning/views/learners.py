"""Who learns on this device: kept in the visit once somebody has pressed a button, never before."""

from django.conf import settings

from diz_portal import limits
from inclusion.learning.models import Learner
from inclusion.learning.services import progress

KEY = "learner"
# A whole library learns from one address.
MANY = 100


def learner_of(request) -> Learner | None:
    """Whoever carries on in this visit; without one, the progress of the account signed in."""
    reference = request.session.get(KEY)
    if reference and (found := Learner.objects.filter(reference=reference).first()):
        return found
    if request.user.is_authenticated:
        return Learner.objects.filter(account=request.user).first()
    return None


def learner_for(request) -> Learner:
    """The same, begun where there is none: for what is done with a button."""
    learner = learner_of(request)
    if learner is None:
        if settings.PUBLIC_FORM_LIMITS:
            limits.require("begin to learn", limits.address_of(request), tries=MANY)
        account = request.user if request.user.is_authenticated else None
        learner = progress.begin(account=account)
        carry_on(request, learner)
    return learner


def carry_on(request, learner: Learner) -> None:
    """From now on this visit is theirs."""
    request.session[KEY] = learner.reference


def leave(request) -> None:
    request.session.pop(KEY, None)


def done_by(learner: Learner | None) -> set[int]:
    """Keys of the lessons they have done."""
    return set(learner.lessons_done.values_list("lesson", flat=True)) if learner else set()
