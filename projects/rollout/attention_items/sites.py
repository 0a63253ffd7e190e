from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import ago, days, uk_date
from partners.models import Membership
from projects.portfolio.owed import concerns, organisation_for, owed_by, people_of, running_projects
from projects.rollout.models import Site
from projects.rollout.selectors.sites import stuck
from projects.rollout.stages import EXITS, FACTS, Stage

# How many sites an item is about, and which one where it is about one alone.
TOLD = {"number": Count("pk"), "reference": Min("reference"), "name": Min("name")}


def address(name: str, slug: str, *more: str, **query: str) -> str:
    found = reverse(f"projects_workspace:{name}", args=[slug, *more])
    return f"{found}?{urlencode(query)}" if query else found


@provider("sites overdue at stage")
def sites_stuck(user, today: date) -> Iterator[Item]:
    """Sites at a stage for longer than it usually takes: one row per stage and supplier. Those on
    hold wait for somebody else: see `sites_held`."""
    projects = running_projects(user)
    groups = (
        Site.objects.standing()
        .filter(stuck(today), project__in=projects)
        .exclude(stage=Stage.ON_HOLD)
        .order_by()
        .values("project_id", "stage", "supplier")
        .annotate(since=Min("stage_on"), **TOLD)
    )
    for group in groups:
        project, stage = projects[group["project_id"]], Stage(group["stage"])
        organisation = organisation_for(project, group["supplier"])
        if not concerns(user, organisation):
            continue
        due_on = group["since"] + timedelta(days=FACTS[stage].norm_days or 0)
        over = days((today - due_on).days)
        if group["number"] == 1:
            title = f"Update {group['name']}: overdue at {stage.label}"
            url = address("site", project.slug, group["reference"])
            when = f"{over} over the usual time"
            ask = (
                f"{group['name']} is overdue at the stage “{stage.label}”, {when}: update its stage"
            )
        else:
            title = f"Update {group['number']} sites: overdue at {stage.label}"
            chosen = {"stage": stage.value, "show": "stuck", "sort": "longest"}
            if group["supplier"]:
                chosen["supplier"] = group["supplier"]
            url = address("sites", project.slug, **chosen)
            when = f"longest {over} over"
            ask = (
                f"{group['number']} of your sites for {project.title} are overdue at the stage "
                f"“{stage.label}”, the longest by {over}: update their stages"
            )
        yield Item(
            key=f"stuck:{project.slug}:{stage.value}:{slugify(group['supplier'])}",
            title=title,
            about=project.title,
            when=when,
            url=url,
            urgency=Urgency.OVERDUE,
            due_on=due_on,
            owed_by=owed_by(user, organisation),
            recipients=people_of(organisation),
            ask=ask,
            named=group["name"],
        )


@provider("late sites")
def sites_late(user, today: date) -> Iterator[Item]:
    """Sites past their planned date: one row for each project and supplier. It is pressing while
    no one has said when one of them is expected. Those on hold wait for somebody else: see
    `sites_held`."""
    projects = running_projects(user)
    said = Q(expected_live_on__gte=today)
    groups = (
        Site.objects.late(today)
        .filter(project__in=projects)
        .exclude(stage=Stage.ON_HOLD)
        .order_by()
        .values("project_id", "supplier")
        .annotate(
            unsaid=Count("pk", filter=~said | Q(expected_live_on=None)),
            since=Min("planned_live_on"),
            **TOLD,
        )
    )
    for group in groups:
        project = projects[group["project_id"]]
        organisation = organisation_for(project, group["supplier"])
        if not concerns(user, organisation):
            continue
        over = days((today - group["since"]).days)
        number, unsaid = group["number"], group["unsaid"]
        if number == 1:
            url = address("site", project.slug, group["reference"])
            when = f"{over} late"
            if unsaid:
                title = f"Enter expected live date: {group['name']} (planned date passed)"
                ask = f"{group['name']} is {when}: enter the date you expect it to go live"
            else:
                title = f"Review late site: {group['name']}"
                ask = f"{group['name']} is {when}: check its expected live date"
        else:
            title = f"Review {number} sites past their planned dates"
            chosen = {"show": "late", "sort": "late"}
            if group["supplier"]:
                chosen["supplier"] = group["supplier"]
            url = address("sites", project.slug, **chosen)
            when = f"longest {over} late"
            ask = (
                f"{number} of your sites for {project.title} are past their planned dates, the "
                f"longest by {over}"
            )
            if unsaid:
                when = f"longest {over} late, {unsaid} without an expected date"
                ask = (
                    f"{number} of your sites for {project.title} are past their planned dates: "
                    f"enter expected live dates for {unsaid}"
                )
        yield Item(
            key=f"late:{project.slug}:{slugify(group['supplier'])}",
            title=title,
            about=project.title,
            when=when,
            url=url,
            urgency=Urgency.OVERDUE if unsaid else Urgency.LATER,
            due_on=group["since"],
            owed_by=owed_by(user, organisation),
            recipients=people_of(organisation),
            ask=ask,
            named=group["name"],
        )


@provider("sites on hold")
def sites_held(user, today: date) -> Iterator[Item]:
    """Sites on hold that are late, or for longer than usual, wait for whoever put them on hold: the
    partner of the project that this person is a member of, else the lead."""
    projects = running_projects(user)
    holds = Membership.objects.filter(
        organisation__projects=OuterRef("project"),
        person=OuterRef("current_entry__by"),
        ended_on=None,
    )
    groups = (
        Site.objects.standing()
        .filter(stuck(today) | Q(pk__in=Site.objects.late(today).values("pk")))
        .filter(project__in=projects, stage=Stage.ON_HOLD)
        .order_by()
        .values("project_id", holder=Subquery(holds.order_by("pk").values("organisation")[:1]))
        .annotate(since=Min("stage_on"), **TOLD)
    )
    for group in groups:
        project = projects[group["project_id"]]
        partners = {one.pk: one for one in project.partners.all()}
        organisation = partners.get(group["holder"], project.lead)
        if not concerns(user, organisation):
            continue
        since = uk_date(group["since"])
        if group["number"] == 1:
            title = f"Decide whether {group['name']} can go on: on hold"
            url = address("site", project.slug, group["reference"])
            when = f"on hold since {since}"
            ask = f"{group['name']} has been on hold since {since}: decide whether it can go on"
        else:
            title = f"Decide whether {group['number']} sites on hold can go on"
            url = address("sites", project.slug, show="blocked", sort="longest")
            when = f"longest on hold since {since}"
            ask = (
                f"{group['number']} sites for {project.title} are on hold, the longest since "
                f"{since}: decide whether they can go on"
            )
        yield Item(
            key=f"held:{project.slug}:{slugify(organisation.name)}",
            title=title,
            about=project.title,
            when=when,
            url=url,
            urgency=Urgency.OVERDUE,
            due_on=group["since"],
            owed_by=owed_by(user, organisation),
            recipients=people_of(organisation),
            ask=ask,
            named=group["name"],
        )


@provider("sites no longer active")
def sites_inactive(user, today: date) -> Iterator[Item]:
    """Practices that the NHS list no longer shows as active, and that are still on ours."""
    projects = running_projects(user)
    groups = (
        Site.objects.standing()
        .filter(project__in=projects, source_inactive_on__isnull=False)
        .exclude(stage__in=EXITS)
        .order_by()
        .values("project_id")
        .annotate(since=Min("source_inactive_on"), **TOLD)
    )
    for group in groups:
        project = projects[group["project_id"]]
        if not user.has_perm("projects.change_scope", project):
            continue
        if group["number"] == 1:
            title = f"Check whether {group['name']} has closed (not active in NHS list)"
            url = address("site", project.slug, group["reference"])
        else:
            title = f"Check whether {group['number']} sites have closed (not active in NHS list)"
            url = address("sites", project.slug, show="inactive")
        yield Item(
            key=f"inactive:{project.slug}",
            title=title,
            about=project.title,
            when=f"found {ago(group['since'], today)}",
            url=url,
            urgency=Urgency.WEEK,
            due_on=group["since"],
        )
