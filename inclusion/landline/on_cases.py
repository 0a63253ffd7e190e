"""What landlines add to a case: see `inclusion.cases.additions`."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from diz_portal.privacy.kinds import Part
from inclusion.cases.additions import Addition, Door, Together, add
from inclusion.cases.models import Case, Need, NeedKind, Referral
from inclusion.cases.selectors.residents import cases_of
from inclusion.landline.clients import selectors
from inclusion.landline.clients.models import ClientRow
from inclusion.landline.models import Landline, LandlineState
from inclusion.landline.services import landlines

NEXT = {
    LandlineState.TO_CALL: "Call about the landline",
    LandlineState.CALLED: "Call again about the landline",
    LandlineState.MOVED: "Test the alarm on the new line",
}


def next_action(need: Need) -> str:
    if need.kind != NeedKind.LANDLINE or need.is_resolved or need.is_supplied:
        return ""
    landline = getattr(need, "landline", None)
    return NEXT.get(LandlineState(landline.state), "") if landline else ""


def door(need: Need) -> Door | None:
    if not next_action(need):
        return None
    return Door(
        "Record a call", reverse("inclusion_workspace:landline_call", args=[need.reference])
    )


def forget(people: list[int], cases: QuerySet[Case]) -> None:
    """The figures stay; what was written in words goes, since it may name somebody."""
    Landline.objects.filter(need__case__in=cases).update(provider="", alarm_provider="")
    referred = Referral.objects.filter(person__in=people).values("pk")
    ClientRow.objects.filter(record_id__in=referred).update(values={}, label="", errors=[])


def together(user: Any) -> list[Together]:
    """Partners' lists of which a person's teams have not decided all."""
    return [
        Together(
            made_by=str(one.organisation),
            number=one.waiting,
            sent_at=one.applied_at,
            url=reverse("inclusion_workspace:landline_list", args=[one.reference]),
        )
        for one in selectors.to_decide(user)
    ]


PARTS = (
    Part(
        Landline,
        lambda person: Landline.objects.filter(need__case__in=cases_of(person)),
        {
            "state": "Progress",
            "call_by": "When we plan to call you",
            "called_on": "When we last called you",
            "provider": "Your phone provider",
            "switches_on": "When your line is switched",
            "has_alarm": "Whether you have an alarm or telecare",
            "alarm_provider": "Who runs your alarm",
            "tested_on": "When your alarm was tested on the new line",
            "battery": "Battery for a power cut",
            "signal": "Mobile signal at home",
            "has_corded": "Whether you have a phone with a cord",
        },
        subject="Your landline and alarm",
    ),
)

add(
    Addition(
        room="landline",
        read_with_needs=lambda: ["landline"],
        next_action=next_action,
        door=door,
        begun=landlines.begin,
        reopened=landlines.begin_again,
        carried=landlines.carry,
        forget=forget,
        together=together,
        parts=PARTS,
    )
)
