"""Monthly returns for programs of those who write them: read, and saved as far as they are."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query
from pydantic import Field

from diz_portal import api
from diz_portal.access import require, seen
from diz_portal.api import Cursor, Cursored, Limit, Router, Schema, Words
from projects.returns.models import RAG, Return, ReturnState
from projects.returns.services import returns as services

router = Router()
READ, WRITE = api.token("returns:read"), api.token("returns:write")
RATED = ("delivery", "spend", "risk")


class ReturnOut(Schema):
    reference: str = Field(description="Reference, does not change")
    project: str = Field(description="Slug of the project")
    organisation: str = Field(description="Slug of the organisation that reports")
    month: date = Field(description="First day of the month that it reports on")
    due_on: date
    state: ReturnState = Field(description="Status")
    is_closed: bool = Field(description="The round has closed, so it cannot be changed")
    delivery: RAG | Literal[""] = Field(description="RAG rating")
    delivery_comment: str
    spend: RAG | Literal[""] = Field(description="RAG rating")
    spend_comment: str
    risk: RAG | Literal[""] = Field(description="RAG rating")
    risk_comment: str
    narrative: str = Field(description="Anything else to report")
    spend_to_date: float | None = Field(description="In pounds")
    spend_as_at: date | None = Field(description="Date of this spend figure")
    saved_at: datetime | None
    submitted_at: datetime | None
    version: str = Field(description="Send it back as If-Match: it changes with every save")


class ReturnIn(Schema):
    """What is left out stays as it is."""

    delivery: RAG | None = None
    delivery_comment: Words | None = Field(None, max_length=1000)
    spend: RAG | None = None
    spend_comment: Words | None = Field(None, max_length=1000)
    risk: RAG | None = None
    risk_comment: Words | None = Field(None, max_length=1000)
    narrative: Words | None = Field(None, max_length=2000)
    spend_to_date: Decimal | None = Field(
        None, ge=0, max_digits=12, decimal_places=2, description="In pounds, to date"
    )
    spend_as_at: date | None = Field(None, description="Today or in the past")


RETURN = {
    "reference": "5h8n3w2r",
    "project": "local-full-fibre",
    "organisation": "stort-valley-fibre",
    "month": "2026-10-01",
    "due_on": "2026-11-05",
    "state": "draft",
    "is_closed": False,
    "delivery": "amber",
    "delivery_comment": "2 wayleaves are late",
    "spend": "green",
    "spend_comment": "",
    "risk": "green",
    "risk_comment": "",
    "narrative": "",
    "spend_to_date": 1250000.0,
    "spend_as_at": "2026-10-31",
    "saved_at": "2026-11-02T10:42:00Z",
    "submitted_at": None,
    "version": "3",
}
BODY = {
    "delivery": "amber",
    "delivery_comment": "2 wayleaves are late",
    "spend_to_date": 1250000,
    "spend_as_at": "2026-10-31",
}


def _of(asker: Any) -> QuerySet[Return]:
    """Those of the token's own organisation: a manager's overview is none of a program's."""
    return (
        Return.objects.visible_to(asker)
        .filter(organisation__in=list(api.organisations_of(asker)))
        .select_related("project", "organisation", "round")
    )


def _find(request: Any, reference: str) -> Return:
    found = get_object_or_404(_of(request.asker), reference=reference)
    return seen(request.asker, "projects.see_return", found)


def shown(one: Return) -> dict[str, Any]:
    same = (
        *("reference", "state", "is_closed", "narrative", "spend_to_date", "spend_as_at"),
        *("saved_at", "submitted_at"),
        *(name for rated in RATED for name in (rated, f"{rated}_comment")),
    )
    return {
        **{name: getattr(one, name) for name in same},
        "project": one.project.slug,
        "organisation": one.organisation.slug,
        "month": one.round.month,
        "due_on": one.round.due_on,
        "version": str(one.version),
    }


StateAsked = Annotated[ReturnState | None, Query(description="Only returns with this status")]


@router.get(
    "/",
    auth=READ,
    response=Cursored[ReturnOut],
    summary="Your returns",
    url_name="work_returns",
    openapi_extra=api.example({"next": None, "items": [RETURN]}),
)
def list_returns(request, state: StateAsked = None, cursor: Cursor = "", limit: Limit = 100):
    """The monthly returns of your organisation."""
    found = _of(request.asker)
    if state:
        found = found.filter(state=state)
    return api.answer(api.cursored(request, found, cursor, limit, shown, key="reference"))


@router.get(
    "/{slug:reference}/",
    auth=READ,
    response=ReturnOut,
    summary="One return",
    url_name="work_return",
    openapi_extra=api.example(RETURN),
)
def one_return(request, reference: str):
    """A monthly return of your organisation. Its ETag is its version."""
    found = _find(request, reference)
    return api.answer(shown(found), version=str(found.version))


@router.patch(
    "/{slug:reference}/",
    auth=WRITE,
    response=ReturnOut,
    summary="Save a return",
    url_name="work_return_save",
    openapi_extra=api.example(RETURN, body=BODY, version=True),
)
@api.acts
def save_return(request, reference: str, answers: ReturnIn):
    """Saves a return while it is open, complete or not. A person then checks it on its page and
    submits it. Send the version that you read as If-Match."""
    found = _find(request, reference)
    require(request.asker, "projects.write_return", found)
    given = {
        name: str(value) if isinstance(value, RAG) else value
        for name, value in answers.model_dump(exclude_unset=True).items()
        if value is not None
    }
    _check(found, given)
    asked = api.asked_version(request)
    if asked != str(found.version):
        raise _changed(found)
    try:
        services.save(
            by=request.asker,
            record=found,
            version=found.version,
            answers={**given, "unchanged": False},
        )
    except services.SomeoneElseSaved:
        raise _changed(_find(request, reference)) from None
    now = _find(request, reference)
    return api.answer(shown(now), version=str(now.version))


def _check(found: Return, given: dict[str, Any]) -> None:
    """As the form of the page: a figure has its date, and no date is ahead."""
    errors = []
    dated = given.get("spend_as_at") or found.spend_as_at
    if "spend_to_date" in given and dated is None:
        errors.append({"field": "spend_as_at", "message": "Enter the “as at” date of the spend"})
    if given.get("spend_as_at") and given["spend_as_at"] > timezone.localdate():
        message = "Enter an “as at” date for the spend that is today or in the past"
        errors.append({"field": "spend_as_at", "message": message})
    if errors:
        raise api.Declined(422, "The return was not saved", errors)


def _changed(found: Return) -> Exception:
    words = "Someone saved this return since you read it. Check it, then send its new version"
    return api.changed_since(words, shown(found), str(found.version))
