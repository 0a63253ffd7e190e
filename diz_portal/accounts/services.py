"""What can happen to an account: its browsers signed out, a lost second step removed."""

from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from diz_portal import outbox
from diz_portal.access import Refusal

from .models import User, Visit
from .news import News, tell_owner


class OwnSecondStep(Refusal):
    message = "Turn off your own two-step verification on your account page"


class NotYoursToRemove(Refusal):
    message = (
        "Only a programme manager can remove this person’s two-step verification. Ask one to do it"
    )


class NoSecondStep(Refusal):
    message = "This person has not set up two-step verification, so there is nothing to turn off"


@transaction.atomic
def end_visits(*, person: User, but: str | None = None) -> None:
    """Sign every browser out, except the visit `but`; none is known to the account any more.

    Whoever is between two steps of signing in has to begin again.
    """
    person.signed_out_at = timezone.now()
    person.save(update_fields=["signed_out_at"])
    Visit.objects.filter(account=person.pk).exclude(session_key=but or "").delete()


@transaction.atomic
def sign_out_everywhere(*, person: User, but: str | None = None) -> None:
    """The same because the owner asked for it: they are told, in case it was somebody else."""
    end_visits(person=person, but=but)
    tell_owner(person, News.SIGNED_OUT_EVERYWHERE)


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
    take_second_step(by=by, person=person, log="Turned off two-step verification.")


def take_second_step(*, by: User, person: User, log: str) -> None:
    """What `remove_second_step` and a confirmed rescue have in common."""
    found, _ = Authenticator.objects.filter(user=person).delete()
    if not found:
        raise NoSecondStep
    # The lost phone may be signed in.
    end_visits(person=person)
    LogEntry.objects.log_actions(by.pk, [person], CHANGE, change_message=log, single_object=True)
    outbox.queue(
        "accounts/second-step-removed",
        to=person.email,
        key=f"second-step-removed-{get_random_string(20)}",
        context={"person": person, "by": by},
    )
