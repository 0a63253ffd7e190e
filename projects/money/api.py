"""Claims for programs of those who keep the money: read, and drafts started with their lines."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from pydantic import Field

from diz_portal import api
from diz_portal.access import NotNow, Refusal, require, seen
from diz_portal.api import Cursor, Cursored, Limit, Router, Schema, Words
from partners.models import Organisation
from projects.money.claim_states import ClaimState
from projects.money.models import Claim, FundingSource, Posting
from projects.money.selectors import claims as selectors
from projects.money.services import claims as services

router = Router()
READ, WRITE = api.token("claims:read"), api.token("claims:write")
MOST_LINES = 200


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


class SpendOut(Schema):
    payment: str = Field(description="Reference of the payment")
    on: date = Field(description="Date paid")
    description: str
    amount: float = Field(description="Paid, in pounds")
    left: float = Field(description="What can still be claimed of it, in pounds")


class LineIn(Schema):
    payment: Words = Field(max_length=12, description="Reference of a payment of the claim's spend")
    percent: Decimal | None = Field(
        None,
        gt=0,
        le=100,
        max_digits=7,
        decimal_places=4,
        description="Share of what was paid. If you leave it out, all that can still be claimed",
    )


class LinesIn(Schema):
    lines: list[LineIn] = Field(
        min_length=1, max_length=MOST_LINES, description="Each payment once. All or nothing"
    )


class LineOut(Schema):
    reference: str = Field(description="Reference, does not change")
    payment: str = Field(description="Reference of the payment")
    percent: float = Field(description="Share of what was paid")
    net: float
    vat: float = Field(description="VAT that can be claimed")
    amount: float = Field(description="Claimed, in pounds")


class LinesOut(Schema):
    total: float = Field(description="Of all lines of the claim, in pounds")
    lines: list[LineOut] = Field(description="All lines of the claim")


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
    """Starts the draft of a claim, without lines. People add the evidence on its page, and submit
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


# Lines ---

SPEND = {
    "payment": "6m2q8v4x",
    "on": "2026-08-14",
    "description": "Cabinet at Rye Street",
    "amount": 1200.0,
    "left": 1200.0,
}
LINES = {"lines": [{"payment": "6m2q8v4x", "percent": 50}]}
LINES_OUT = {
    "total": 600.0,
    "lines": [
        {
            "reference": "7p3k9w5c",
            "payment": "6m2q8v4x",
            "percent": 50.0,
            "net": 500.0,
            "vat": 100.0,
            "amount": 600.0,
        }
    ],
}


@router.get(
    "/{slug:reference}/spend/",
    auth=READ,
    response=list[SpendOut],
    summary="Spend that a claim can have",
    url_name="work_claim_spend",
    openapi_extra=api.example([SPEND]),
)
def spend(request, reference: str):
    """What was paid in the period of the claim and can still be claimed, oldest first. What is in
    the claim already is not in the list."""
    found = get_object_or_404(_of(request.asker), reference=reference)
    seen(request.asker, "projects.see_claim", found)
    return api.answer(
        [
            {
                "payment": one.posting.reference,
                "on": one.posting.on,
                "description": one.posting.description,
                "amount": one.posting.amount,
                "left": one.left,
            }
            for one in selectors.may_be_claimed(found)
        ]
    )


@router.get(
    "/{slug:reference}/lines/",
    auth=READ,
    response=LinesOut,
    summary="Lines of a claim",
    url_name="work_claim_lines",
    openapi_extra=api.example(LINES_OUT),
)
def lines(request, reference: str):
    """What the claim asks for: a share of each payment."""
    found = get_object_or_404(_of(request.asker), reference=reference)
    return api.answer(_lines(seen(request.asker, "projects.see_claim", found)))


@router.post(
    "/{slug:reference}/lines/",
    auth=WRITE,
    response=LinesOut,
    summary="Add lines to a claim",
    url_name="work_claim_lines_add",
    openapi_extra=api.example(LINES_OUT, body=LINES),
)
@api.acts
def add_lines(request, reference: str, asked: LinesIn):
    """Adds up to 200 payments to a draft: all of them or none. What is in the claim already stays
    as it is, so that a request that is sent twice adds nothing. People add the evidence."""
    found = get_object_or_404(_of(request.asker), reference=reference)
    seen(request.asker, "projects.see_claim", found)
    require(request.asker, "projects.claim_money", found.source)
    payments = _payments(found, asked.lines)
    for row, line in enumerate(asked.lines, 1):
        try:
            services.add_lines(
                by=request.asker,
                claim=found,
                postings=[payments[line.payment]],
                percent=line.percent,
            )
        except NotNow:
            raise
        except Refusal as refusal:
            raise _no_lines([_error(row, "payment", refusal.message)]) from refusal
    return api.answer(_lines(found))


def _payments(claim: Claim, asked: list[LineIn]) -> dict[str, Posting]:
    """The payments that are named: of the project of the claim, each once."""
    names = [line.payment for line in asked]
    project = claim.source.project
    known = Posting.objects.filter(source__project=project, reference__in=names)
    found = {one.reference: one for one in known.select_related("source")}
    errors = []
    for row, name in enumerate(names, 1):
        if name not in found:
            errors.append(_error(row, "payment", "Check the reference: no payment has it"))
        elif name in names[: row - 1]:
            errors.append(_error(row, "payment", "This payment is in the list already"))
    if errors:
        raise _no_lines(errors)
    return found


def _lines(claim: Claim) -> dict[str, Any]:
    found = claim.lines.select_related("posting")
    same = ("reference", "percent", "net", "vat", "amount")
    return {
        "total": sum((one.amount for one in found), Decimal(0)),
        "lines": [
            {**{name: getattr(one, name) for name in same}, "payment": one.posting.reference}
            for one in found
        ],
    }


def _error(row: int, field: str, message: str) -> dict[str, Any]:
    return {"row": row, "field": field, "message": message}


def _no_lines(errors: list[dict[str, Any]]) -> api.Declined:
    return api.Declined(422, "No line was added", errors)


def _wrong(field: str, message: str) -> api.Declined:
    return api.Declined(422, "The claim was not started", [{"field": field, "message": message}])
