"""Reading which letters and calls a team has to do, and what people have been told."""

from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from diz_portal import outbox
from diz_portal.outbox.models import Channel
from inclusion.cases.models import Case, Person, Referral, Telling
from inclusion.cases.selectors.residents import everybody
from inclusion.cases.services.notices import prefix

WITH_RECORD = ("case__person", "case__handled_by", "referral__person", "referral__to", "need")


def waiting(user: Any, channel: str = "") -> QuerySet[Telling]:
    """Letters to post and calls to make, the soonest due first."""
    found = Telling.objects.visible_to(user).waiting()
    if channel:
        found = found.filter(channel=channel)
    return found.select_related(*WITH_RECORD).order_by("due_on", "pk")


def counts(user: Any) -> dict[str, Any]:
    """How many `letters` and `calls` wait, and when the `soonest` is due."""
    return (
        Telling.objects.visible_to(user)
        .waiting()
        .aggregate(
            letters=Count("pk", filter=Q(channel=Channel.LETTER)),
            calls=Count("pk", filter=Q(channel=Channel.PHONE)),
            soonest=Min("due_on"),
        )
    )


def of_case(case: Case) -> list[Telling]:
    """What the person has been told of a case, and of the requests that it came from."""
    return _shown(Telling.objects.filter(Q(case=case) | Q(referral__case=case)), case.person)


def of_referral(referral: Referral) -> list[Telling]:
    return _shown(Telling.objects.filter(referral=referral), referral.person)


def _shown(found: QuerySet[Telling], person: Person) -> list[Telling]:
    """The newest first, each with whether its email or text came back."""
    rows = list(found.select_related("settled_by", "need").order_by("-began_at", "-pk"))
    sent = [prefix(one) for one in everybody(person)]
    lost = outbox.given_up_among([f"{each}{row.key}" for each in sent for row in rows])
    for row in rows:
        row.is_undelivered = any(f"{each}{row.key}" in lost for each in sent)
    return rows
