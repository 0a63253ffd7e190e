"""Benefits for programs of those who work on the project: read, and what was measured recorded."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from pydantic import Field

from diz_portal import api
from diz_portal.access import require, seen
from diz_portal.api import Cursor, Cursored, Limit, Line, Router, Schema
from projects.benefits import services
from projects.benefits.models import Benefit, BenefitMeasure

router = Router()
READ, WRITE = api.token("benefits:read"), api.token("benefits:write")


class BenefitOut(Schema):
    reference: str = Field(description="Reference, does not change")
    project: str = Field(description="Slug of the project")
    title: str = Field(description="The outcome")
    unit: str = Field(description="Unit of measure")
    counts_people: bool = Field(description="Whether a measure says how many people it is from")
    baseline: float
    baseline_on: date
    target: float
    target_on: date
    is_released: bool = Field(description="Released to the public")
    latest: float | None = Field(description="The latest measure that is not corrected")
    latest_on: date | None
    measure_due_on: date | None = Field(description="None where measuring has ended")


class MeasureIn(Schema):
    on: date = Field(description="Date measured: today or in the past")
    amount: Decimal = Field(max_digits=14, decimal_places=2, description="In the benefit's unit")
    method: Line = Field(min_length=1, max_length=300, description="How it was measured")
    people: int | None = Field(
        None,
        ge=0,
        le=10_000_000,
        description="How many people it is from, if the benefit counts people",
    )


class MeasureOut(Schema):
    reference: str = Field(description="Reference, does not change")
    benefit: str = Field(description="Reference of the benefit")
    on: date
    amount: float
    method: str
    people: int | None


BENEFIT = {
    "reference": "4b7j2p9s",
    "project": "local-full-fibre",
    "title": "More appointments online",
    "unit": "consultations a month",
    "counts_people": False,
    "baseline": 120.0,
    "baseline_on": "2025-04-01",
    "target": 900.0,
    "target_on": "2027-03-31",
    "is_released": True,
    "latest": 610.0,
    "latest_on": "2026-09-30",
    "measure_due_on": "2026-10-30",
}
BODY = {"on": "2026-10-31", "amount": 640, "method": "Count of the booking system"}
MEASURE = {
    "reference": "9n5t3x6v",
    "benefit": "4b7j2p9s",
    **BODY,
    "amount": 640.0,
    "people": None,
}


def _of(asker: Any) -> QuerySet[Benefit]:
    found = Benefit.objects.worked_on_by(asker).select_related("project")
    measures = BenefitMeasure.objects.uncorrected().filter(benefit=OuterRef("pk"))
    latest = measures.order_by("-on", "-pk")
    return found.annotate(
        latest=Subquery(latest.values("amount")[:1]), latest_on=Subquery(latest.values("on")[:1])
    )


def shown(one: Any) -> dict[str, Any]:
    here = BenefitOut.model_fields.keys() - {"project", "measure_due_on"}
    return {
        **{name: getattr(one, name) for name in here},
        "project": one.project.slug,
        "measure_due_on": one.next_due_on(one.latest_on),
    }


@router.get(
    "/",
    auth=READ,
    response=Cursored[BenefitOut],
    summary="Benefits that you work on",
    url_name="work_benefits",
    openapi_extra=api.example({"next": None, "items": [BENEFIT]}),
)
def list_benefits(request, cursor: Cursor = "", limit: Limit = 100):
    """The benefits of all projects that your organisation leads or delivers."""
    found = _of(request.asker)
    return api.answer(api.cursored(request, found, cursor, limit, shown, key="reference"))


@router.post(
    "/{slug:reference}/measures/",
    auth=WRITE,
    response={201: MeasureOut},
    summary="Record a measure",
    url_name="work_measures",
    openapi_extra=api.example(MEASURE, 201, body=BODY),
)
@api.acts
def record(request, reference: str, measured: MeasureIn):
    """Records what was measured on a day, once. A correction is made on the benefit's page. Send an
    Idempotency-Key."""
    found = get_object_or_404(_of(request.asker), reference=reference)
    seen(request.asker, "projects.see_benefits", found)
    require(request.asker, "projects.keep_benefits", found)
    if not measured.method:
        raise _wrong("method", "Enter how it was measured")
    if measured.people is not None and not found.counts_people:
        raise _wrong("people", "Leave this blank: the benefit does not count people")
    made = services.record(by=request.asker, benefit=found, **measured.model_dump())
    return api.answer(
        {
            "reference": made.reference,
            "benefit": found.reference,
            **{name: getattr(made, name) for name in ("on", "amount", "method", "people")},
        },
        201,
    )


def _wrong(field: str, message: str) -> api.Declined:
    return api.Declined(422, "The measure was not recorded", [{"field": field, "message": message}])
