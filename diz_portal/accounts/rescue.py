"""Letting somebody in again for whom no colleague can remove the lost second step: by two people.

Who runs the server asks (`manage.py let_in`); a lead of the lead organisation, another manager,
or a second person whom the operator named there, confirms it in the portal, after speaking to the
person. Neither can do it alone, and the person hears of both.
"""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal import outbox
from diz_portal.access import Refusal
from diz_portal.words import uk_day_time

from . import services
from .models import Rescue, User, normalise_email

VALID = timedelta(hours=4)
SHORTEST_REASON = 20
CONFIRM = "accounts.confirm_rescue"


class RescueClosed(Refusal):
    message = "This request has already been confirmed. You do not need to do anything"


class RescueTooOld(Refusal):
    message = "This request is more than 4 hours old. Ask for a new one"


def page(rescue: Rescue) -> str:
    return reverse("let_in", args=[rescue.reference])


def account(email: str) -> User:
    user = User.objects.active().filter(email=normalise_email(email)).first()
    if user is None:
        raise Refusal(f"There is no open account for {email}. Check the email address")
    return user


@transaction.atomic
def ask(*, person: User, operator: str, reason: str, second: User | None = None) -> Rescue:
    """The operator's half. Nothing changes yet: those who may confirm are written to."""
    if not operator.strip():
        raise Refusal("Enter your name with --operator")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refusal("Enter how you checked who it is with --because, in at least 20 characters")
    if not Authenticator.objects.filter(user=person).exists():
        raise services.NoSecondStep
    if second == person:
        raise Refusal(
            "Name someone other than the person who lost two-step verification with --second"
        )
    made = Rescue(
        person=person,
        operator=operator.strip()[:150],
        reason=reason.strip()[:500],
        second=second,
        expires_at=timezone.now() + VALID,
    )
    if second is not None and not may_confirm(second, made):
        raise Refusal("Name a member of the lead organisation, other than you, with --second")
    readers = confirmers(made)
    if not readers:
        raise Refusal(
            "No one can confirm it: the lead organisation has no lead and no other manager. Name a "
            "member of it with --second"
        )
    made.save()
    said = {
        "person": person,
        "operator": made.operator,
        "page": page(made),
        "until": uk_day_time(made.expires_at),
    }
    for reader in readers:
        outbox.queue(
            "accounts/rescue-asked",
            to=reader.email,
            key=f"rescue-{made.reference}-{reader.reference}",
            context={"reader": reader, **said},
        )
    outbox.queue(
        "accounts/rescue-told",
        to=person.email,
        key=f"rescue-{made.reference}-told",
        context=said,
    )
    return made


def confirmers(rescue: Rescue) -> list[User]:
    """Asked one by one: it is a command's work, and a rule's to say."""
    return [user for user in User.objects.active() if may_confirm(user, rescue)]


def may_confirm(user: User, rescue: Rescue) -> bool:
    """By right, and not the operator under their own name."""
    asked_themselves = user.name.casefold().split() == rescue.operator.casefold().split()
    return user.has_perm(CONFIRM, rescue) and not asked_themselves


@transaction.atomic
def confirm(*, rescue: Rescue, by: User) -> None:
    """The other half, by somebody who has spoken to the person. Good once."""
    rescue = Rescue.objects.select_for_update().select_related("person").get(pk=rescue.pk)
    if not may_confirm(by, rescue):
        raise Refusal(
            "You cannot confirm this request. Ask another of the people we emailed about it"
        )
    if rescue.confirmed_at:
        raise RescueClosed
    if rescue.expires_at < timezone.now():
        raise RescueTooOld
    services.take_second_step(
        by=by,
        person=rescue.person,
        log="Turned off two-step verification, as requested on the server (rescue "
        f"{rescue.reference}).",
    )
    rescue.confirmed_at, rescue.confirmed_by = timezone.now(), by
    rescue.save(update_fields=["confirmed_at", "confirmed_by"])
