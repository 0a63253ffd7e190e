"""Claims for programs of those who keep the money: read, and drafts of them started."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from pydantic import Field

from diz_portal import api
from diz_portal.access import require, seen
from diz_portal.api import Cursor, Cursored, Limit, Router, Schema, Words
from partners.models import Organisation
from projects.money.claim_states import ClaimState
from projects.money.models import Claim, FundingSource
from projects.money.services import claims as services

router = Router()
READ, WRITE = api.token("claims:read"), api.token("claims:write")


class ClaimOut(Schema):
    reference: str = Field(description="Reference, does not change")
    project: str = Field(description="Slug of the project")
    source: str = Field(description="Reference of the funding")
    organisation: str = Field(description="Slug of the organisation that it is claimed for")
    period_from: date
    period_to: date
    held_back_percent: float = Field(description="Percentage of the grant held back")
    state: ClaimState = Field(description="Status")
    paid_on: date | None
    released_on: date | None = Field(description="Day the grant held back was released")


class ClaimIn(Schema):
    source: Words = Field(max_length=12, description="Reference of the funding")
    organisation: Words = Field(
        max_length=80, description="Slug of the organisation that it is claimed for"
    )
    period_from: date
    period_to: date = Field(description="Today or in the past")
    held_back_percent: Decimal = Field(
        Decimal(0),
        ge=0,
        lt=100,
        max_digits=5,
        decimal_places=2,
        description="Percentage of the grant held back",
    )


BODY = {
    "source": "3c9r5t7w",
    "organisation": "essex-council",
    "period_from": "2026-07-01",
    "period_to": "2026-09-30",
    "held_back_percent": 5,
}
CLAIM = {
    "reference": "8d4f6k2p",
    "project": "local-full-fibre",
    **BODY,
    "held_back_percent": 5.0,
    "state": "draft",
    "paid_on": None,
    "released_on": None,
}


def _of(asker: Any) -> QuerySet[Claim]:
    return Claim.objects.visible_to(asker).select_related("source__project", "organisation")


def shown(one: Claim) -> dict[str, Any]:
    same = ("reference", "period_from", "period_to", "held_back_percent")
    return {
        **{name: getattr(one, name) for name in same},
        "project": one.source.project.slug,
        "source": one.source.reference,
        "organisation": one.organisation.slug,
        "state": one.state,
        "paid_on": one.paid_on,
        "released_on": one.released_on,
    }


@router.get(
    "/",
    auth=READ,
    response=Cursored[ClaimOut],
    summary="Claims",
    url_name="work_claims",
    openapi_extra=api.example({"next": None, "items": [CLAIM]}),
)
def list_claims(request, cursor: Cursor = "", limit: Limit = 100):
    """The claims that you may see for your organisation."""
    return api.answer(
        api.cursored(request, _of(request.asker), cursor, limit, shown, key="reference")
    )


@router.get(
    "/{slug:reference}/",
    auth=READ,
    response=ClaimOut,
    summary="One claim",
    url_name="work_claim",
    openapi_extra=api.example(CLAIM),
)
def claim(request, reference: str):
    """A claim by its reference."""
    found = get_object_or_404(_of(request.asker), reference=reference)
    return api.answer(shown(seen(request.asker, "projects.see_claim", found)))


@router.post(
    "/",
    auth=WRITE,
    response={201: ClaimOut},
    summary="Start a claim",
    url_name="work_claim_start",
    openapi_extra=api.example(CLAIM, 201, body=BODY),
)
@api.acts
def start(request, asked: ClaimIn):
    """Starts the draft of a claim. People then add its spend and evidence on its page, and submit
    it. Send an Idempotency-Key, so that a request that is sent twice starts one claim."""
    source = FundingSource.objects.visible_to(request.asker).filter(reference=asked.source).first()
    if source is None:
        raise _wrong("source", "Check the reference: no funding source has it")
    require(request.asker, "projects.claim_money", source)
    organisation = Organisation.objects.filter(slug=asked.organisation).first()
    project = source.project
    delivers = {project.lead_id, *project.partners.values_list("pk", flat=True)}
    if organisation is None or organisation.pk not in delivers:
        raise _wrong("organisation", "Enter the accountable body or a partner of this project")
    if asked.period_to < asked.period_from:
        raise _wrong("period_to", "Enter an end date on or after the start date")
    if asked.period_to > timezone.localdate():
        raise _wrong("period_to", "Enter an end date that is today or in the past")
    made = services.start(
        by=request.asker,
        source=source,
        organisation=organisation,
        period_from=asked.period_from,
        period_to=asked.period_to,
        held_back_percent=asked.held_back_percent,
    )
    address = f"/api/v1/work/claims/{made.reference}/"
    return api.answer(shown(made), 201, location=address)


def _wrong(field: str, message: str) -> api.Declined:
    return api.Declined(422, "The claim was not started", [{"field": field, "message": message}])
