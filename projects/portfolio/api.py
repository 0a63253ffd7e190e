"""Projects as open data. What is not on a project's public page is not here."""

from datetime import date
from typing import Literal

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from pydantic import Field

from diz_portal import api
from diz_portal.api import Cursor, Cursored, Limit, Router, Schema
from partners.models import Organisation
from projects.portfolio.models import Milestone, Project

router = Router()


class ProgrammeOut(Schema):
    slug: str
    name: str
    theme: Literal["infrastructure", "inclusion", "knowledge"] = Field(description="Theme")


class PartnerOut(Schema):
    slug: str = Field(description="As in /api/v1/partners/")
    name: str


class ProjectOut(Schema):
    slug: str = Field(description="Web address (slug), does not change")
    title: str
    summary: str = Field(description="What, where and why")
    programme: ProgrammeOut | None
    lead: PartnerOut = Field(description="Organisation that leads the project")
    partners: list[PartnerOut] = Field(description="Other organisations that deliver it")
    state: Literal["planned", "running", "finished", "stopped"] = Field(description="Status")
    starts_on: date | None
    ends_on: date | None
    url: str = Field(description="Address of its public page")
    sites: str = Field(description="Address of its sites in this API")


class MilestoneOut(Schema):
    reference: str = Field(description="Reference, does not change")
    title: str
    baseline_on: date | None = Field(description="Planned date, as last approved")
    forecast_on: date | None = Field(description="Latest forecast")
    actual_on: date | None = Field(description="Date it was reached; null until then")


PROJECT = {
    "slug": "local-full-fibre",
    "title": "Local full fibre network",
    "summary": "Full fibre to 74 surgeries.",
    "programme": {
        "slug": "infrastructure",
        "name": "Digital infrastructure",
        "theme": "infrastructure",
    },
    "lead": {"slug": "essex-council", "name": "Essex Council"},
    "partners": [{"slug": "stort-valley-fibre", "name": "Stort Valley Fibre"}],
    "state": "running",
    "starts_on": "2024-04-01",
    "ends_on": "2027-03-31",
    "url": "https://portal.example/projects/local-full-fibre/",
    "sites": "https://portal.example/api/v1/projects/local-full-fibre/sites/",
}
MILESTONE = {
    "reference": "7k2m9x4q",
    "title": "All wayleaves granted",
    "baseline_on": "2026-09-30",
    "forecast_on": "2026-12-15",
    "actual_on": None,
}


def public() -> QuerySet[Project]:
    partners = Organisation.objects.public()
    return (
        Project.objects.public()
        .select_related("programme", "lead")
        .prefetch_related(Prefetch("partners", queryset=partners, to_attr="public_partners"))
    )


def one_public(slug: str) -> Project:
    return get_object_or_404(Project.objects.public(), slug=slug)


def _partner(one: Organisation) -> dict:
    return {"slug": one.slug, "name": one.name}


def _address(name: str, slug: str) -> str:
    return f"{settings.PORTAL_URL}{reverse(name, args=[slug])}"


def shown(one) -> dict:
    """A project that came through `public`."""
    programme = one.programme
    return {
        "slug": one.slug,
        "title": one.title,
        "summary": one.summary,
        "programme": programme
        and {"slug": programme.slug, "name": programme.name, "theme": programme.theme},
        "lead": _partner(one.lead),
        "partners": [_partner(other) for other in one.public_partners if other.pk != one.lead_id],
        "state": one.state,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "url": _address("projects:detail", one.slug),
        "sites": _address("data:sites", one.slug),
    }


@router.get(
    "/",
    response=Cursored[ProjectOut],
    summary="List of projects",
    url_name="projects",
    openapi_extra=api.example({"next": None, "items": [PROJECT]}),
)
@api.reads("projects")
def list_projects(request, cursor: Cursor = "", limit: Limit = 100):
    """All published projects, in the order of their slugs."""
    return api.answer(api.cursored(request, public(), cursor, limit, shown, key="slug"))


@router.get(
    "/{slug:slug}/",
    response=ProjectOut,
    summary="One project",
    url_name="project",
    openapi_extra=api.example(PROJECT),
)
@api.reads("projects")
def project(request, slug: str):
    """A project by its web address (slug)."""
    found = get_object_or_404(public(), slug=slug)
    return api.answer(shown(found))


@router.get(
    "/{slug:slug}/milestones/",
    response=Cursored[MilestoneOut],
    summary="Milestones of a project",
    url_name="milestones",
    openapi_extra=api.example({"next": None, "items": [MILESTONE]}),
)
@api.reads("projects")
def milestones(request, slug: str, cursor: Cursor = "", limit: Limit = 100):
    """Its milestones with their dates: planned, forecast and actual."""
    found = Milestone.objects.standing().filter(project=one_public(slug))
    return api.answer(
        api.cursored(request, found, cursor, limit, _milestone_shown, key="reference")
    )


def _milestone_shown(one: Milestone) -> dict:
    return {name: getattr(one, name) for name in MilestoneOut.model_fields}
