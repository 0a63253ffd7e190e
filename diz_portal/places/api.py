"""How well connected our districts are, as open data."""

from datetime import date
from typing import Annotated

from ninja import Query
from pydantic import Field

from diz_portal import api
from diz_portal.api import TEXT, Cursor, Cursored, Limit, Router, Schema

from .connectivity import selectors
from .connectivity.measures import Measure, Publisher
from .connectivity.models import Figure
from .models import District

router = Router()
districts = Router()


class FigureOut(Schema):
    area_code: str = Field(description="GSS code of the district, as of that day")
    area: str
    publisher: Publisher = Field(description="Do not compare figures of different publishers")
    figures_of: date = Field(description="Date of its figures")
    measure: Measure
    measure_label: str
    share_percent: float = Field(description="As published")
    premises: int | None
    all_premises: int | None
    matched_premises: int | None = Field(
        description="Those of all premises that the publisher found in its data on lines"
    )


class DistrictOut(Schema):
    code: str = Field(description="GSS code")
    name: str


FIGURE = {
    "area_code": "E07000073",
    "area": "Harlow",
    "publisher": "ofcom",
    "figures_of": "2026-07-01",
    "measure": "full_fibre",
    "measure_label": "Full fibre",
    "share_percent": 88.1,
    "premises": 35240,
    "all_premises": 40000,
    "matched_premises": 39800,
}
AreaCode = Annotated[
    str, Query(max_length=9, pattern=TEXT, description="GSS code of one of our districts")
]
MeasureAsked = Annotated[Measure | None, Query(description="Only this measure")]


def shown(one: Figure) -> dict:
    return {
        "area_code": one.area.code,
        "area": one.area.name,
        "publisher": one.release.publisher,
        "figures_of": one.release.period,
        "measure": one.measure,
        "measure_label": Measure(one.measure).label,
        "share_percent": one.share,
        "premises": one.premises,
        "all_premises": one.all_premises,
        "matched_premises": one.matched_premises,
    }


@router.get(
    "/",
    response=Cursored[FigureOut],
    summary="Connectivity of our districts",
    url_name="connectivity",
    openapi_extra=api.example({"next": None, "items": [FIGURE]}),
)
@api.reads("connectivity")
def list_figures(
    request,
    area: AreaCode = "",
    measure: MeasureAsked = None,
    cursor: Cursor = "",
    limit: Limit = 100,
):
    """Every figure that Ofcom and ONS have published of our districts and that is loaded."""
    found = selectors.rows(selectors.our_codes()).select_related("area", "release")
    if area:
        found = found.filter(area__code=area)
    if measure:
        found = found.filter(measure=measure)
    return api.answer(api.cursored(request, found, cursor, limit, shown, key="pk"))


@districts.get(
    "/",
    response=list[DistrictOut],
    summary="Districts",
    url_name="districts",
    openapi_extra=api.example([{"code": "E07000073", "name": "Harlow"}]),
)
@api.reads("connectivity")
def list_districts(request):
    """The districts of the partnership."""
    return api.answer(list(District.objects.filter(is_ours=True).values("code", "name")))


api.offer("connectivity", router, about="Connectivity")
api.offer("districts", districts, about="Connectivity")
