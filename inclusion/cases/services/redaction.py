"""Erasing a resident: the one place where the text of append-only lines may be blanked."""

from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from diz_portal import outbox
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.privacy import services
from inclusion.cases import additions
from inclusion.cases.models import (
    Appointment,
    Case,
    CaseEvent,
    CaseEventKind,
    CaseOpening,
    CaseTag,
    Need,
    Person,
    Referral,
    TagKind,
    Task,
    Telling,
    ToldBy,
    Transfer,
)
from inclusion.cases.selectors.residents import cases_of, referrals_of, surviving
from inclusion.cases.services.notices import prefix

# After the last case was closed, or the last referral answered without one.
KEPT = timedelta(days=2 * 365)
EMPTY: dict[str, Any] = {
    "name": "",
    "date_of_birth": None,
    "phone": "",
    "email": "",
    "address": "",
    "postcode": "",
    "contact_notes": "",
    "adjustments": [],
    "adjustments_words": "",
    "name_key": "",
    "phone_key": "",
    "email_key": "",
}


class StillHelped(Refusal):
    message = (
        "This person is waiting for help or being helped. Decide their referrals and close their "
        "cases first"
    )


def obstacle(person: Person) -> str:
    """Why a resident may not be erased yet; empty when they may."""
    if cases_of(person).open().exists() or referrals_of(person).waiting().exists():
        return StillHelped.message
    return additions.obstacle(person)


def due(moment: datetime) -> QuerySet[Person]:
    """Residents with whom nothing has begun or ended since: whether anything still goes on, the
    obstacle says."""
    recent_case = Case.objects.filter(
        Q(opened_at__gte=moment) | Q(closed_at__gte=moment), person=OuterRef("pk")
    )
    recent_referral = Referral.objects.filter(
        Q(submitted_at__gte=moment) | Q(decided_at__gte=moment), person=OuterRef("pk")
    )
    return Person.objects.current().filter(
        ~Exists(recent_case), ~Exists(recent_referral), created_at__lt=moment
    )


@transaction.atomic
def forget(*, person: Person, by: User | None = None) -> None:
    """Take the person out of every record of this organisation. Counts, dates and states stay."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=surviving(person).pk)
    if person.erased_at:
        return
    if words := obstacle(person):
        raise StillHelped(words)
    everybody = [person, *Person.objects.select_for_update().filter(merged_into=person)]
    keys = [one.pk for one in everybody]
    cases = Case.objects.filter(person__in=keys)
    with pgtrigger.ignore("inclusion.CaseEvent:append_only", "inclusion.CaseOpening:append_only"):
        CaseEvent.objects.filter(case__in=cases).exclude(words="", summary="").update(
            words="", summary=""
        )
        # The details of an emergency access may speak of the person; that they were given stays.
        CaseOpening.objects.filter(case__in=cases).exclude(reason="").update(reason="erased")
        CaseOpening.objects.filter(referral__person__in=keys).exclude(reason="").update(
            reason="erased"
        )
    Need.objects.filter(case__in=cases).exclude(item="").update(item="")
    # A group tells of health, work or money; a focus area of what was done.
    CaseTag.objects.filter(case__in=cases, tag__kind=TagKind.GROUP).delete()
    Task.objects.filter(case__in=cases).update(title="")
    Appointment.objects.filter(case__in=cases).update(place="", practised="")
    # What the other organisation recorded of it is its own to decide about.
    Transfer.objects.filter(case__in=cases).update(
        basis_words="", why="", handover="", decline_words=""
    )
    Referral.objects.filter(person__in=keys).update(
        story="", told_by="", their_reference="", decline_words="", attempt=""
    )
    # No one calls or writes to them any more.
    Telling.objects.waiting().filter(Q(case__in=cases) | Q(referral__person__in=keys)).update(
        outcome=ToldBy.NOT_NEEDED, settled_at=timezone.now()
    )
    CaseEvent.objects.bulk_create(
        CaseEvent(case=case, kind=CaseEventKind.ERASED, by=by) for case in cases
    )
    Person.objects.filter(pk__in=keys).update(**EMPTY, erased_at=timezone.now())
    services.blank_log(Person, keys)
    for room in additions.all_added():
        room.forget(keys, cases)
    for one in everybody:
        outbox.forget(key_prefix=prefix(one))
