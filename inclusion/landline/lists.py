"""Who needs a call about their landline: of the teams that handle the cases, and of no one else.

It names no resident, as the list of cases names none.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from diz_portal.lists.declaring import Asking, Choice, Column, Kind, List, register
from diz_portal.places.models import District
from inclusion.landline.models import Landline, YesOrNo
from inclusion.landline.selectors import SHOWS, shown, worked_on_by

SOONEST = ("call_by", "pk")
# Whom nobody has asked yet may have one too.
ALARM_SAID = {"yes": "Has one", "not_asked": "Not asked yet", "no": "Has none"}
ALARM = {"yes": YesOrNo.YES.value, "not_asked": "", "no": YesOrNo.NO.value}


@register
class Landlines(List):
    name = "landlines"
    title = "Landline and telecare: who needs a call"
    one, many = "landline need", "landline needs"
    place = 45
    order, order_said = SOONEST, "Soonest call first"
    columns = (
        Column(
            "case",
            "Case",
            value=lambda row: row.need.case.reference,
            cell="inclusion/landline/cells/case.html",
        ),
        Column("call_by", "Call by", kind=Kind.DAY, order=SOONEST),
        Column("state", "Progress", value=lambda row: row.get_state_display()),
        Column(
            "district",
            "District",
            value=lambda row: _district(row),
        ),
        Column("switches_on", "Switch date", kind=Kind.DAY, order=("switches_on", "pk")),
        Column("has_alarm", "Alarm or telecare", value=lambda row: row.get_has_alarm_display()),
        Column(
            "battery",
            "Battery back-up",
            value=lambda row: row.get_battery_display(),
            at_first=False,
        ),
        Column(
            "signal",
            "Mobile signal indoors",
            value=lambda row: row.get_signal_display(),
            at_first=False,
        ),
        Column(
            "has_corded",
            "Corded phone",
            value=lambda row: row.get_has_corded_display(),
            at_first=False,
        ),
        Column(
            "called_on",
            "Last called",
            kind=Kind.DAY,
            order=("called_on", "pk"),
            at_first=False,
        ),
        Column(
            "caseworker",
            "Caseworker",
            value=lambda row: str(row.need.case.assigned_to or "Unassigned"),
        ),
    )
    filters = (
        Choice(
            "show",
            "Show",
            found=lambda rows, show, _: shown(rows, show, timezone.localdate()),
            choices=lambda _: SHOWS.items(),
            default="month",
        ),
        Choice(
            "district",
            "District",
            found=lambda rows, slug, _: rows.filter(need__case__person__district__slug=slug),
            choices=lambda _: District.objects.filter(is_ours=True).values_list("slug", "name"),
            any="All districts",
        ),
        Choice(
            "alarm",
            "Alarm or telecare",
            found=lambda rows, answer, _: rows.filter(has_alarm=ALARM[answer]),
            choices=lambda _: ALARM_SAID.items(),
            any="All people",
        ),
    )

    def may_open(self, user: Any) -> bool:
        return user.has_perm("inclusion.work_on_cases")

    def rows(self, asking: Asking) -> QuerySet[Landline]:
        return worked_on_by(asking.user).select_related(
            "need__case__person__district", "need__case__assigned_to"
        )

    def url(self, row: Landline, asking: Asking) -> str:
        return row.need.case.get_absolute_url()

    def page(self, filters: Mapping[str, str]) -> str:
        return reverse("inclusion_workspace:landlines")


def _district(row: Landline) -> str:
    district = row.need.case.person.district
    return district.name if district else "Not known"
