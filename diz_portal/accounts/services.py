"""What can happen to an account whose owner cannot get in."""

from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils.crypto import get_random_string

from diz_portal import outbox
from diz_portal.access import Refusal

from .models import User


class OwnSecondStep(Refusal):
    message = "Remove your own second step on your account page, where you prove who you are."


class NotYoursToRemove(Refusal):
    message = "Only somebody with the same powers can remove this person's second step."


class NoSecondStep(Refusal):
    message = "This person has no second step to remove."


@transaction.atomic
def remove_second_step(*, by: User, person: User) -> None:
    """For somebody who lost their phone and their recovery codes.

    Who asks must have been recognised by other means first. The person is told by email, so
    that a removal nobody asked for is noticed; at their next visit they set up a new one.
    """
    if by == person:
        raise OwnSecondStep
    if person.is_superuser and not by.is_superuser:
        raise NotYoursToRemove
    found, _ = Authenticator.objects.filter(user=person).delete()
    if not found:
        raise NoSecondStep
    LogEntry.objects.log_actions(
        by.pk, [person], CHANGE, change_message="Removed the second step.", single_object=True
    )
    outbox.queue(
        "accounts/second-step-removed",
        to=person.email,
        key=f"second-step-removed-{get_random_string(20)}",
        context={"person": person, "by": by},
    )
