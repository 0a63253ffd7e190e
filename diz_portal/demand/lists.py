"""Demand of businesses by area: what suppliers and partners read. No area below the threshold."""

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import reverse

from diz_portal.lists.declaring import Asking, Choice, Column, List, register
from diz_portal.places.selectors import our_districts

from . import selectors
from .counting import said
from .models import Sector, Wanted

BY_CODE = ("code",)


def _in_district(rows: QuerySet, code: str, asking: Asking) -> QuerySet:
    return rows.filter(district__code=code)


def _wanting(kind: str, label: str) -> Column:
    return Column(
        kind,
        label,
        value=lambda sector: said(getattr(sector, f"wants_{kind}")),
    )


@register
class BusinessDemand(List):
    name = "business-demand"
    title = "Business demand"
    one, many = "area", "areas"
    place = 70
    order, order_said = BY_CODE, "Area, A to Z"
    columns = (
        Column("sector", "Postcode sector", value=lambda sector: sector.code, order=BY_CODE),
        Column(
            "district",
            "District",
            value=lambda sector: sector.district.name if sector.district else "",
            order=(Lower("district__name"), "code"),
        ),
        Column("businesses", "Businesses", value=lambda sector: said(sector.needs_now)),
        *(_wanting(kind, label) for kind, label in Wanted.choices),
    )
    filters = (
        Choice(
            "district",
            "District",
            found=_in_district,
            choices=lambda asking: our_districts().order_by("name").values_list("code", "name"),
        ),
    )

    def may_open(self, user):
        return user.has_perm("partners.enter_workspace")

    def rows(self, asking: Asking) -> QuerySet[Sector]:
        return selectors.sectors_in_need()

    def page(self, filters):
        return reverse("demand_workspace:areas")
