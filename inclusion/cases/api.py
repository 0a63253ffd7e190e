"""Referrals by programs of partners: sent under an agreement, their outcome read."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404
from pydantic import Field

from diz_portal import api
from diz_portal.access import require
from diz_portal.api import Router, Schema, Words
from inclusion.cases import roles, rules
from inclusion.cases.forms.referrals import ReferralForm
from inclusion.cases.models import (
    LawfulBasis,
    NeedKind,
    Referral,
    ReferralKind,
    ReferralState,
    Urgency,
)
from inclusion.cases.services import referrals

router = Router()
READ, WRITE = api.token("referrals:read"), api.token("referrals:write")


class ReferralOut(Schema):
    """Nothing of the person: who referred them knows who it is by their own reference."""

    reference: str = Field(description="Reference, does not change")
    their_reference: str = Field(description="Your own reference")
    to: str = Field(description="Slug of the organisation whose team helps")
    state: ReferralState = Field(description="Status")
    submitted_at: datetime


class ReferralIn(Schema):
    name: Words = Field(max_length=200, description="Name of the person")
    date_of_birth: date | None = None
    phone: Words = Field("", max_length=40)
    email: Words = Field("", max_length=254)
    postcode: Words = Field("", max_length=10)
    address: Words = Field("", max_length=300)
    contact_by: Literal["email", "text", "letter", "phone"]
    contact_notes: Words = Field("", max_length=200, description="When or how to contact them")
    wanted: list[NeedKind] = Field(min_length=1, description="What they need")
    story: Words = Field("", max_length=2000, description="What would help, in their own words")
    urgency: Urgency = Urgency.ROUTINE
    their_reference: Words = Field("", max_length=40, description="Not their NHS number")
    lawful_basis: LawfulBasis = Field(description="UK GDPR Article 6")
    told_by: Words = Field(max_length=150, description="Who told the person about it")
    told_on: date = Field(description="When they were told: today or in the past")


REFERRAL = {
    "reference": "6g3k8m4x",
    "their_reference": "R-1042",
    "to": "harlow-libraries",
    "state": "submitted",
    "submitted_at": "2026-11-20T09:30:00Z",
}
BODY = {
    "name": "Ann Example",
    "phone": "07700 900123",
    "postcode": "CM20 1AA",
    "contact_by": "phone",
    "wanted": ["device"],
    "their_reference": "R-1042",
    "lawful_basis": "consent",
    "told_by": "The practice nurse",
    "told_on": "2026-11-19",
}


def shown(one: Referral) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "their_reference": one.their_reference,
        "to": one.to.slug,
        "state": one.state,
        "submitted_at": one.submitted_at,
    }


@router.get(
    "/{slug:reference}/",
    auth=READ,
    response=ReferralOut,
    summary="Outcome of a referral",
    url_name="work_referral",
    openapi_extra=api.example(REFERRAL),
)
def referral(request, reference: str):
    """The status of a referral that your organisation made."""
    found = (
        Referral.objects.made_for(request.asker)
        .select_related("to")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise Http404
    return api.answer(shown(found))


@router.post(
    "/",
    auth=WRITE,
    response={201: ReferralOut},
    summary="Refer someone",
    url_name="work_refer",
    openapi_extra=api.example(REFERRAL, 201, body=BODY),
)
@api.acts
def refer(request, asked: ReferralIn):
    """Refers a person who has been told about it to the team of their postcode. Both organisations
    must have a data sharing agreement in force. Send an Idempotency-Key."""
    require(request.asker, "inclusion.refer")
    organisations = rules.may_refer(roles.refers_for(request.asker))
    if not organisations:
        raise referrals.MayNotRefer
    form = ReferralForm(_typed(asked, organisations[0].pk), organisations=organisations)
    if not form.is_valid():
        raise api.Declined(
            422,
            "The referral was not sent",
            [
                {"field": "" if name == "__all__" else name, "message": str(message)}
                for name, messages in form.errors.items()
                for message in messages
            ],
        )
    made = referrals.submit(kind=ReferralKind.PARTNER, by=request.asker, **form.asked())
    address = f"/api/v1/work/referrals/{made.reference}/"
    return api.answer(shown(made), 201, location=address)


def _typed(asked: ReferralIn, organisation: int) -> dict[str, Any]:
    """As the form of the page is sent: it reads and refuses the same."""
    given = asked.model_dump(mode="json")
    days = {
        f"{name}_{place}": part
        for name in ("date_of_birth", "told_on")
        if (day := getattr(asked, name))
        for place, part in enumerate((day.day, day.month, day.year))
    }
    plain = {name: value for name, value in given.items() if name not in days}
    return {**plain, **days, "made_by": organisation}
