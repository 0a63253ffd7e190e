"""Sites for partners: read as on their workspace pages, and moved by the same services."""

from datetime import date
from typing import Annotated, Any

from django.db.models import F, QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from diz_portal import api
from diz_portal.access import require, seen
from diz_portal.api import TEXT, Cursor, Cursored, Limit, Line, Router, Schema, Words
from projects.portfolio.models import Project
from projects.rollout.api import COLUMNS, SITE, SiteOut
from projects.rollout.models import ScopeReason, Site
from projects.rollout.selectors.sites import moves_offered
from projects.rollout.services import bulk
from projects.rollout.services import sites as services
from projects.rollout.services.moving import Move
from projects.rollout.stages import LIVE, Stage

router = Router()
READ, WRITE = api.token("sites:read"), api.token("sites:write")
MOST_MOVES = 500


class WorkSiteOut(SiteOut):
    project: str = Field(description="Slug of the project")
    supplier: str
    order_ref: str = Field(description="Order reference")
    planned_live_on: date | None = Field(description="The agreed date")
    expected_live_on: date | None = Field(description="The latest date that is expected")
    version: str = Field(description="Send it with a stage update: it changes with the site")


class WorkSiteDetailOut(WorkSiteOut):
    can_move_to: list[Stage] = Field(description="Stages that you can update it to, next one first")


class MoveIn(Schema):
    to: Stage = Field(description="Stage it reached")
    on: date = Field(description="Day it reached it: today or in the past")
    evidence: Words = Field("", max_length=500, description="How this is known")
    reason: Words = Field(
        "", max_length=500, description="Why, if it is on hold, moved back or removed"
    )
    scope_reason: ScopeReason | None = Field(
        None, description="Reason for a scope change, if the stage makes one"
    )
    landowner: Line = Field(
        "", max_length=200, description="Whose permission it waits for, at stage wayleave"
    )

    def as_move(self) -> Move:
        return Move(
            str(self.to),
            self.on,
            self.evidence,
            self.reason,
            str(self.scope_reason) if self.scope_reason else None,
            None,
            self.landowner,
        )


class RowIn(MoveIn):
    site: Words = Field(max_length=12, description="Reference of the site")
    version: Words = Field(max_length=40, description="Version that you read")


class MovesIn(Schema):
    moves: list[RowIn] = Field(min_length=1, max_length=MOST_MOVES)


class MovesOut(Schema):
    items: list[WorkSiteOut] = Field(description="The sites as they are now, in your order")


WORK_SITE = {
    **SITE,
    "project": "local-full-fibre",
    "supplier": "Stort Valley Fibre",
    "order_ref": "SVF-1042",
    "planned_live_on": "2026-09-30",
    "expected_live_on": None,
    "version": "4f0c2a9d7b1e33aa0c55",
}
DETAIL = {**WORK_SITE, "can_move_to": ["in_service"]}
MOVE = {"to": "in_service", "on": "2026-11-20", "evidence": "Speed test of 20 November"}
WORK_COLUMNS = {
    **COLUMNS,
    "project": "project__slug",
    "supplier": "supplier",
    "order_ref": "order_ref",
    "planned_live_on": "planned_live_on",
    "expected_live_on": "expected_live_on",
}
# How the answers of a move are called in a request.
CALLED = {"grantor": "landowner", "evidence_file": "evidence"}


def shown(site: Site) -> dict[str, Any]:
    """A site that came through `_worked_on`."""
    told = {name: getattr(site, _attribute(path)) for name, path in WORK_COLUMNS.items()}
    return {**told, "is_live": site.stage in LIVE, "version": site.stamp}


def _attribute(path: str) -> str:
    return path.replace("__", "_of_") if "__" in path else path


def _worked_on(request: Any) -> QuerySet[Site]:
    beside = {_attribute(path): F(path) for path in WORK_COLUMNS.values() if "__" in path}
    return Site.objects.worked_on_by(request.asker).annotate(**beside)


def find(request: Any, reference: str) -> Site:
    found = get_object_or_404(_worked_on(request).select_related("project"), reference=reference)
    return seen(request.asker, "projects.see_workspace", found)


ProjectAsked = Annotated[
    str, Query(max_length=80, pattern=TEXT, description="Only sites of this project (slug)")
]
StageAsked = Annotated[Stage | None, Query(description="Only sites at this stage")]


@router.get(
    "/sites/",
    auth=READ,
    response=Cursored[WorkSiteOut],
    summary="Sites that you work on",
    url_name="work_sites",
    openapi_extra=api.example({"next": None, "items": [WORK_SITE]}),
)
def list_sites(
    request,
    project: ProjectAsked = "",
    stage: StageAsked = None,
    cursor: Cursor = "",
    limit: Limit = 100,
):
    """The sites of all projects that your organisation leads or delivers, with their versions."""
    found = _worked_on(request)
    if project:
        found = found.filter(project__slug=project)
    if stage:
        found = found.filter(stage=stage)
    return api.answer(api.cursored(request, found, cursor, limit, shown, key="reference"))


@router.get(
    "/sites/{slug:reference}/",
    auth=READ,
    response=WorkSiteDetailOut,
    summary="One site that you work on",
    url_name="work_site",
    openapi_extra=api.example(DETAIL),
)
def site(request, reference: str):
    """A site, with the stages that you may move it to. Its ETag is its version."""
    found = find(request, reference)
    return api.answer(_detail(request, found), version=found.stamp)


def _detail(request: Any, found: Site) -> dict[str, Any]:
    first, others = moves_offered(found, request.asker)
    offered = ([first] if first else []) + others
    return {**shown(found), "can_move_to": [str(one) for one in offered]}


@router.post(
    "/sites/{slug:reference}/moves/",
    auth=WRITE,
    response={201: WorkSiteDetailOut},
    summary="Update the stage of a site",
    url_name="work_site_moves",
    openapi_extra=api.example(DETAIL, 201, body=MOVE, version=True),
)
@api.acts
def move_site(request, reference: str, move: MoveIn):
    """Moves a site to another stage. Send the version that you read as If-Match. If the site has
    changed since, the answer is 409 with the site as it is now."""
    found = find(request, reference)
    require(request.asker, "projects.move_site", found)
    if api.asked_version(request) != found.stamp:
        raise _changed(request, found)
    asked = move.as_move()
    try:
        services.move_site(
            site=found,
            to=asked.to,
            on=asked.on,
            by=request.asker,
            expected_entry=found.current_entry_id,
            evidence=asked.evidence,
            reason=asked.reason,
            scope_reason=asked.scope_reason,
            grantor=asked.grantor,
        )
    except services.SiteMoved:
        raise _changed(request, find(request, reference)) from None
    except services.MoveRefused as refusal:
        raise api.Declined(
            422,
            "The site cannot move to this stage",
            [{"field": _called(refusal.answer), "message": refusal.message}],
        ) from refusal
    now = find(request, reference)
    return api.answer(
        _detail(request, now), 201, version=now.stamp, location=f"/api/v1/work/sites/{reference}/"
    )


def _called(answer: str) -> str:
    return CALLED.get(answer, answer)


def _changed(request: Any, found: Site) -> Exception:
    words = "The site has changed since you read it. Check it, then send its new version"
    return api.changed_since(words, _detail(request, found), found.stamp)


@router.post(
    "/projects/{slug:slug}/moves/",
    auth=WRITE,
    response=MovesOut,
    summary="Update the stages of several sites",
    url_name="work_moves",
    openapi_extra=api.example(
        {"items": [WORK_SITE]},
        body={"moves": [{"site": "7k2m9x4q", "version": "4f0c2a9d7b1e33aa0c55", **MOVE}]},
    ),
)
@api.acts
def move_sites(request, slug: str, asked: MovesIn):
    """Moves up to 500 sites of a project: all of them, or none. `errors` name the row, from 1, and
    the field."""
    project = get_object_or_404(Project.objects.worked_on_by(request.asker), slug=slug)
    require(request.asker, "projects.move_site", project)
    rows = [bulk.Asked(one.site, one.version, one.as_move()) for one in asked.moves]
    try:
        bulk.move_each(project=project, asked=rows, by=request.asker)
    except bulk.RowsRefused as refusal:
        raise api.Declined(
            409 if all(one.site for one in refusal.rows) else 422,
            refusal.message,
            [
                {"row": one.row, "field": _called(one.answer), "message": one.message}
                | ({"version": one.site.stamp} if one.site else {})
                for one in refusal.rows
            ],
        ) from refusal
    now = {
        one.reference: one
        for one in _worked_on(request)
        .filter(project=project)
        .filter(reference__in=[one.reference for one in rows])
    }
    return api.answer({"items": [shown(now[one.reference]) for one in rows]})
