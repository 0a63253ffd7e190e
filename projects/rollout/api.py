"""Sites and their stages as open data: what `public_site` and `sites.csv` publish, and no more."""

from datetime import date
from typing import Annotated, Any, cast

from django.conf import settings
from django.db.models import Count, F, Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from ninja import Query
from pydantic import Field

from diz_portal import api
from diz_portal.api import TEXT, Cursor, Cursored, Limit, Router, Schema
from diz_portal.places.generalised import degrees
from projects.portfolio.api import one_public
from projects.rollout.models import Site
from projects.rollout.stages import EXITS, FACTS, LIVE, PATH, Stage

router = Router()
stages = Router()


class SiteOut(Schema):
    reference: str = Field(description="Reference, does not change")
    ods_code: str | None = Field(description="NHS ODS code, as text")
    uprn: str | None = Field(description="Unique property reference number, as text")
    name: str
    postcode: str
    district: str = Field(description="Name of the district")
    district_code: str = Field(description="GSS code of the district")
    latitude: float | None = Field(description="Degrees, WGS84, rounded to about 100 metres")
    longitude: float | None = Field(description="Degrees, WGS84, rounded to about 100 metres")
    stage: Stage = Field(description="Stage it is at: see /api/v1/stages/")
    stage_date: date | None = Field(description="Day it reached this stage")
    in_scope: bool = Field(description="Whether it is in scope")
    is_live: bool = Field(description="Connected or later")
    download_before_mbps: float | None = Field(description="Download speed before, in Mbit/s")
    download_after_mbps: float | None = Field(description="Download speed after, in Mbit/s")


class StepOut(Schema):
    stage: Stage
    entered_on: date = Field(description="Day it reached this stage")


class SiteDetailOut(SiteOut):
    upload_before_mbps: float | None = Field(description="Upload speed before, in Mbit/s")
    upload_after_mbps: float | None = Field(description="Upload speed after, in Mbit/s")
    measured_before_on: date | None
    measured_after_on: date | None
    timeline: list[StepOut] = Field(description="The stages it has been at, newest first")
    url: str = Field(description="Address of its public page")


class StageOut(Schema):
    code: Stage
    label: str
    meaning: str
    place: int | None = Field(description="Its position, from 1; null for an exit")
    is_live: bool = Field(description="Whether a site at this stage counts as live")


class StandingOut(Schema):
    district: str = Field(description="Name of the district")
    district_code: str = Field(description="GSS code of the district")
    stage: Stage
    sites: int = Field(description="Number of sites at this stage now")
    in_scope: int = Field(description="How many of them are in scope")


class StandingsOut(Schema):
    as_at: date
    items: list[StandingOut]


SITE = {
    "reference": "7k2m9x4q",
    "ods_code": "F81001",
    "uprn": "10012345678",
    "name": "Stortside Surgery",
    "postcode": "CM20 1AA",
    "district": "Harlow",
    "district_code": "E07000073",
    "latitude": 51.77,
    "longitude": 0.095,
    "stage": "connected",
    "stage_date": "2026-10-01",
    "in_scope": True,
    "is_live": True,
    "download_before_mbps": 34.5,
    "download_after_mbps": 940.0,
}
DETAIL = {
    **SITE,
    "upload_before_mbps": 6.1,
    "upload_after_mbps": 930.0,
    "measured_before_on": "2025-02-03",
    "measured_after_on": "2026-10-02",
    "timeline": [{"stage": "connected", "entered_on": "2026-10-01"}],
    "url": "https://portal.example/projects/local-full-fibre/sites/7k2m9x4q/",
}
COLUMNS = {
    "reference": "reference",
    "ods_code": "ods_code",
    "uprn": "uprn",
    "name": "name",
    "postcode": "postcode",
    "district": "district__name",
    "district_code": "district__code",
    "latitude": "latitude",
    "longitude": "longitude",
    "stage": "stage",
    "stage_date": "stage_on",
    "in_scope": "in_scope",
    "download_before_mbps": "download_before_mbps",
    "download_after_mbps": "download_after_mbps",
}
NAMES = tuple(COLUMNS)


def shown(row: tuple) -> dict[str, Any]:
    """A row of COLUMNS."""
    site = dict(zip(NAMES, row, strict=True))
    site["is_live"] = site["stage"] in LIVE
    site["latitude"], site["longitude"] = map(degrees, (site["latitude"], site["longitude"]))
    return site


DistrictCode = Annotated[
    str,
    Query(max_length=9, pattern=TEXT, description="GSS code of a district, such as E07000073"),
]
StageAsked = Annotated[Stage | None, Query(description="Only sites at this stage")]
ScopeAsked = Annotated[bool | None, Query(description="Only sites in scope, or only the others")]


@router.get(
    "/{slug:slug}/sites/",
    response=Cursored[SiteOut],
    summary="Sites of a project",
    url_name="sites",
    openapi_extra=api.example({"next": None, "items": [SITE]}),
)
@api.reads("sites")
def list_sites(
    request,
    slug: str,
    district: DistrictCode = "",
    stage: StageAsked = None,
    in_scope: ScopeAsked = None,
    cursor: Cursor = "",
    limit: Limit = 100,
):
    """Its sites with the stage they are at, in the order of their references."""
    wanted = Q(project=one_public(slug))
    if district:
        wanted &= Q(district__code=district)
    if stage:
        wanted &= Q(stage=stage)
    if in_scope is not None:
        wanted &= Q(in_scope=in_scope)
    found = Site.objects.standing().filter(wanted).values_list(*COLUMNS.values())
    part = api.cursored(
        request, found, cursor, limit, shown, key="reference", key_of=lambda row: row[0]
    )
    return api.answer(part)


@router.get(
    "/{slug:slug}/sites/{slug:reference}/",
    response=SiteDetailOut,
    summary="One site",
    url_name="site",
    openapi_extra=api.example(DETAIL),
)
@api.reads("sites")
def site(request, slug: str, reference: str):
    """A site by its reference, with the stages it has been at."""
    found = Site.objects.standing().filter(project=one_public(slug), reference=reference)
    one = found.select_related("district", "project").first()
    if one is None:
        raise Http404
    row = found.values_list(*COLUMNS.values()).get()
    entries = one.entries.uncorrected().latest_first().values("stage", "entered_on")
    page = reverse("projects:site", args=[slug, one.reference])
    measured = (
        "upload_before_mbps",
        "upload_after_mbps",
        "measured_before_on",
        "measured_after_on",
    )
    return api.answer(
        {
            **shown(row),
            **{name: getattr(one, name) for name in measured},
            "timeline": list(entries),
            "url": f"{settings.PORTAL_URL}{page}",
        }
    )


@router.get(
    "/{slug:slug}/stages/",
    response=StandingsOut,
    summary="Sites by stage and district",
    url_name="project_stages",
    openapi_extra=api.example(
        {
            "as_at": "2026-11-22",
            "items": [
                {
                    "district": "Harlow",
                    "district_code": "E07000073",
                    "stage": "connected",
                    "sites": 12,
                    "in_scope": 12,
                }
            ],
        }
    ),
)
@api.reads("sites")
def project_stages(request, slug: str):
    """How many sites of a project are at which stage now, in each district."""
    rows = (
        Site.objects.standing()
        .filter(project=one_public(slug))
        .order_by("district__name", "stage")
        .values("stage", district_name=F("district__name"), code=F("district__code"))
        .annotate(number=Count("pk"), scoped=Count("pk", filter=Q(in_scope=True)))
    )
    items = [
        {
            "district": row["district_name"],
            "district_code": row["code"],
            "stage": row["stage"],
            "sites": row["number"],
            "in_scope": row["scoped"],
        }
        for row in cast(Any, rows)
    ]
    return api.answer({"as_at": timezone.localdate(), "items": items})


@stages.get(
    "/",
    response=list[StageOut],
    summary="Stages",
    url_name="stages",
    openapi_extra=api.example(
        [
            {
                "code": "candidate",
                "label": "Candidate",
                "meaning": "On the list of sites that may be included.",
                "place": 1,
                "is_live": False,
            }
        ]
    ),
)
@api.reads("sites")
def list_stages(request):
    """The stages of a site's rollout and its exits, with what each means."""
    return api.answer(
        [
            {
                "code": stage.value,
                "label": stage.label,
                "meaning": FACTS[stage].meaning,
                "place": None if stage in EXITS else _place(stage),
                "is_live": stage in LIVE,
            }
            for stage in Stage
        ]
    )


def _place(stage: Stage) -> int | None:
    return PATH.index(stage) + 1 if stage in PATH else None
