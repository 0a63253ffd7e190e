from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, Min, OuterRef

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import uk_date
from partners.models import Organisation
from projects.portfolio.models import Project
from projects.portfolio.owed import MANY, concerns, owed_by, people_of, running_projects
from projects.rollout.attention_items.sites import address
from projects.rollout.models import Site, Wayleave
from projects.rollout.models.wayleave import AGEING_FROM
from projects.rollout.selectors.wayleaves import since_when
from projects.rollout.stages import Stage


@provider("outstanding wayleaves")
def wayleaves_ageing(user, today: date) -> Iterator[Item]:
    """Permissions that have been waited for longer than 60 days, by action owner."""
    projects = running_projects(user)
    waiting = (
        since_when(Wayleave.objects.open())
        .filter(
            site__project__in=projects,
            since__lte=today - timedelta(days=AGEING_FROM),
        )
        .select_related("site", "owner")
        .order_by("since", "pk")
    )
    groups: dict[tuple[Project, Organisation], list[Wayleave]] = defaultdict(list)
    for wayleave in waiting:
        project = projects[wayleave.site.project_id]
        organisation = wayleave.owner or project.lead
        if concerns(user, organisation):
            groups[project, organisation].append(wayleave)
    for (project, organisation), found in groups.items():
        if len(found) <= MANY:
            for wayleave in found:
                yield _item(
                    user,
                    project,
                    organisation,
                    wayleave,
                    today,
                    key=f"wayleave:{wayleave.reference}",
                    title=f"Chase wayleave: {wayleave.site.name}",
                    ask=f"The wayleave for {wayleave.site.name} needs your action: it has been "
                    f"outstanding for {wayleave.age_days(today)} days",
                    named=wayleave.site.name,
                    url=address("wayleave", project.slug, wayleave.reference),
                )
        else:
            yield _item(
                user,
                project,
                organisation,
                found[0],
                today,
                key=f"wayleaves:{project.slug}:{organisation.slug}",
                title=(
                    f"Chase {len(found)} wayleaves outstanding for more than {AGEING_FROM - 1} days"
                ),
                ask=f"{len(found)} wayleaves for {project.title} need your action: they have been "
                f"outstanding for more than {AGEING_FROM - 1} days",
                url=address("wayleaves", project.slug),
            )


@provider("wayleaves apart from their sites")
def apart_from_their_sites(user, today: date) -> Iterator[Item]:
    """A wayleave is open though its site is past this stage, or a site waits though none is "
    "open."""
    projects = running_projects(user)
    overtaken = Wayleave.objects.overtaken().filter(site__project__in=projects)
    waits = (
        Site.objects.waiting_for_a_wayleave()
        .filter(~Exists(Wayleave.objects.waiting().filter(site=OuterRef("pk"))))
        .filter(project__in=projects)
    )
    for name, project_of, rows, one, many, asked_one, asked_many, query in (
        (
            "overtaken",
            "site__project",
            overtaken,
            "Record the wayleave outcome: {} (site past this stage)",
            "Record the answers to {} wayleaves (sites past this stage)",
            "The wayleave for {} is still open, but the site is past this stage: record the answer",
            "{} wayleaves are still open, but their sites are past this stage: record the answers",
            ("wayleaves", {"state": "overtaken"}),
        ),
        (
            "none-open",
            "project",
            waits,
            "Add a wayleave or update the stage: {} (no open wayleave)",
            "Add wayleaves or update the stages: {} sites (no open wayleaves)",
            "{} is waiting for a wayleave, but none is open: add it, or update the stage",
            "{} sites are waiting for wayleaves, but none are open: add them, or update the stages",
            ("sites", {"stage": Stage.WAYLEAVE.value}),
        ),
    ):
        site = project_of.removesuffix("project")
        groups = (
            rows.order_by()
            .values(project_of)
            .annotate(
                number=Count("pk"),
                first=Min(f"{site}name"),
                found=Min(f"{site}reference"),
                since=Min(f"{site}stage_on"),
            )
        )
        for group in groups:
            project, number = projects[group[project_of]], group["number"]
            if not concerns(user, project.lead):
                continue
            listed, chosen = query
            yield Item(
                key=f"wayleaves-{name}:{project.slug}",
                title=one.format(group["first"]) if number == 1 else many.format(number),
                about=project.title,
                when=f"since {uk_date(group['since'])}",
                url=address("site", project.slug, group["found"])
                if number == 1
                else address(listed, project.slug, **chosen),
                urgency=Urgency.WEEK,
                due_on=group["since"],
                owed_by=owed_by(user, project.lead),
                recipients=people_of(project.lead),
                ask=asked_one.format(group["first"]) if number == 1 else asked_many.format(number),
                named=group["first"] if number == 1 else "",
            )


def _item(user, project, organisation, oldest, today, *, key, title, ask, url, named="") -> Item:
    age = oldest.age_days(today)
    due_on = today - timedelta(days=age - AGEING_FROM)
    return Item(
        key=key,
        title=title,
        about=project.title,
        when=f"outstanding for {age} days",
        url=url,
        urgency=Urgency.OVERDUE if age > 90 else Urgency.WEEK,
        due_on=due_on,
        owed_by=owed_by(user, organisation),
        recipients=people_of(organisation),
        ask=ask,
        named=named,
    )
