"""The list of sites: of one project, and of all that somebody works on."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from diz_portal.lists.declaring import (
    Asking,
    Choice,
    Column,
    Kind,
    List,
    Longer,
    Words,
    register,
)
from projects.portfolio.listed import OF_PROJECT, PROJECT, works_somewhere
from projects.rollout.models import Site
from projects.rollout.selectors.sites import SHOWS, of_words, shown
from projects.rollout.stages import Stage

BY_NAME = (Lower("name"), "reference")


def _sites(asking: Asking) -> QuerySet[Site]:
    rows = Site.objects.worked_on_by(asking.user)
    slug = asking.fixed.get(PROJECT)
    return rows.filter(project__slug=slug) if slug else rows


def _districts(asking: Asking) -> QuerySet:
    pairs = _sites(asking).order_by("district__name")
    return pairs.values_list("district__slug", "district__name").distinct()


def _suppliers(asking: Asking) -> list[tuple[str, str]]:
    names = _sites(asking).exclude(supplier="").order_by("supplier")
    return [(one, one) for one in names.values_list("supplier", flat=True).distinct()]


def _at_stage_for(rows: QuerySet, days: str, asking: Asking) -> QuerySet:
    return rows.filter(stage_on__lt=timezone.localdate() - timedelta(days=int(days)))


def _number(key: str, title: str, kind: Kind = Kind.NUMBER) -> Column:
    return Column(key, title, kind=kind, order=(key, *BY_NAME), at_first=False)


def _words(key: str, title: str) -> Column:
    return Column(key, title, order=(key, *BY_NAME), at_first=False)


def _day(key: str, title: str) -> Column:
    return Column(key, title, kind=Kind.DAY, order=(key, *BY_NAME), at_first=False)


@register
class Sites(List):
    name = "sites"
    title = "Sites"
    one, many = "site", "sites"
    place = 10
    order, order_said = ("-in_scope", *BY_NAME), "In scope first, then site, A to Z"
    once_called = {"longest": "stage", "late": "planned", "-late": "-planned"}
    columns = (
        Column("name", "Site", order=BY_NAME, cell="projects/workspace/cells/site.html"),
        Column(
            "project",
            "Project",
            value=lambda site: site.project.title,
            order=("project__title", *BY_NAME),
        ),
        Column(
            "district",
            "District",
            value=lambda site: site.district.name,
            order=(Lower("district__name"), *BY_NAME),
        ),
        Column(
            "stage",
            "Stage and date",
            value=lambda site: site.get_stage_display(),
            order=("stage_on", *BY_NAME),
            cell="projects/workspace/cells/stage.html",
        ),
        Column("supplier", "Supplier", order=(Lower("supplier"), *BY_NAME)),
        Column(
            "planned",
            "Planned live date",
            value=lambda site: site.planned_live_on,
            kind=Kind.DAY,
            order=("planned_live_on", *BY_NAME),
            cell="projects/workspace/cells/planned.html",
        ),
        Column(
            "days",
            "Days at stage",
            value=lambda site: site.days_at_stage(),
            kind=Kind.WHOLE,
            at_first=False,
        ),
        _day("stage_on", "At stage since"),
        Column(
            "days_late",
            "Days late",
            value=lambda site: site.days_late or None,
            kind=Kind.WHOLE,
            at_first=False,
        ),
        _day("expected_live_on", "Expected live date"),
        Column("in_scope", "In scope", kind=Kind.YES_NO, at_first=False),
        _words("ods_code", "ODS code"),
        _words("uprn", "UPRN"),
        _words("postcode", "Postcode"),
        _words("order_ref", "Order reference"),
        _number("download_before_mbps", "Download before (Mbit/s)"),
        _number("download_after_mbps", "Download after (Mbit/s)"),
        _number("cost_estimate", "Estimated cost (£)", Kind.POUNDS),
        _number("cost_actual", "Actual cost (£)", Kind.POUNDS),
    )
    filters = (
        Words(
            "search", "Name, postcode or ODS code", found=lambda rows, text, _: of_words(rows, text)
        ),
        OF_PROJECT,
        Choice(
            "stage",
            "Stage",
            found=lambda rows, stage, _: rows.filter(stage=stage),
            choices=lambda _: Stage.choices,
            any="Any stage",
        ),
        Choice(
            "district",
            "District",
            found=lambda rows, slug, _: rows.filter(district__slug=slug),
            choices=_districts,
            any="Any district",
        ),
        Choice(
            "supplier",
            "Supplier",
            found=lambda rows, name, _: rows.filter(supplier=name),
            choices=_suppliers,
            any="Any supplier",
        ),
        Choice(
            "show",
            "Show",
            found=lambda rows, show, _: shown(rows, show),
            choices=lambda _: SHOWS.items(),
            any="All sites",
        ),
        Longer("over", "Days at stage, more than", found=_at_stage_for),
    )

    def may_open(self, user: Any) -> bool:
        return works_somewhere(user)

    def rows(self, asking: Asking) -> QuerySet[Site]:
        return _sites(asking).select_related("district", "project")

    def url(self, site: Site, asking: Asking) -> str:
        return reverse("projects_workspace:site", args=[site.project.slug, site.reference])

    def page(self, filters: Mapping[str, str]) -> str:
        slug = filters.get(PROJECT)
        return reverse("projects_workspace:sites", args=[slug]) if slug else super().page(filters)
