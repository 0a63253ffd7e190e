"""The rollout projects in OC4IDS 0.9.5 (Open Contracting for Infrastructure).

Of published projects that have sites. Amounts are in it once the project's page in the admin says
that they are published; never a note, a landowner, or the name of a person.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone

from diz_portal.open_data import checking, licence
from diz_portal.open_data.declaring import Finding, Reading, Standard, standard
from diz_portal.places.generalised import degrees
from diz_portal.places.models import Partnership
from diz_portal.places.selectors import partnership
from partners.models import Organisation
from projects.money.models import FundingSource
from projects.portfolio.models import Project
from projects.portfolio.models.programme import ProjectState
from projects.rollout.models import ScopeChange, Site
from projects.rollout.open_data import stages_by_month
from projects.rollout.stages import LIVE

VERSION = "0.9.5"
SCHEMA = "https://standard.open-contracting.org/infrastructure/schema/0__9__5/"
DOCUMENTED = "https://standard.open-contracting.org/infrastructure/latest/en/"
STATUS = {
    ProjectState.PLANNED: "preparation",
    ProjectState.RUNNING: "implementation",
    ProjectState.FINISHED: "completion",
    ProjectState.STOPPED: "cancelled",
}
# Until the Open Contracting Partnership has given the publisher a prefix.
NO_PREFIX = "draft"
SITES = {"name": "sites"}
LIVE_SITES, PLANNED_SITES = "Sites that are live", "Sites that are planned to be live"


def published() -> QuerySet[Project]:
    """Those that connect something."""
    sites = Site.objects.standing().filter(project=OuterRef("pk"))
    found = Project.objects.public().filter(Exists(sites)).order_by("slug")
    return found.select_related("lead", "programme").prefetch_related(
        Prefetch("partners", Organisation.objects.public().order_by("slug")),
        Prefetch(
            "funding_sources",
            FundingSource.objects.standing()
            .filter(is_public=True)
            .select_related("organisation")
            .order_by("pk"),
            to_attr="named_funders",
        ),
        Prefetch(
            "sites",
            Site.objects.standing().filter(in_scope=True).order_by("reference"),
            to_attr="in_scope",
        ),
        Prefetch(
            "scope_changes",
            ScopeChange.objects.annotate(
                added=Count("entries", filter=Q(entries__step=1)),
                removed=Count("entries", filter=Q(entries__step=-1)),
            )
            .select_related("reverses")
            .order_by("happened_on", "recorded_at", "pk"),
            to_attr="changes",
        ),
    )


@standard
class Oc4ids(Standard):
    slug = "oc4ids"
    title = "Infrastructure projects"
    about = "Our rollout projects: who is involved, scope and why it changed, progress and plan."
    withheld = (
        "Projects that are not published, costs that have not been released, suppliers’ prices, "
        "landowners and notes. Points are rounded to about 100 metres."
    )
    name = "OC4IDS 0.9.5"
    documented_at = DOCUMENTED
    schemas = ("oc4ids/schema/project-package-schema.json", "oc4ids/schema/project-schema.json")
    keywords = ("infrastructure", "broadband", "open contracting")
    order = 20

    def count(self) -> int:
        return published().count()

    def is_draft(self) -> bool:
        return not partnership().oc4ids_prefix

    def document(self, reading: Reading) -> dict[str, Any] | None:
        found = list(published())
        if not found:
            return None
        publisher = partnership()
        progress, plan = _progress(reading.as_at), _plan(found)
        recorded = _recorded(found)
        return {
            "uri": f"{settings.PORTAL_URL}{reverse('open_data:json', args=[self.slug])}",
            "version": "0.9",
            "publishedDate": _moment(reading.as_at),
            "publisher": {"name": publisher.name, "uri": settings.PORTAL_URL},
            "license": licence.URL,
            "publicationPolicy": f"{settings.PORTAL_URL}{reverse('open_data:index')}",
            "projects": [
                project_of(
                    one,
                    publisher,
                    progress.get(one.pk, {}),
                    plan.get(one.pk, {}),
                    recorded.get(one.pk),
                )
                for one in found
            ],
        }

    def findings(self, document: dict[str, Any]) -> Iterator[Finding]:
        if self.is_draft():
            url = reverse("admin:places_partnership_change", args=[1])
            words = "The publisher has no OC4IDS prefix. Projects are published as a draft"
            yield Finding("prefix", words, url, partnership().name)
        for one in published():
            url = reverse("admin:projects_project_change", args=[one.pk])
            for check, words in _missing(one):
                yield Finding(check, words, url, one.title)

    def judge(self, document: dict[str, Any], schemas: Mapping[str, Any]) -> Iterator[Finding]:
        project = schemas["project-schema.json"]
        yield from checking.by_schema(
            document,
            schemas["project-package-schema.json"],
            [(f"{SCHEMA}project-schema.json", project)],
        )


def _missing(one: Project) -> Iterator[tuple[str, str]]:
    if not one.summary:
        yield "description", "The project has no summary"
    if not one.starts_on or not one.ends_on:
        yield "period", "The project has no start or end date"
    if not one.publishes_values:
        yield "budget", "The value of the project has not been released"
    if any(site.latitude is None for site in one.in_scope):  # type: ignore[attr-defined]
        yield "location", "Some sites have no point on the map"


def project_of(
    one: Any,
    publisher: Partnership,
    live: Mapping[date, int],
    planned: Mapping[date, int],
    recorded: datetime | None,
) -> dict[str, Any]:
    """`live` and `planned`: how many sites at the end of each month."""
    number = f"{publisher.oc4ids_prefix or NO_PREFIX}-{one.slug}"
    metrics = [_observed("live", LIVE_SITES, live)] if live else []
    forecasts = [_observed("planned", PLANNED_SITES, planned)] if planned else []
    locations = [_location(site) for site in one.in_scope if site.latitude is not None]
    modifications = list(_modifications(one))
    return {
        "id": number,
        **({"updated": timezone.localtime(recorded).isoformat()} if recorded else {}),
        "language": "en",
        "title": one.title,
        **({"description": one.summary} if one.summary else {}),
        "status": STATUS[ProjectState(one.state)],
        **_period(one),
        "sector": ["communications"],
        "type": "construction",
        "publicAuthority": {"id": one.lead.slug, "name": one.lead.name},
        "parties": _parties(one),
        **({"locations": locations} if locations else {}),
        **_budget(one),
        **({"metrics": metrics} if metrics else {}),
        **({"forecasts": forecasts} if forecasts else {}),
        **_completion(one),
        **(
            {
                "contractingProcesses": [
                    {
                        "id": f"{number}-rollout",
                        "summary": {
                            "ocid": f"{number}-rollout",
                            "title": one.title,
                            "modifications": modifications,
                        },
                    }
                ]
            }
            if modifications
            else {}
        ),
    }


def _moment(day: date) -> str:
    return timezone.make_aware(datetime.combine(day, time.min)).isoformat()


def _value(amount: Decimal) -> dict[str, Any]:
    return {"amount": float(amount), "currency": "GBP"}


def _period(one: Project) -> dict[str, Any]:
    period = {
        name: _moment(day)
        for name, day in (("startDate", one.starts_on), ("endDate", one.ends_on))
        if day
    }
    return {"period": period} if period else {}


def _parties(one: Any) -> list[dict[str, Any]]:
    """The lead, the partners that deliver it, and the funders that its public page names."""
    parties: dict[str, dict[str, Any]] = {}

    def add(key: str, name: str, role: str) -> None:
        party = parties.setdefault(key, {"id": key, "name": name, "roles": []})
        if role not in party["roles"]:
            party["roles"].append(role)

    add(one.lead.slug, one.lead.name, "publicAuthority")
    for partner in one.partners.all():
        add(partner.slug, partner.name, "deliveryPartner")
    for number, source in enumerate(one.named_funders, start=1):
        by = source.organisation
        add(by.slug if by else f"funder-{number}", source.giver, "funder")
    return list(parties.values())


def _location(site: Site) -> dict[str, Any]:
    point = [degrees(site.longitude), degrees(site.latitude)]
    return {
        "id": site.reference,
        "description": site.name,
        "geometry": {"type": "Point", "coordinates": point},
    }


def _budget(one: Any) -> dict[str, Any]:
    if not one.publishes_values or not one.changes:
        return {}
    amount = sum((change.value_change for change in one.changes), Decimal(0))
    return {
        "budget": {
            "description": "The approved value of the sites in scope.",
            "amount": _value(amount),
            "approvalDate": _moment(one.changes[-1].happened_on),
        }
    }


def _modifications(one: Any) -> Iterator[dict[str, Any]]:
    """Each approved change of scope, with its reason as a fixed wording."""
    value, sites = Decimal(0), 0
    for number, change in enumerate(one.changes, start=1):
        before = value
        value += change.value_change
        sites += change.added - change.removed
        amounts = {"oldContractValue": _value(before), "newContractValue": _value(value)}
        yield {
            "id": str(number),
            "date": _moment(change.happened_on),
            "description": _scope_words(change.added, change.removed, sites),
            "rationale": change.title,
            "type": "scope" if change.added or change.removed else "value",
            **(amounts if one.publishes_values else {}),
        }


def _scope_words(added: int, removed: int, left: int) -> str:
    return f"Sites added: {added}. Sites removed: {removed}. Sites in scope after it: {left}."


def _completion(one: Any) -> dict[str, Any]:
    if one.state != ProjectState.FINISHED:
        return {}
    live = sum(site.stage in LIVE for site in one.in_scope)
    first = next((change for change in one.changes if change.added), None)
    details = sorted({change.title for change in one.changes if change.removed})
    return {
        "completion": {
            **({"endDate": _moment(one.ends_on)} if one.ends_on else {}),
            "finalScope": f"{live} of {len(one.in_scope)} sites in scope are live.",
            **(
                {
                    "finalScopeDetails": f"{first.added} sites were approved first. Sites were "
                    f"removed because: {'; '.join(details)}."
                }
                if first and details
                else {}
            ),
        }
    }


def _observed(key: str, title: str, months: Mapping[date, int]) -> dict[str, Any]:
    return {
        "id": "physicalProgress",
        "title": title,
        "observations": [
            {
                "id": f"{key}-{day.isoformat()[:7]}",
                "period": {"endDate": _moment(day)},
                "measure": number,
                "unit": SITES,
            }
            for day, number in sorted(months.items())
        ],
    }


def _progress(today: date) -> dict[int, dict[date, int]]:
    """Live sites in scope at the end of each month, of each project."""
    found: dict[int, dict[date, int]] = defaultdict(dict)
    for one in stages_by_month(today):
        months = found[one.project.pk]
        months.setdefault(one.month, 0)
        if one.in_scope and one.stage in LIVE:
            months[one.month] += one.sites
    return found


def _plan(projects: list[Any]) -> dict[int, dict[date, int]]:
    """Sites in scope that are planned to be live by the month, added up."""
    rows = (
        Site.objects.standing()
        .filter(project__in=projects, in_scope=True, planned_live_on__isnull=False)
        .annotate(month=TruncMonth("planned_live_on"))
        .order_by("month")
        .values_list("project_id", "month")
        .annotate(number=Count("pk"))
    )
    found: dict[int, dict[date, int]] = defaultdict(dict)
    sums: dict[int, int] = defaultdict(int)
    for project, month, number in rows:
        sums[project] += number
        found[project][month] = sums[project]
    return found


def _recorded(projects: list[Any]) -> dict[int, datetime]:
    """When anything of the rollout was last recorded."""
    rows = Project.objects.filter(pk__in=[one.pk for one in projects]).values_list(
        "pk", Max("stage_entries__recorded_at")
    )
    return {pk: moment for pk, moment in rows.order_by() if moment}
